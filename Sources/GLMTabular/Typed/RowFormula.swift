import GLMModel

/// A model of rows of a user's own type, checked by the compiler: a response, terms, and the columns with a role.
///
///     let formula = try RowFormula(\Car.price) { log($0.weight) + $0.make * $0.power }
///
/// It is the text of an ordinary ``Formula`` and, for each column that the text names, a property of the row.
public struct RowFormula<Row>: Sendable {
  /// The formula, as in `price ~ log(weight) + make * power`.
  public let text: String
  /// What weights the rows, if anything does.
  public private(set) var weights: RowWeights<Row>?
  private var trials: RowColumn<Row>?
  private var exposure: RowColumn<Row>?
  private var offset: RowColumn<Row>?
  private let responseColumns: [RowColumn<Row>]
  private let termColumns: [RowColumn<Row>]

  /// A response that is a property of the row: a number, or a factor of two levels or more.
  ///
  /// - Throws: ``RowFormulaError`` for a computed property without a name, and for arithmetic with a number that is not
  ///   finite.
  public init<Value: ColumnValue, Kind: TermKind>(
    _ response: KeyPath<Row, Value> & Sendable, on terms: (RowColumns<Row>) -> Term<Row, Kind>
  ) throws(RowFormulaError) { try self.init(RowColumns<Row>()[response], terms(RowColumns())) }

  /// A response that is an expression, as in `{ log($0.price) }`, or a computed property, as in
  /// `{ $0.density.named("density") }`.
  ///
  /// - Throws: as the other initializer does.
  public init<Response: ClassKind, Kind: TermKind>(
    response: (RowColumns<Row>) -> Term<Row, Response>, on terms: (RowColumns<Row>) -> Term<Row, Kind>
  ) throws(RowFormulaError) { try self.init(response(RowColumns()), terms(RowColumns())) }

  /// A response of so many successes of so many trials, whole numbers from 0.
  ///
  /// - Throws: as the first initializer does.
  public init<Successes: ColumnValue, Trials: ColumnValue, Kind: TermKind>(
    successes: KeyPath<Row, Successes> & Sendable, of trials: KeyPath<Row, Trials> & Sendable,
    on terms: (RowColumns<Row>) -> Term<Row, Kind>
  ) throws(RowFormulaError) where Successes.Kind == Kinds.Numeric, Trials.Kind == Kinds.Numeric {
    let all = RowColumns<Row>()
    try self.init(RowFormula.counts(all[successes], all[trials] - all[successes]), terms(all))
  }

  /// A response of so many successes and so many failures, whole numbers from 0.
  ///
  /// - Throws: as the first initializer does.
  public init<Successes: ColumnValue, Failures: ColumnValue, Kind: TermKind>(
    successes: KeyPath<Row, Successes> & Sendable, failures: KeyPath<Row, Failures> & Sendable,
    on terms: (RowColumns<Row>) -> Term<Row, Kind>
  ) throws(RowFormulaError) where Successes.Kind == Kinds.Numeric, Failures.Kind == Kinds.Numeric {
    let all = RowColumns<Row>()
    try self.init(RowFormula.counts(all[successes], all[failures]), terms(all))
  }

  private init<Response, Kind>(
    _ response: Term<Row, Response>, _ terms: Term<Row, Kind>
  ) throws(RowFormulaError) {
    text = response.text.text + " ~ " + terms.text.text
    responseColumns = response.columns
    termColumns = terms.columns
    switch response.flaw ?? terms.flaw {
    case .namedExpression(let expression, let name)?:
      throw .namedExpression(expression, name: name, formula: text)
    case .notFinite(let value)?: throw .notFinite(value, formula: text)
    case nil: break
    }
    if (responseColumns + termColumns).contains(where: { $0.name == nil }) {
      throw .unnamed(row: String(describing: Row.self), formula: text)
    }
  }

  private static func counts<A, B>(_ a: Term<Row, A>, _ b: Term<Row, B>) -> Term<Row, Kinds.Basis> {
    Term(call: "cbind", [.of(a), .of(b)])
  }
}

extension RowFormula {
  /// The same model of rows with weights.
  public func with(weights: RowWeights<Row>?) -> RowFormula {
    var result = self
    result.weights = weights
    return result
  }

  /// The same model with the logarithm of a column as an offset: exposures are finite and above 0.
  public func with<Value: ColumnValue>(
    exposure: KeyPath<Row, Value> & Sendable
  ) -> RowFormula where Value.Kind == Kinds.Numeric {
    var result = self
    result.exposure = RowColumn(exposure, role: "exposure")
    return result
  }

  /// The same model with a response that is a proportion of so many trials, whole numbers from 0.
  public func with<Value: ColumnValue>(
    trials: KeyPath<Row, Value> & Sendable
  ) -> RowFormula where Value.Kind == Kinds.Numeric {
    var result = self
    result.trials = RowColumn(trials, role: "trials")
    return result
  }

  /// The same model with a column as an offset.
  public func with<Value: ColumnValue>(
    offset: KeyPath<Row, Value> & Sendable
  ) -> RowFormula where Value.Kind == Kinds.Numeric {
    var result = self
    result.offset = RowColumn(offset, role: "offset")
    return result
  }

  /// The options of a model frame with the columns that have a role here.
  public func options(_ options: FrameOptions = FrameOptions()) -> FrameOptions {
    var options = options
    options.weights = weights.flatMap { weights in
      weights.column.name.map { Weights(weights.kind, column: $0) }
    }
    options.trials = trials?.name
    (options.exposure, options.offset) = (exposure?.name, offset?.name)
    return options
  }

  /// The columns of the model, made of `rows`.
  ///
  /// - Throws: ``TableError`` when two columns have one name.
  public func table(of rows: [Row]) throws(TableError) -> Table {
    try table(
      rows, responseColumns + termColumns + [weights?.column, trials, exposure, offset].compactMap { $0 })
  }

  /// The columns that prediction needs, made of `rows`: those of the terms and the offsets.
  ///
  /// - Throws: as ``table(of:)`` does.
  public func predictors(of rows: [Row]) throws(TableError) -> Table {
    let columns = termColumns + [exposure, offset].compactMap { $0 }
    // A model of the intercept alone predicts rows all the same: any column counts them.
    return try table(rows, columns.isEmpty ? responseColumns : columns)
  }

  private func table(_ rows: [Row], _ columns: [RowColumn<Row>]) throws(TableError) -> Table {
    var different = [RowColumn<Row>]()
    for column in columns where !different.contains(where: column.isSame) { different.append(column) }
    return try Table(
      columns: different.compactMap { $0.column(of: rows) }, name: String(describing: Row.self))
  }
}

extension RowFormula: CustomStringConvertible {
  public var description: String { text }
}

import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTabular

/// A generalized linear model of rows of a user's own type: a family and a link, with the formula checked by the
/// compiler.
///
///     let fit = try RowModel(family: .gaussian).fit(cars, \.price, on: { log($0.weight) + $0.make })
///     print(fit.summary())
///     let new = try fit.predict(others)
///
/// Underneath it is the ``GeneralizedLinearModel`` of the formula's text and a table of the rows. The columns with a role
/// are named where it is fitted, not in the options.
public struct RowModel: Sendable {
  /// The family and link, or another model of the response.
  public var response: any ResponseModel
  public var options: ModelOptions

  /// A family through a link.
  public init<F: Family, L: Link>(
    family: F, link: L, prior: any Prior = FlatPrior(), solver: (any Solver)? = nil,
    method: EstimationMethod = .maximumLikelihood
  ) {
    self.init(
      response: FamilyWithLink(family, link),
      options: ModelOptions(prior: prior, method: method, solver: solver))
  }

  /// A family through its canonical link.
  public init<F: CanonicalFamily>(
    family: F, prior: any Prior = FlatPrior(), solver: (any Solver)? = nil,
    method: EstimationMethod = .maximumLikelihood
  ) {
    self.init(family: family, link: family.canonicalLink, prior: prior, solver: solver, method: method)
  }

  /// A model of the response that is not a family with a link, such as ``Categorical``.
  public init<R: ResponseModel>(
    family: R, prior: any Prior = FlatPrior(), solver: (any Solver)? = nil,
    method: EstimationMethod = .maximumLikelihood
  ) {
    self.init(response: family, options: ModelOptions(prior: prior, method: method, solver: solver))
  }

  /// Any model of the response, with all options.
  public init(response: any ResponseModel, options: ModelOptions = ModelOptions()) {
    self.response = response
    self.options = options
  }

  /// Fits the model to the rows that have no missing value among the properties used.
  ///
  /// - Throws: ``TableError`` when two columns have one name, and as ``GeneralizedLinearModel/fit(_:)`` does.
  public func fit<Row>(_ rows: [Row], _ formula: RowFormula<Row>) throws -> RowFit<Row> {
    var options = options
    options.frame = formula.options(options.frame)
    let model = GeneralizedLinearModel(formula.text, response: response, options: options)
    return RowFit(fit: try model.fit(formula.table(of: rows)), formula: formula)
  }
}

extension RowModel {
  /// Fits a response that is a property of the row.
  ///
  /// - Throws: ``RowFormulaError`` for a computed property without a name, and as ``fit(_:_:)`` does.
  public func fit<Row, Value: ColumnValue, Kind: TermKind>(
    _ rows: [Row], _ response: KeyPath<Row, Value> & Sendable,
    on terms: (RowColumns<Row>) -> Term<Row, Kind>, weights: RowWeights<Row>? = nil
  ) throws -> RowFit<Row> { try fit(rows, RowFormula(response, on: terms).with(weights: weights)) }

  /// Fits a response that is in proportion to an exposure, which is above 0.
  ///
  /// - Throws: as ``fit(_:_:on:weights:)`` does.
  public func fit<Row, Value: ColumnValue, Exposure: ColumnValue, Kind: TermKind>(
    _ rows: [Row], _ response: KeyPath<Row, Value> & Sendable,
    on terms: (RowColumns<Row>) -> Term<Row, Kind>, exposure: KeyPath<Row, Exposure> & Sendable,
    weights: RowWeights<Row>? = nil
  ) throws -> RowFit<Row> where Exposure.Kind == Kinds.Numeric {
    try fit(rows, RowFormula(response, on: terms).with(exposure: exposure).with(weights: weights))
  }

  /// Fits a response that is a proportion of so many trials, whole numbers from 0.
  ///
  /// - Throws: as ``fit(_:_:on:weights:)`` does.
  public func fit<Row, Value: ColumnValue, Trials: ColumnValue, Kind: TermKind>(
    _ rows: [Row], _ response: KeyPath<Row, Value> & Sendable,
    on terms: (RowColumns<Row>) -> Term<Row, Kind>, trials: KeyPath<Row, Trials> & Sendable,
    weights: RowWeights<Row>? = nil
  ) throws -> RowFit<Row> where Value.Kind == Kinds.Numeric, Trials.Kind == Kinds.Numeric {
    try fit(rows, RowFormula(response, on: terms).with(trials: trials).with(weights: weights))
  }

  /// Fits a response of so many successes of so many trials, whole numbers from 0.
  ///
  /// - Throws: as ``fit(_:_:on:weights:)`` does.
  public func fit<Row, Successes: ColumnValue, Trials: ColumnValue, Kind: TermKind>(
    _ rows: [Row], successes: KeyPath<Row, Successes> & Sendable,
    of trials: KeyPath<Row, Trials> & Sendable, on terms: (RowColumns<Row>) -> Term<Row, Kind>,
    weights: RowWeights<Row>? = nil
  ) throws -> RowFit<Row> where Successes.Kind == Kinds.Numeric, Trials.Kind == Kinds.Numeric {
    try fit(rows, RowFormula(successes: successes, of: trials, on: terms).with(weights: weights))
  }

  /// Fits a response of so many successes and so many failures, whole numbers from 0.
  ///
  /// - Throws: as ``fit(_:_:on:weights:)`` does.
  public func fit<Row, Successes: ColumnValue, Failures: ColumnValue, Kind: TermKind>(
    _ rows: [Row], successes: KeyPath<Row, Successes> & Sendable,
    failures: KeyPath<Row, Failures> & Sendable, on terms: (RowColumns<Row>) -> Term<Row, Kind>,
    weights: RowWeights<Row>? = nil
  ) throws -> RowFit<Row> where Successes.Kind == Kinds.Numeric, Failures.Kind == Kinds.Numeric {
    try fit(rows, RowFormula(successes: successes, failures: failures, on: terms).with(weights: weights))
  }

  /// Fits a response that is an expression, as in `{ log($0.price) }`, or a computed property with a name.
  ///
  /// - Throws: as ``fit(_:_:on:weights:)`` does.
  public func fit<Row, Response: ClassKind, Kind: TermKind>(
    _ rows: [Row], response: (RowColumns<Row>) -> Term<Row, Response>,
    on terms: (RowColumns<Row>) -> Term<Row, Kind>, weights: RowWeights<Row>? = nil
  ) throws -> RowFit<Row> {
    try fit(rows, RowFormula(response: response, on: terms).with(weights: weights))
  }
}

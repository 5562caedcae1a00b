import GLMModel

/// A table met with a formula: the model matrix, the response, weights and offsets of the rows used.
public struct ModelFrame: Sendable {
  /// What rebuilding the matrix for other rows needs.
  public let specification: ModelFrameSpecification
  /// The rows for the engine; a column is shared with the table where no row is dropped.
  public let source: MemorySource
  /// The table, with the options' levels set.
  public let table: Table
  /// The rows of the table that are used, counting from 0, ascending.
  public let rows: [Int]
  /// For each column with missing cells among those that the model uses, in how many rows.
  public let missing: [MissingCount]

  /// Meets a table with a formula.
  ///
  /// Rows with a missing cell in a column used are dropped and counted. Throws a ``FrameError``: a column or level
  /// that is not there, text where a number is needed, a value that is not finite, a weight, exposure or number of
  /// trials out of range, a factor of one level, or no rows.
  public init(formula: Formula, table: Table, options: FrameOptions = FrameOptions()) throws(FrameError) {
    let leveled = try ModelFrame.leveled(table, options)
    let algebra: TermAlgebra
    do throws(FormulaError) {
      algebra = try ModelFrame.terms(formula, leveled, options)
    } catch {
      throw .formula(error)
    }
    try ModelFrame.checkRoles(options, leveled)
    let used =
      formula.response.names.map(\.name) + algebra.variables.flatMap { $0.names.map(\.name) }
      + algebra.offsets.flatMap { $0.names.map(\.name) }
      + [options.weights?.column, options.trials, options.exposure, options.offset].compactMap { $0 }
    let selection = RowSelection(of: leveled, complete: used)
    guard selection.count > 0 else {
      throw .noRows(total: leveled.rowCount, missing: selection.missing)
    }
    let response = try ResponseFrame(formula.response, selection: selection, options: options)
    let (variables, values) = try ModelFrame.variables(algebra.variables, selection)
    let codings = Marginality.codings(
      terms: algebra.terms, isFactor: variables.map { $0.levels != nil }, hasIntercept: algebra.hasIntercept)
    specification = try ModelFrameSpecification(
      formula: formula.text, responseName: formula.responseName, options: options, response: response.kind,
      hasIntercept: algebra.hasIntercept, variables: variables,
      terms: zip(algebra.terms, codings).map { FrameTerm(variables: $0, codings: $1) },
      offsets: algebra.offsets.map { FrameVariable(expression: $0, kind: .number) })
    guard !(options.wantsClasses && specification.hasOffset) else {
      throw .contradiction("an offset in a model of classes is not built yet", remedy: "leave it out")
    }
    source = MemorySource(
      rowCount: selection.count, columns: specification.columns,
      pieces: try specification.pieces(values, rows: selection.count, selection),
      response: response.storages, weights: try ModelFrame.weights(options.weights, selection),
      offsets: try specification.offsetStorages(selection), lines: selection.lines)
    self.table = leveled
    rows = selection.allRows
    missing = selection.missing
  }

  /// Meets a table with a formula that is read first.
  ///
  /// Throws as the other initializer does, and for a formula that cannot be read.
  public init(formula text: String, table: Table, options: FrameOptions = FrameOptions()) throws(FrameError) {
    let formula: Formula
    do throws(FormulaError) { formula = try Formula(text) } catch { throw .formula(error) }
    try self.init(formula: formula, table: table, options: options)
  }

  /// How the response is recorded.
  public var shape: ResponseShape { specification.shape }
  /// The response, as R deparses it.
  public var responseName: String { specification.responseName }
  /// The levels of a response that is a factor: two of which the second is modelled, or the classes; else nil.
  public var responseLevels: [String]? { specification.responseLevels }
  /// Rows used.
  public var rowsUsed: Int { rows.count }
  /// Rows dropped for a missing cell.
  public var rowsDropped: Int { table.rowCount - rows.count }

  private static func leveled(_ table: Table, _ options: FrameOptions) throws(FrameError) -> Table {
    var table = table
    for (column, levels) in options.levels.sorted(by: { $0.key < $1.key }) {
      do throws(TableError) {
        table = try table.settingLevels(of: column, to: levels)
      } catch {
        throw .table(error)
      }
    }
    return table
  }

  private static func terms(
    _ formula: Formula, _ table: Table, _ options: FrameOptions
  ) throws(FormulaError) -> TermAlgebra {
    try ResponseFrame.check(formula)
    let taken = Set(
      formula.response.names.map(\.name)
        + [options.weights?.column, options.trials, options.exposure, options.offset].compactMap { $0 })
    let algebra = try TermAlgebra(formula, otherColumns: table.columnNames.filter { !taken.contains($0) })
    for expression in [formula.response] + algebra.mentioned + algebra.offsets {
      for (name, at) in expression.names where table.column(named: name) == nil {
        throw .unknownColumn(
          name, suggestion: nearestName(to: name, in: table.columnNames), at: formula.place(at))
      }
    }
    if let same = algebra.variables.first(where: { $0.deparsed == formula.responseName }) {
      throw .misplaced(
        "the response \(formula.responseName) among the terms,", remedy: "take it out",
        at: formula.place(same.offset))
    }
    return algebra
  }

  /// Throws when a column that the options name is not there.
  private static func checkRoles(_ options: FrameOptions, _ table: Table) throws(FrameError) {
    let roles = [
      ("weights", options.weights?.column), ("trials", options.trials), ("exposure", options.exposure),
      ("offset", options.offset),
    ]
    for case (let role, let name?) in roles where table.column(named: name) == nil {
      throw .missingColumn(name, role: role, suggestion: nearestName(to: name, in: table.columnNames))
    }
  }

  /// What the variables are, and their values.
  private static func variables(
    _ expressions: [Expression], _ selection: RowSelection
  ) throws(FrameError) -> ([FrameVariable], [VariableValues]) {
    var variables = [FrameVariable]()
    var values = [VariableValues]()
    for expression in expressions {
      let plain = expression.plainColumn.flatMap {
        selection.table.column(named: $0)?.levels == nil ? nil : $0
      }
      guard let column = expression.factorColumn ?? plain else {
        variables.append(FrameVariable(expression: expression, kind: .number))
        values.append(.number(try selection.values(of: expression)))
        continue
      }
      let factor = try FactorCodes(learning: column, in: selection, role: "")
      guard factor.levels.count > 1 else {
        throw .oneLevel(factor: expression.deparsed, level: factor.levels.first ?? "")
      }
      variables.append(FrameVariable(expression: expression, kind: .factor(levels: factor.levels)))
      values.append(.factor(CodeStorage(factor.codes)))
    }
    return (variables, values)
  }

  private static func weights(
    _ options: Weights?, _ selection: RowSelection
  ) throws(FrameError) -> ColumnStorage? {
    guard let options else { return nil }
    let column = options.column
    let weights: ColumnStorage
    do throws(FrameError) {
      weights = try selection.numbers(column, role: "weights", usedIn: "the weight")
    } catch {
      guard case .notFinite(let place, _, let value, _) = error else { throw error }
      throw .badWeight(place: place, column: column, value: value)
    }
    for i in 0..<selection.count {
      let value = weights[i]
      if value < 0 { throw .badWeight(place: selection.place(i), column: column, value: value) }
      if options.kind == .frequency, value != value.rounded() {
        throw .badFrequency(place: selection.place(i), column: column, value: value)
      }
    }
    return weights
  }
}

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
  /// For each column with missing cells among those that the formula mentions, in how many rows; then the variables
  /// that are missing for a value outside of their breaks or levels.
  public let missing: [MissingCount]
  /// What is done with missing cells.
  public let missingPolicy: MissingPolicy
  /// The columns that the formula mentions, those of the response and of terms taken away too.
  public let formulaColumns: [String]

  /// Meets a table with a formula.
  ///
  /// Rows with a missing cell in a column that the formula mentions are dropped and counted, or refused, as the options
  /// say. Throws a ``FrameError``: a column or level that is not there, text where a number is needed, a value that is
  /// not finite, a weight, exposure or number of trials out of range, a factor of one level, contrasts that do not fit
  /// the levels, or no rows.
  public init(formula: Formula, table: Table, options: FrameOptions = FrameOptions()) throws(FrameError) {
    let table = try ModelFrame.prepared(table, options)
    let reading: FormulaReading
    do throws(FormulaError) { reading = try FormulaReading(formula, table, options) } catch {
      throw .formula(error)
    }
    for (role, name) in options.roles where table.column(named: name) == nil {
      throw .missingColumn(name, role: role, suggestion: nearestName(to: name, in: table.columnNames))
    }
    let complete = RowSelection(of: table, complete: reading.columns + options.roles.map(\.column))
    if options.missing == .fail { try complete.refuseMissing() }
    guard complete.count > 0 else { throw .noRows(total: table.rowCount, missing: complete.missing) }

    let response = try TrainedResponse(reading, table, options)
    var variables = [TrainedVariable]()
    for expression in reading.algebra.variables {
      variables.append(try TrainedVariable(expression, reading, table, options))
    }
    var offsets = [TrainedVariable]()
    for expression in reading.algebra.offsets {
      let offset = try TrainedVariable(expression, reading, table, options)
      guard offset.bound.isNumber else {
        throw .formula(
          .misplaced(
            "the offset \(expression.deparsed) is no number,", remedy: "give a column of numbers",
            at: formula.place(expression.offset)))
      }
      offsets.append(offset)
    }

    // What is taken away can be missing too, outside of its breaks or levels.
    var others = [TrainedVariable]()
    for expression in reading.algebra.takenAway where expression.plainColumn == nil {
      others.append(try TrainedVariable(expression, reading, table, options))
    }
    let parts =
      [(response.bound, formula.responseName)]
      + (variables + offsets + others).map { ($0.bound, $0.expression.deparsed) }
    let found = try FrameValues(parts, in: complete, responses: 1, fails: options.missing == .fail)
    let selection = found.selection
    guard selection.count > 0 else { throw .noRows(total: table.rowCount, missing: selection.missing) }
    try found.requireFinite(0, of: formula.response, named: formula.responseName)
    for (i, variable) in (variables + offsets).enumerated() {
      try found.requireFinite(i + 1, of: variable.expression, named: variable.expression.deparsed)
    }
    let answers = try ResponseFrame(response, found.values[0], selection: selection, options: options)

    var values = [VariableValues]()
    for i in variables.indices { values.append(variables[i].dropUnusedLevels(found.values[i + 1])) }
    try TrainedVariable.checkContrasts(variables, options)
    var frameVariables = [FrameVariable]()
    for variable in variables { frameVariables.append(try variable.frameVariable(options)) }
    let codings = Marginality.codings(
      terms: reading.algebra.terms, isFactor: frameVariables.map { $0.levels != nil },
      hasIntercept: reading.algebra.hasIntercept)
    var frameOffsets = [FrameVariable]()
    for offset in offsets { frameOffsets.append(try offset.frameVariable(options)) }
    specification = try ModelFrameSpecification(
      formula: formula, options: options, response: answers.kind,
      hasIntercept: reading.algebra.hasIntercept, variables: frameVariables,
      terms: zip(reading.algebra.terms, codings).map { FrameTerm(variables: $0, codings: $1) },
      offsets: frameOffsets, table: table)
    guard !(options.wantsClasses && specification.hasOffset) else {
      throw .contradiction("an offset in a model of classes is not built yet", remedy: "leave it out")
    }
    let offsetValues = found.values.dropFirst(1 + variables.count).prefix(offsets.count)
    source = MemorySource(
      rowCount: selection.count, columns: specification.columns,
      pieces: try specification.pieces(values, selection),
      response: answers.storages, weights: try ModelFrame.weights(options.weights, selection),
      offsets: try specification.offsetStorages(Array(offsetValues), selection), lines: selection.lines)
    self.table = table
    rows = selection.allRows
    missing = selection.missing
    missingPolicy = options.missing
    formulaColumns = reading.columns
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
  /// The levels of a response that is a factor or a comparison: two of which the second is modelled, or the classes;
  /// else nil.
  public var responseLevels: [String]? { specification.responseLevels }
  /// Rows used.
  public var rowsUsed: Int { rows.count }
  /// Rows dropped for a missing cell.
  public var rowsDropped: Int { table.rowCount - rows.count }

  /// What is to be told of the rows, given what there is for each row used: with missing cells kept, one entry for
  /// each row of the table, nil where it was dropped; otherwise the entries as they are.
  ///
  /// - Precondition: there is one value for each row used.
  public func told<Value>(_ values: [Value]) -> [Value?] {
    precondition(values.count == rows.count, "one value for each row used")
    guard missingPolicy == .keep else { return values }
    var result = [Value?](repeating: nil, count: table.rowCount)
    for (row, value) in zip(rows, values) { result[row] = value }
    return result
  }

  /// The table with the levels of the options.
  private static func prepared(_ table: Table, _ options: FrameOptions) throws(FrameError) -> Table {
    var table = table
    if let twice = options.ordered.keys.sorted().first(where: { options.levels[$0] != nil }) {
      throw .contradiction(
        "the column \(quoted(twice)) has levels and ordered levels", remedy: "give one of the two")
    }
    let all = (Array(options.levels) + Array(options.ordered)).sorted { $0.key < $1.key }
    for (column, levels) in all {
      do throws(TableError) { table = try table.settingLevels(of: column, to: levels) } catch {
        throw .table(error)
      }
    }
    return table
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

import GLMModel

/// A response bound to the training data.
struct TrainedResponse {
  let expression: Expression
  let name: String
  let bound: BoundVariable

  /// Throws for a response that makes no sense: a basis, a text without a column, counts that are not two.
  init(_ reading: FormulaReading, _ table: Table, _ options: FrameOptions) throws(FrameError) {
    expression = reading.formula.response
    name = expression.deparsed
    var binder = reading.binder(table, options)
    let core = Binder.unwrapped(expression)
    if options.wantsClasses, let column = core.plainColumn, table.column(named: column)?.kind == .number {
      bound = .factor(try binder.factor(core, named: column))
      return
    }
    bound = try binder.variable(expression)
    let place = reading.formula.place(expression.offset)
    switch bound {
    case .basis:
      throw .formula(
        .misplaced("\(name) before the '~'", remedy: "it belongs among the terms", at: place))
    case .columns(let numbers, _):
      guard numbers.count == 2 else {
        throw .formula(
          .argumentCount("cbind", usage: "cbind(successes, failures)", found: numbers.count, at: place))
      }
    case .number, .factor: break
    }
  }

  /// Whether the levels were given, so that those that no row has belong to the response too.
  func isGiven(_ table: Table) -> Bool {
    guard case .factor(let factor) = bound else { return false }
    if case .column(let name) = factor.input, case .labels(let cells)? = table.column(named: name)?.cells,
      cells.isOrderGiven
    {
      return true
    }
    return factor.map.isGiven
  }
}

/// The response of a model frame: what it is, and its values in the rows used.
struct ResponseFrame {
  let kind: ResponseKind
  /// One storage, or successes and trials.
  let storages: [ColumnStorage]

  /// The most classes of a response.
  static let classLimit = 1000

  init(
    _ response: TrainedResponse, _ values: VariableValues, selection: RowSelection, options: FrameOptions
  ) throws(FrameError) {
    switch (response.bound, values) {
    case (.columns, .numbers(let columns)):
      try self.init(counts: columns.map(\.high), response.name, selection, options)
    case (.factor(let factor), .factor(let codes)):
      guard options.trials == nil else { throw ResponseFrame.noProportion(response.name) }
      try self.init(factor, codes, response, selection, options)
    case (_, .numbers(let columns)):
      let numbers = columns[0].high
      if let trials = options.trials {
        guard !options.wantsClasses else { throw ResponseFrame.noProportion(response.name) }
        self.init(
          kind: .successesOfTrials,
          storages: try ResponseFrame.successes(numbers, response.name, selection, trials: trials))
      } else if options.wantsClasses {
        throw .contradiction(
          "a model of classes cannot take the response \(response.name)",
          remedy: "name one column that holds the classes, or write factor(x)")
      } else {
        self.init(kind: .number, storages: [numbers])
      }
    case (_, .factor): throw ResponseFrame.noProportion(response.name)
    }
  }

  private init(kind: ResponseKind, storages: [ColumnStorage]) {
    self.kind = kind
    self.storages = storages
  }

  private static func noProportion(_ name: String) -> FrameError {
    .contradiction(
      "the response \(name) is no proportion of trials",
      remedy: "leave out the trials column, or give a column of proportions")
  }

  /// Successes and failures.
  private init(
    counts: [ColumnStorage], _ name: String, _ selection: RowSelection, _ options: FrameOptions
  ) throws(FrameError) {
    guard options.trials == nil else {
      throw .contradiction(
        "a response of counts has its trials already", remedy: "leave out the trials column or cbind( )")
    }
    guard !options.wantsClasses else {
      throw .contradiction(
        "a model of classes cannot take cbind( )", remedy: "name one column that holds the classes")
    }
    let trials = ColumnStorage(count: selection.count) { out in
      for i in 0..<out.count { out[i] = counts[0][i] + counts[1][i] }
    }
    try selection.requireFinite(trials, name: name)
    self.init(kind: .successesOfTrials, storages: [counts[0], trials])
  }

  private init(
    _ factor: BoundFactor, _ codes: CodeStorage, _ response: TrainedResponse, _ selection: RowSelection,
    _ options: FrameOptions
  ) throws(FrameError) {
    var map = factor.map
    var isUsed = [Bool](repeating: false, count: map.levels.count)
    for i in 0..<codes.count { isUsed[Int(codes[i])] = true }
    var places = Array(0..<Int32(map.levels.count))
    let usedCount = isUsed.count { $0 }
    if factor.isLearned, usedCount > 1 || !response.isGiven(selection.table) { places = map.drop(isUsed) }
    try ResponseFrame.checkClasses(response, factor, selection, options)
    let count = map.levels.count
    guard count == 2 || (count > 2 && options.wantsClasses) else {
      throw .responseLevels(name: response.name, levels: map.levels)
    }
    guard count <= ResponseFrame.classLimit else {
      throw .contradiction(
        "the response \(response.name) has \(count) classes, more than \(ResponseFrame.classLimit)",
        remedy: "name a column of classes, not of numbers or names of rows")
    }
    let values = ColumnStorage(count: selection.count) { out in
      for i in 0..<out.count { out[i] = Double(places[Int(codes[i])]) }
    }
    self.init(
      kind: options.wantsClasses ? .classes(levels: map.levels) : .binary(levels: map.levels),
      storages: [values])
  }

  /// Throws where a column of numbers that names classes is not whole.
  private static func checkClasses(
    _ response: TrainedResponse, _ factor: BoundFactor, _ selection: RowSelection, _ options: FrameOptions
  ) throws(FrameError) {
    guard options.wantsClasses, case .column(let column) = factor.input,
      Binder.unwrapped(response.expression).plainColumn != nil,
      case .numbers? = selection.table.column(named: column)?.cells
    else { return }
    let values = try selection.numbers(column, role: "response", usedIn: response.name)
    for i in 0..<selection.count where values[i] != values[i].rounded() {
      throw .contradiction(
        "\(selection.place(i)): the class \(response.name) is \(NumberText.plain(values[i])), not a whole number",
        remedy: "write factor(\(response.name)) if every value is a class")
    }
  }

  /// Successes and trials of a response that is a proportion.
  private static func successes(
    _ proportions: ColumnStorage, _ name: String, _ selection: RowSelection, trials column: String
  ) throws(FrameError) -> [ColumnStorage] {
    let trials = try selection.numbers(column, role: "trials", usedIn: "the number of trials")
    var successes = [Double]()
    successes.reserveCapacity(selection.count)
    for i in 0..<selection.count {
      let (n, p) = (trials[i], proportions[i])
      guard n >= 0, n == n.rounded() else {
        throw .badTrials(place: selection.place(i), column: column, value: n)
      }
      let whole = (p * n).rounded()
      guard p >= 0, p <= 1, abs(p * n - whole) <= min(1e-6 * max(n, 1), 0.01) else {
        throw .notAProportion(place: selection.place(i), name: name, value: p, trials: n)
      }
      successes.append(whole)
    }
    return [ColumnStorage(values: successes), trials]
  }
}

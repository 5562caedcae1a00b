import GLMModel

/// The response of a model frame: what it is, and its values in the rows used.
struct ResponseFrame {
  let kind: ResponseKind
  /// One storage, or successes and trials.
  let storages: [ColumnStorage]

  /// The most classes of a response.
  static let classLimit = 1000

  /// Throws where the formula's left-hand side is neither arithmetic, a factor nor `cbind(a, b)`.
  static func check(_ formula: Formula) throws(FormulaError) {
    switch formula.response {
    case .call("cbind", let arguments, _):
      for argument in arguments { try Arithmetic.check(argument, in: formula) }
    case .call("factor", _, _): try Arithmetic.checkFactor(formula.response, in: formula)
    case .call("offset", _, let at):
      throw .misplaced(
        "offset( ) before the '~'", remedy: "it belongs among the terms", at: formula.place(at))
    default: try Arithmetic.check(formula.response, in: formula)
    }
  }

  init(_ expression: Expression, selection: RowSelection, options: FrameOptions) throws(FrameError) {
    if case .call("cbind", let arguments, _) = expression {
      guard options.trials == nil else {
        throw .contradiction(
          "a response of counts has its trials already", remedy: "leave out the trials column or cbind( )")
      }
      guard !options.wantsClasses else {
        throw .contradiction(
          "a model of classes cannot take cbind( )", remedy: "name one column that holds the classes")
      }
      let successes = try selection.values(of: arguments[0])
      let failures = try selection.values(of: arguments[1])
      let trials = ColumnStorage(count: selection.count) { out in
        for i in 0..<out.count { out[i] = successes[i] + failures[i] }
      }
      try selection.requireFinite(trials, name: expression.deparsed)
      self.init(kind: .successesOfTrials, storages: [successes, trials])
      return
    }
    let factorColumn =
      expression.factorColumn
      ?? expression.plainColumn.flatMap { name in
        selection.table.column(named: name)?.levels == nil ? nil : name
      }
    if let trials = options.trials {
      guard factorColumn == nil, !options.wantsClasses else {
        throw .contradiction(
          "the response \(expression.deparsed) is no proportion of trials",
          remedy: "leave out the trials column, or give a column of proportions")
      }
      self.init(
        kind: .successesOfTrials,
        storages: try ResponseFrame.successes(expression, selection: selection, trials: trials))
    } else if let factorColumn {
      try self.init(factor: factorColumn, named: expression.deparsed, selection: selection, options: options)
    } else if options.wantsClasses {
      try self.init(numberedClasses: expression, selection: selection, options: options)
    } else {
      self.init(kind: .number, storages: [try selection.values(of: expression)])
    }
  }

  private init(kind: ResponseKind, storages: [ColumnStorage]) {
    self.kind = kind
    self.storages = storages
  }

  private init(
    factor column: String, named name: String, selection: RowSelection, options: FrameOptions
  ) throws(FrameError) {
    var factor = try FactorCodes(learning: column, in: selection, role: "response")
    if factor.levels.count < 2 {
      factor = try FactorCodes(learning: column, in: selection, role: "response", keepsUnused: true)
    }
    let count = factor.levels.count
    guard count == 2 || (count > 2 && options.wantsClasses) else {
      throw .responseLevels(name: name, levels: factor.levels)
    }
    guard count <= ResponseFrame.classLimit else {
      throw .contradiction(
        "the response \(name) has \(count) classes, more than \(ResponseFrame.classLimit)",
        remedy: "name a column of classes, not of numbers or names of rows")
    }
    let codes = ColumnStorage(count: selection.count) { out in
      for i in 0..<out.count { out[i] = Double(factor.codes[i]) }
    }
    self.init(
      kind: options.wantsClasses ? .classes(levels: factor.levels) : .binary(levels: factor.levels),
      storages: [codes])
  }

  /// Classes that are whole numbers.
  private init(
    numberedClasses expression: Expression, selection: RowSelection, options: FrameOptions
  ) throws(FrameError) {
    let name = expression.deparsed
    guard let column = expression.plainColumn else {
      throw .contradiction(
        "a model of classes cannot take the response \(name)",
        remedy: "name one column that holds the classes, or write factor(x)")
    }
    let values = try selection.numbers(column, role: "response", usedIn: name)
    for i in 0..<selection.count where values[i] != values[i].rounded() {
      throw .contradiction(
        "\(selection.place(i)): the class \(name) is \(NumberText.plain(values[i])), not a whole number",
        remedy: "write factor(\(name)) if every value is a class")
    }
    try self.init(factor: column, named: name, selection: selection, options: options)
  }

  /// Successes and trials of a response that is a proportion.
  private static func successes(
    _ expression: Expression, selection: RowSelection, trials column: String
  ) throws(FrameError) -> [ColumnStorage] {
    let name = expression.deparsed
    let proportions = try selection.values(of: expression)
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

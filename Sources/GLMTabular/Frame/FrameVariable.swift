import GLMModel

/// A variable of the right-hand side: an expression, and what was learned of it from the training data.
struct FrameVariable: Sendable {
  let expression: Expression
  /// As R deparses it; columns and terms are named with it.
  let name: String
  let bound: BoundVariable
  /// What its calls remember, in the order of the text.
  let states: [LearnedState]
  /// How a factor is coded by contrasts; nil for others.
  let coding: Coding?
  /// The columns of a factor by contrasts, and their names.
  let contrasts: (matrix: ContrastMatrix, labels: [String])?

  /// Throws for a factor of fewer than two levels and a coding that does not fit the levels.
  init(
    _ expression: Expression, _ bound: BoundVariable, states: [LearnedState], coding: Coding?
  ) throws(FrameError) {
    self.expression = expression
    name = expression.deparsed
    self.bound = bound
    self.states = states
    guard let levels = bound.levels else {
      (self.coding, contrasts) = (nil, nil)
      return
    }
    guard levels.count > 1 else { throw .oneLevel(factor: name, level: levels.first ?? "") }
    let chosen = coding ?? .treatment(base: nil)
    self.coding = chosen
    do throws(CodingError) { contrasts = try chosen.contrasts(levels: levels) } catch {
      throw .coding(factor: name, levels: levels, reason: error.description)
    }
  }

  /// The levels of a factor, or nil.
  var levels: [String]? { bound.levels }

  /// The column that a factor takes its levels from, or nil.
  var factorColumn: String? {
    if case .factor(let factor) = bound, case .column(let name) = factor.input { name } else { nil }
  }

  /// How many columns it makes under a coding.
  func columnCount(_ coding: FactorCoding?) -> Int {
    switch bound {
    case .number: 1
    case .factor(let factor):
      coding == .indicators ? factor.map.levels.count : contrasts?.matrix.columnCount ?? 0
    case .columns(let numbers, _): numbers.count
    case .basis(let basis, _): basis.columnCount
    }
  }

  /// The columns that the variable makes under a coding, with their names. Of several columns each has a label, of one
  /// none, as in R.
  func columnNames(_ coding: FactorCoding?) -> [String] {
    func labelled(_ labels: [String]) -> [String] { labels.count == 1 ? [name] : labels.map { name + $0 } }
    switch bound {
    case .number: return [name]
    case .factor(let factor):
      let labels = coding == .indicators ? factor.map.levels : contrasts?.labels ?? []
      return labels.map { "\(name)[\($0)]" }
    case .columns(_, let labels): return labelled(labels)
    case .basis(let basis, _): return labelled(basis.labels)
    }
  }

  /// The columns that a factor's levels become under a coding.
  func contrastMatrix(_ coding: FactorCoding?) -> ContrastMatrix? {
    levels.flatMap { coding == .indicators ? .indicators(levelCount: $0.count) : contrasts?.matrix }
  }
}

extension FrameVariable {
  /// The largest magnitude of an entry of a factor's columns, at least 1.
  var largestContrast: Double {
    guard let matrix = contrasts?.matrix else { return 1 }
    if case .treatment = coding { return 1 }
    return (0..<matrix.columnCount).reduce(1) { largest, column in
      (0..<matrix.levelCount).reduce(largest) { max($0, matrix[$1, column].magnitude) }
    }
  }
}

extension FrameVariable: Equatable {
  static func == (a: FrameVariable, b: FrameVariable) -> Bool {
    a.expression.source == b.expression.source && a.states == b.states && a.coding == b.coding
  }
}

extension FrameVariable {
  /// A variable as it is saved.
  struct Saved: Codable {
    var expression: String
    var states: [LearnedState]?
    var coding: Coding?
  }

  var saved: Saved {
    let isPlain = coding == nil || coding == .treatment(base: nil)
    return Saved(
      expression: expression.source, states: states.isEmpty ? nil : states, coding: isPlain ? nil : coding)
  }

  /// A variable that was saved, given what the columns are.
  init(_ saved: Saved, kind: @escaping (String) -> ColumnKind?) throws(FrameError) {
    let expression: Expression
    do throws(FormulaError) { expression = try Parser.expression(saved.expression) } catch {
      throw .formula(error)
    }
    let place = { FormulaPlace(formula: saved.expression, offset: $0) }
    if let unknown = expression.names.first(where: { kind($0.name) == nil && Constant.named[$0.name] == nil })
    {
      throw .formula(.unknownColumn(unknown.name, suggestion: nil, at: place(unknown.at)))
    }
    var binder = Binder(.saved(saved.states ?? []), kind: kind, place: place)
    let bound = try binder.variable(expression)
    guard !binder.hasStateLeft else {
      throw .formula(.unfit(expression.deparsed, reason: "more state is saved than it has", at: place(0)))
    }
    try self.init(expression, bound, states: binder.states, coding: saved.coding)
  }
}

import GLMModel

/// A variable of the right-hand side on its way from the formula to the frame: bound to the training data, not yet
/// relieved of the levels that no row used has.
struct TrainedVariable {
  let expression: Expression
  var bound: BoundVariable
  var states: [LearnedState]
  /// The coding of `C( )`.
  private let ownCoding: ContrastCall?

  init(_ expression: Expression, _ reading: FormulaReading, _ table: Table, _ options: FrameOptions)
    throws(FrameError)
  {
    self.expression = expression
    var binder = reading.binder(table, options)
    bound = try binder.variable(expression)
    states = binder.states
    ownCoding = try binder.contrasts(expression)
  }

  /// Drops the levels that no row has, and brings the codes in line. The levels of a truth value stay.
  mutating func dropUnusedLevels(_ values: VariableValues) -> VariableValues {
    guard case .factor(var factor) = bound, factor.isLearned, case .factor(let codes) = values else {
      return values
    }
    var isUsed = [Bool](repeating: false, count: factor.map.levels.count)
    for i in 0..<codes.count { isUsed[Int(codes[i])] = true }
    guard isUsed.contains(false) else { return values }
    let places = factor.map.drop(isUsed)
    bound = .factor(factor)
    states[states.count - 1] = .levels(factor.map)
    return .factor(CodeStorage((0..<codes.count).map { places[Int(codes[$0])] }))
  }

  /// The variable as the frame keeps it.
  func frameVariable(_ options: FrameOptions) throws(FrameError) -> FrameVariable {
    guard case .factor(let factor) = bound else {
      return try FrameVariable(expression, bound, states: states, coding: nil)
    }
    let byName = options.contrasts[expression.deparsed] ?? contrastsColumn.flatMap { options.contrasts[$0] }
    var coding = byName
    if coding == nil, let ownCoding {
      do throws(CodingError) { coding = try ownCoding.coding(factor.map) } catch {
        throw .coding(factor: expression.deparsed, levels: factor.map.levels, reason: error.description)
      }
    }
    return try FrameVariable(expression, bound, states: states, coding: coding ?? factor.map.usualCoding)
  }

  /// The column whose name chooses the contrasts of a factor, as its own name does.
  var contrastsColumn: String? {
    guard case .factor(let factor) = bound else { return nil }
    switch factor.input {
    case .column(let name), .truth(.truths(let name)): return name
    default: return nil
    }
  }

  /// Throws for contrasts that are given for what is no factor among the variables.
  static func checkContrasts(_ variables: [TrainedVariable], _ options: FrameOptions) throws(FrameError) {
    guard !options.contrasts.isEmpty else { return }
    let factors = variables.filter { $0.bound.levels != nil }
    let names = factors.map(\.expression.deparsed) + factors.compactMap(\.contrastsColumn)
    if let stray = options.contrasts.keys.sorted().first(where: { !names.contains($0) }) {
      throw .contrastsWithoutFactor(stray, suggestion: nearestName(to: stray, in: names))
    }
  }
}

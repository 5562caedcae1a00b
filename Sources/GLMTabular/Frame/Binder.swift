/// Gives the expressions of a formula their meaning: which columns they use and as what, and what they learned.
///
/// State is met in the order of the text, inner calls before outer ones: learned from the training data, or taken from
/// a saved model in that order.
struct Binder {
  /// What a column is; nil for a name that is no column.
  let kind: (String) -> ColumnKind?
  /// Where a character of the expression is.
  let place: (Int) -> FormulaPlace
  private let learner: Learner?
  private var saved: ArraySlice<LearnedState>
  /// The state met so far.
  private(set) var states = [LearnedState]()

  init(
    _ source: StateSource, kind: @escaping (String) -> ColumnKind?, place: @escaping (Int) -> FormulaPlace
  ) {
    self.kind = kind
    self.place = place
    switch source {
    case .training(let learner): (self.learner, saved) = (learner, [])
    case .saved(let states): (learner, saved) = (nil, states[...])
    }
  }

  /// Whether a saved model has more state than its expression asks for.
  var hasStateLeft: Bool { !saved.isEmpty }

  /// The state of a call: learned by `learn`, or the next that was saved, which `read` must understand.
  mutating func state<Value>(
    of expression: Expression, _ read: (LearnedState) -> Value?,
    learn: (Learner) throws(FrameError) -> LearnedState
  ) throws(FrameError) -> Value {
    let state: LearnedState?
    if let learner { state = try learn(learner) } else { state = saved.popFirst() }
    guard let state, let value = read(state) else {
      throw .formula(
        .unfit(
          shortened(expression.deparsed), reason: "its saved state is missing or of another kind",
          at: place(expression.offset)))
    }
    states.append(state)
    return value
  }

  /// A variable of the right-hand side, or a response.
  mutating func variable(_ expression: Expression) throws(FrameError) -> BoundVariable {
    let core = Binder.unwrapped(expression)
    if isFactor(core) { return .factor(try factor(core, named: expression.deparsed)) }
    if case .call(let function, let arguments, let at) = core {
      let name = CallSignature.baseName(function)
      switch name {
      case "poly", "bs", "ns": return try basis(core, name, arguments)
      case "cbind": return try columns(arguments)
      case "offset":
        throw misplaced("offset( )", remedy: "it stands alone among the terms", at)
      default: break
      }
    }
    let (number, isTruth) = try self.number(core)
    guard !columnNames(expression).isEmpty else {
      throw misplaced(
        "\(shortened(expression.deparsed)) names no column,", remedy: "name a column of the data",
        expression.offset)
    }
    guard isTruth else { return .number(number) }
    return .factor(
      BoundFactor(
        input: .truth(number), map: .truths, name: expression.deparsed, expression: expression,
        isLearned: false))
  }

  /// The arguments of `cbind( )`, each a column; R names those that are columns.
  private mutating func columns(_ arguments: [Expression.Argument]) throws(FrameError) -> BoundVariable {
    var numbers = [BoundNumber]()
    for argument in arguments { numbers.append(try number(argument.value).number) }
    return .columns(numbers, labels: arguments.map { $0.name ?? $0.value.plainColumn ?? "" })
  }

  /// The expression inside parentheses and `I( )`, which change nothing of a variable that stands alone.
  static func unwrapped(_ expression: Expression) -> Expression {
    var inner = expression.bare
    while case .call(let function, let arguments, _) = inner, CallSignature.baseName(function) == "I" {
      inner = arguments[0].value.bare
    }
    return inner
  }

  /// The columns that an expression uses.
  func columnNames(_ expression: Expression) -> [String] {
    expression.names.map(\.name).filter { kind($0) != nil }
  }

  func misplaced(_ what: String, remedy: String, _ at: Int) -> FrameError {
    .formula(.misplaced(what, remedy: remedy, at: place(at)))
  }

  func unfit(_ expression: Expression, _ reason: String) -> FrameError {
    .formula(.unfit(shortened(expression.deparsed), reason: reason, at: place(expression.offset)))
  }

  /// The value of an argument that names no column.
  func constant(_ expression: Expression) throws(FrameError) -> Constant {
    do throws(FormulaError) { return try Constant(expression, at: place) } catch { throw .formula(error) }
  }

  /// The arguments of a call by their parameters.
  func matched(
    _ function: String, _ arguments: [Expression.Argument], _ at: Int
  ) throws(FrameError) -> MatchedArguments {
    guard let signature = CallSignature.named(function) else {
      throw .formula(.unknownFunction(function, suggestion: nil, at: place(at)))
    }
    do throws(FormulaError) {
      return try signature.match(arguments, of: function, at: place, here: at)
    } catch {
      throw .formula(error)
    }
  }
}

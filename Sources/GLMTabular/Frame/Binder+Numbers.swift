extension Binder {
  /// An arithmetic expression, and whether its value is true or false.
  mutating func number(_ expression: Expression) throws(FrameError) -> (number: BoundNumber, isTruth: Bool) {
    switch expression {
    case .number(let value, _, _): return (.constant(value), false)
    case .truth(let value, _): return (.constant(value ? 1 : 0), true)
    case .text(_, let at):
      throw misplaced("a text inside arithmetic", remedy: "compare a column with it, as in g == \"b\"", at)
    case .dot(let at): throw misplaced("'.' inside arithmetic", remedy: "name the column", at)
    case .name(let name, let at):
      switch kind(name) {
      case .number, .text: return (.column(name), false)
      case .truth: return (.truths(name), true)
      case nil: break
      }
      switch Constant.named[name] {
      case .numbers(let values): return (.constant(values[0]), false)
      case .truths(let values): return (.constant(values[0] ? 1 : 0), true)
      default: throw .formula(.unknownColumn(name, suggestion: nil, at: place(at)))
      }
    case .parenthesized(let inner, _): return try number(inner)
    case .unary(let sign, let inner, _):
      let inner = try number(inner).number
      switch sign {
      case .plus: return (inner, false)
      case .minus: return (.negated(inner), false)
      case .not: return (.not(inner), true)
      }
    case .sum(let items, _):
      var terms = [(isAdded: Bool, term: BoundNumber)]()
      for item in items { terms.append((item.sign == .plus, try number(item.operand).number)) }
      return (.sum(terms), false)
    case .binary(let operation, let left, let right, let at):
      if operation == .within { return (try membership(left, right), true) }
      guard let join = NumberJoin(operation) else {
        throw misplaced("':' inside arithmetic", remedy: "multiply with '*'", at)
      }
      if join.isComparison, isText(left) || isText(right) {
        return (try comparison(join, left, right, at), true)
      }
      let (a, b) = (try number(left).number, try number(right).number)
      return (.joined(join, a, b), join.isTruth)
    case .call(let function, let arguments, let at):
      return try call(expression, CallSignature.baseName(function), arguments, at)
    }
  }

  private mutating func call(
    _ expression: Expression, _ function: String, _ arguments: [Expression.Argument], _ at: Int
  ) throws(FrameError) -> (number: BoundNumber, isTruth: Bool) {
    let given = try matched(function, arguments, at)
    guard let x = given["x"] ?? given["test"] ?? given.rest.first, !isFactor(expression) else {
      throw misplaced(
        "\(function)( ) inside arithmetic", remedy: "let it stand alone, or write as.numeric( )", at)
    }
    if function == "log" || function == "round", let second = given["base"] ?? given["digits"] {
      let inner = try number(x).number
      return (.joined(function == "log" ? .logarithm : .rounded, inner, try number(second).number), false)
    }
    if let applied = NumberFunction(rawValue: function) {
      let before = states.count
      let inner = try number(x).number
      let result = BoundNumber.applied(applied, inner)
      return (states.count == before ? .named(expression.source, result) : result, false)
    }
    switch function {
    case "I": return try number(x)
    case "ifelse":
      let test = try number(x).number
      let (yes, no) = (try number(given["yes"] ?? x), try number(given["no"] ?? x))
      return (.chosen(test, yes.number, no.number), yes.isTruth && no.isTruth)
    case "pmin", "pmax":
      var result = try number(given.rest[0]).number
      for argument in given.rest.dropFirst() {
        result = .joined(function == "pmin" ? .smaller : .larger, result, try number(argument).number)
      }
      return (result, false)
    case "as.numeric", "as.integer":
      if isFactor(x) { return (.levelNumber(try factor(x, named: x.deparsed)), false) }
      let inner = try number(x).number
      return (function == "as.integer" ? .applied(.trunc, inner) : inner, false)
    case "scale", "center": return (try standardized(expression, function, given), false)
    case "mean", "median", "sd", "min", "max", "quantile":
      return (try summary(expression, function, given), false)
    case "cut":
      // With labels = FALSE.
      return (.levelNumber(try factor(expression, named: expression.deparsed)), false)
    case "c", "seq":
      throw misplaced(
        "a list of values inside arithmetic", remedy: "compare with %in%, as in x %in% c(1, 2)", at)
    default:
      throw misplaced("\(function)( ) inside arithmetic", remedy: "let it stand alone", at)
    }
  }

  /// `scale(x)` and `center(x)`: the mean and the scale are learned, or are those given.
  private mutating func standardized(
    _ expression: Expression, _ function: String, _ given: MatchedArguments
  ) throws(FrameError) -> BoundNumber {
    let x = given[required: "x"]
    var inner = try number(x).number
    var (centers, scales) = (true, function == "scale")
    if let center = try given["center"].map(constant) {
      switch center {
      case .truths(let values) where values.count == 1: centers = values[0]
      case .numbers(let values) where values.count == 1:
        inner = .sum([(true, inner), (false, .constant(values[0]))])
        centers = false
      default: throw unfit(expression, "center is neither TRUE, FALSE nor a number; give one of these")
      }
    }
    var divisor: Double?
    if let scale = try given["scale"].map(constant) {
      switch scale {
      case .truths(let values) where values.count == 1: scales = values[0]
      case .numbers(let values) where values.count == 1:
        divisor = values[0]
        scales = false
      default: throw unfit(expression, "scale is neither TRUE, FALSE nor a number; give one of these")
      }
    }
    if centers || scales {
      let number = inner
      let standardization = try state(of: expression) {
        if case .basis(.standardization(let value)) = $0 { value } else { nil }
      } learn: { [self] learner throws(FrameError) in
        let values = try learner.preciseValues(
          of: number, columns: columnNames(x), usedIn: x.deparsed)
        do throws(BasisError) {
          return .basis(
            .standardization(try Standardization(over: values, centers: centers, scales: scales)))
        } catch {
          throw unfit(expression, error.description)
        }
      }
      inner = .standardized(inner, standardization)
    }
    if let divisor { inner = .joined(.over, inner, .constant(divisor)) }
    return inner
  }

  /// `mean(x)` and the like: one number, learned.
  private mutating func summary(
    _ expression: Expression, _ function: String, _ given: MatchedArguments
  ) throws(FrameError) -> BoundNumber {
    let values = try summaries(expression, function, given)
    guard values.count == 1 else {
      throw unfit(expression, "\(values.count) numbers stand where one is needed; ask for one")
    }
    return .constant(values[0])
  }

  /// The numbers of a summary of a column, learned.
  private mutating func summaries(
    _ expression: Expression, _ function: String, _ given: MatchedArguments
  ) throws(FrameError) -> [Double] {
    let x = given[required: "x"]
    let inner = try number(x).number
    var shares = [Double]()
    if let probs = try given["probs"].map(constant) {
      guard case .numbers(let values) = probs, values.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
        throw unfit(expression, "probs are not numbers from 0 to 1; correct them")
      }
      shares = values
    }
    return try state(of: expression) {
      if case .numbers(let values) = $0, !values.isEmpty, values.allSatisfy(\.isFinite) {
        values
      } else {
        nil
      }
    } learn: { [self] learner throws(FrameError) in
      let values = try learner.values(of: inner, columns: columnNames(x), usedIn: x.deparsed)
      let found = ColumnSummary.values(function, of: values, shares: shares)
      guard found.allSatisfy(\.isFinite) else {
        throw unfit(expression, "there are too few values; leave it out")
      }
      return .numbers(found)
    }
  }

  /// The values of an argument such as breaks or knots: constants, or the numbers of a summary of a column.
  mutating func values(_ expression: Expression) throws(FrameError) -> [Double] {
    let core = Binder.unwrapped(expression)
    if case .call(let function, let arguments, let at) = core {
      let name = CallSignature.baseName(function)
      if ColumnSummary.names.contains(name) {
        return try summaries(core, name, try matched(name, arguments, at))
      }
    }
    switch try constant(expression) {
    case .numbers(let values): return values
    case .truths, .texts:
      throw misplaced(
        "\(shortened(expression.deparsed)) is no number,", remedy: "give numbers, several as c(1, 2)",
        expression.offset)
    }
  }
}

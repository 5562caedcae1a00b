import GLMAlgebra

/// The value of an argument that names no column, as in `df = 5` or `c("a", "b")`.
enum Constant: Equatable {
  case numbers([Double])
  case texts([String])
  case truths([Bool])

  /// The most numbers that a list may have.
  static let countLimit = 10_000

  /// Names that stand for values where no column has them.
  static let named: [String: Constant] = [
    "pi": .numbers([.pi]), "T": .truths([true]), "F": .truths([false]),
  ]

  /// Throws for what is no constant, with its place.
  init(_ expression: Expression, at place: (Int) -> FormulaPlace) throws(FormulaError) {
    switch expression {
    case .number(let value, _, _): self = .numbers([value])
    case .truth(let value, _): self = .truths([value])
    case .text(let text, _): self = .texts([text])
    case .name(let name, _):
      guard let value = Constant.named[name] else { throw Constant.none(expression, place) }
      self = value
    case .dot: throw Constant.none(expression, place)
    case .parenthesized(let inner, _): self = try Constant(inner, at: place)
    case .unary(let sign, let inner, _):
      let values = try Constant.numbers(inner, place)
      switch sign {
      case .plus: self = .numbers(values)
      case .minus: self = .numbers(values.map { -$0 })
      case .not: throw Constant.none(expression, place)
      }
    case .sum(let items, _):
      var total = try Constant.numbers(items[0].operand, place)
      for item in items.dropFirst() {
        let operand = try Constant.numbers(item.operand, place)
        total = try Constant.joined(total, operand, expression, place) {
          item.sign == .plus ? $0 + $1 : $0 - $1
        }
      }
      self = .numbers(total)
    case .binary(let operation, let left, let right, _):
      let (a, b) = (try Constant.numbers(left, place), try Constant.numbers(right, place))
      if operation == .interaction {
        self = .numbers(try Constant.sequence(a, b, by: nil, expression, place))
        return
      }
      guard let function = Constant.arithmetic(operation) else { throw Constant.none(expression, place) }
      self = .numbers(try Constant.joined(a, b, expression, place, function))
    case .call(let function, let arguments, _):
      self = try Constant.call(CallSignature.baseName(function), arguments, expression, place)
    }
  }

  private static func call(
    _ name: String, _ arguments: [Expression.Argument], _ expression: Expression,
    _ place: (Int) -> FormulaPlace
  ) throws(FormulaError) -> Constant {
    if name == "c" { return try list(arguments, place) }
    if name == "seq" {
      guard let signature = CallSignature.named(name) else { throw none(expression, place) }
      let matched = try signature.match(arguments, of: name, at: place, here: expression.offset)
      guard let from = matched["from"], let to = matched["to"],
        matched["length.out"] == nil || matched["by"] == nil
      else { throw none(expression, place) }
      let (a, b) = (try numbers(from, place), try numbers(to, place))
      var by = matched["by"]
      if let length = matched["length.out"] {
        guard let count = try numbers(length, place).first, count == count.rounded(), count >= 2,
          count <= Double(countLimit), a.count == 1, b.count == 1
        else { throw none(expression, place) }
        let step = (b[0] - a[0]) / (count - 1)
        return .numbers((0..<Int(count)).map { $0 == Int(count) - 1 ? b[0] : a[0] + Double($0) * step })
      }
      if case .truth = by { by = nil }
      let step: [Double]?
      if let by { step = try numbers(by, place) } else { step = nil }
      return .numbers(try sequence(a, b, by: step, expression, place))
    }
    guard arguments.count == 1, arguments[0].name == nil else { throw none(expression, place) }
    if name == "I" { return try Constant(arguments[0].value, at: place) }
    let values = try numbers(arguments[0].value, place)
    guard let function = NumberFunction(rawValue: name) else { throw none(expression, place) }
    return .numbers(values.map { function($0) })
  }

  /// `c(…)`: texts if any is a text, else numbers, or truths alone.
  private static func list(
    _ arguments: [Expression.Argument], _ place: (Int) -> FormulaPlace
  ) throws(FormulaError) -> Constant {
    var parts = [Constant]()
    var count = 0
    for argument in arguments {
      parts.append(try Constant(argument.value, at: place))
      count += parts[parts.count - 1].count
      guard count <= countLimit else {
        throw .misplaced(
          "a list of more than \(countLimit) values", remedy: "give fewer", at: place(argument.at))
      }
    }
    if parts.contains(where: { if case .texts = $0 { true } else { false } }) {
      return .texts(parts.flatMap(\.asTexts))
    }
    let truths = parts.compactMap { if case .truths(let values) = $0 { values } else { nil } }
    if truths.count == parts.count { return .truths(truths.flatMap { $0 }) }
    return .numbers(parts.flatMap(\.asNumbers))
  }

  /// `a:b`, or `seq(a, b, by)`.
  private static func sequence(
    _ a: [Double], _ b: [Double], by step: [Double]?, _ expression: Expression, _ place: (Int) -> FormulaPlace
  ) throws(FormulaError) -> [Double] {
    guard let from = a.first, let to = b.first, a.count == 1, b.count == 1 else {
      throw none(expression, place)
    }
    let by = step?.first ?? (from <= to ? 1 : -1)
    let count = (to - from) / by
    guard step?.count ?? 1 == 1, count >= 0, count < Double(countLimit) else {
      throw none(expression, place)
    }
    return (0...Int(count + 1e-10)).map { from + Double($0) * by }
  }

  private static func joined(
    _ a: [Double], _ b: [Double], _ expression: Expression, _ place: (Int) -> FormulaPlace,
    _ function: (Double, Double) -> Double
  ) throws(FormulaError) -> [Double] {
    let count = max(a.count, b.count)
    guard [1, count].contains(a.count), [1, count].contains(b.count) else { throw none(expression, place) }
    return (0..<count).map { function(a[a.count == 1 ? 0 : $0], b[b.count == 1 ? 0 : $0]) }
  }

  private static func arithmetic(_ operation: Expression.Operator) -> ((Double, Double) -> Double)? {
    switch operation {
    case .times: { $0 * $1 }
    case .over: { $0 / $1 }
    case .power: NumberFunction.power
    case .remainder: NumberFunction.remainder
    case .quotient: NumberFunction.quotient
    default: nil
    }
  }

  private static func numbers(
    _ expression: Expression, _ place: (Int) -> FormulaPlace
  ) throws(FormulaError) -> [Double] {
    switch try Constant(expression, at: place) {
    case .numbers(let values): return values
    case .truths(let values): return values.map { $0 ? 1 : 0 }
    case .texts: throw none(expression, place)
    }
  }

  private static func none(_ expression: Expression, _ place: (Int) -> FormulaPlace) -> FormulaError {
    .misplaced(
      "\(shortened(expression.deparsed)) is no constant,",
      remedy: "write numbers or texts, several as c(1, 2) or c(\"a\", \"b\")", at: place(expression.offset))
  }

  private var count: Int {
    switch self {
    case .numbers(let values): values.count
    case .texts(let values): values.count
    case .truths(let values): values.count
    }
  }

  /// The values as numbers; empty for texts.
  private var asNumbers: [Double] {
    switch self {
    case .numbers(let values): values
    case .truths(let values): values.map { $0 ? 1 : 0 }
    case .texts: []
    }
  }

  /// The values as R writes them.
  var asTexts: [String] {
    switch self {
    case .numbers(let values): values.map(NumberText.label)
    case .truths(let values): values.map { $0 ? "TRUE" : "FALSE" }
    case .texts(let values): values
    }
  }
}

/// The text, cut after 60 characters.
func shortened(_ text: String) -> String { text.count > 60 ? text.prefix(60) + "…" : text }

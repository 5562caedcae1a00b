import GLMAlgebra
import GLMModel

extension Evaluation {
  /// The value of `number` in every row, in twice the precision: what rounding the columns of a model matrix would drop
  /// is kept.
  ///
  /// Sums, products, quotients, square roots and whole powers are those of their operands to about 32 digits. Other
  /// functions are rounded; what makes steps (a comparison, a remainder, ⌊x⌋) takes its operands rounded after every
  /// operation, so that `x * 10 == 3` holds where it does in R.
  mutating func preciseValue(of number: BoundNumber, usedIn use: String) throws(FrameError) -> PreciseOperand
  {
    switch number {
    case .negated(let inner): return try preciseValue(of: inner, usedIn: use).mapped { -$0 }
    case .sum(let terms):
      var total = PreciseOperand.constant(.zero)
      for (i, term) in terms.enumerated() {
        let next = try preciseValue(of: term.term, usedIn: use)
        total =
          i == 0
          ? next : term.isAdded ? total.joined(next) { $0.plus($1) } : total.joined(next) { $0.plus(-$1) }
      }
      return total
    case .joined(let join, let left, let right):
      guard let function = join.preciseFunction else { break }
      let (a, b) = (try preciseValue(of: left, usedIn: use), try preciseValue(of: right, usedIn: use))
      switch join {
      case .times: return a.joined(b) { $0.times($1) }
      case .over: return a.joined(b) { $0.over($1) }
      default: return a.joined(b, function)
      }
    case .applied(let function, let inner):
      guard !function.makesSteps else { break }
      return try preciseValue(of: inner, usedIn: use).mapped { function.precisely($0) }
    case .chosen(let test, let yes, let no):
      let test = try value(of: test, usedIn: use)
      return test.choosing(try preciseValue(of: yes, usedIn: use), try preciseValue(of: no, usedIn: use))
    case .standardized(let inner, let standardization):
      return try preciseValue(of: inner, usedIn: use).mapped { standardization($0) }
    case .named(let text, let inner):
      if let value = knownPrecisely[text] { return value }
      let value = try preciseValue(of: inner, usedIn: use)
      knownPrecisely[text] = value
      return value
    case .constant, .column, .truths, .not, .isAmong, .isLabel, .areEqual, .levelOrder, .levelNumber: break
    }
    return PreciseOperand(try value(of: number, usedIn: use))
  }
}

extension NumberJoin {
  /// The value of two numbers in twice the precision; nil for what makes steps.
  fileprivate var preciseFunction: ((DoubleDouble, DoubleDouble) -> DoubleDouble)? {
    switch self {
    case .plus: { $0.plus($1) }
    case .minus: { $0.plus(-$1) }
    case .times: { $0.times($1) }
    case .over: { $0.over($1) }
    case .power: NumberFunction.power
    case .smaller: { $1 < $0 ? $1 : $0 }
    case .larger: { $1 < $0 ? $0 : $1 }
    case .logarithm: { DoubleDouble(NumberFunction.logarithm($0.high, base: $1.high)) }
    case .remainder, .quotient, .equal, .unequal, .less, .atMost, .greater, .atLeast, .and, .or, .rounded: nil
    }
  }
}

extension NumberFunction {
  /// Whether the function has steps, so that the rounding of its argument decides.
  var makesSteps: Bool {
    switch self {
    case .sign, .floor, .ceiling, .round, .trunc: true
    default: false
    }
  }

  /// The value at a number in twice the precision: exact to that for roots and magnitudes, else rounded, but with what
  /// the argument's low part adds: e^(h + l) is eʰ + eʰ l.
  func precisely(_ x: DoubleDouble) -> DoubleDouble {
    switch self {
    case .sqrt: return x.squareRoot
    case .abs: return x.magnitude
    default: break
    }
    let value = self(x.high)
    guard x.low != 0 else { return DoubleDouble(value) }
    let change = slope(x.high) * x.low
    return DoubleDouble(change.isFinite ? value + change : value)
  }

  /// The derivative; 0 for functions with steps.
  private func slope(_ x: Double) -> Double {
    switch self {
    case .log: 1 / x
    case .log2: 1 / (x * Double.log(2))
    case .log10: 1 / (x * Double.log(10))
    case .log1p: 1 / (1 + x)
    case .exp, .expm1: Double.exp(x)
    case .sqrt: 0.5 / x.squareRoot()
    case .abs: x < 0 ? -1 : 1
    case .sin: Double.cos(x)
    case .cos: -Double.sin(x)
    case .tan: 1 + Double.tan(x) * Double.tan(x)
    case .atan: 1 / (1 + x * x)
    case .sign, .floor, .ceiling, .round, .trunc: 0
    }
  }

  /// The largest whole exponent whose powers are products.
  private static let exponentLimit = 1024

  /// xʸ: by products for a whole y, by the root for y = ½; else rounded.
  static func power(_ x: DoubleDouble, _ y: DoubleDouble) -> DoubleDouble {
    if y.low == 0, y.high == 0.5, x.high > 0 { return x.squareRoot }
    guard y.low == 0, let whole = Int(exactly: y.high), whole != 0, whole.magnitude <= exponentLimit else {
      return DoubleDouble(power(x.high, y.high))
    }
    let power = x.power(Int(whole.magnitude))
    let result = whole > 0 ? power : DoubleDouble(1).over(power)
    return result.high.isFinite && result.high != 0 && power.high.isFinite
      ? result : DoubleDouble(NumberFunction.power(x.high, y.high))
  }
}

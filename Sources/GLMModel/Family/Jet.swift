import GLMAlgebra

/// A value with its first and second derivative in one variable: forward automatic differentiation.
///
/// `Jet(variable: x)` is the variable itself, (x, 1, 0); arithmetic follows the rules for f, f′ and f″. A
/// ``Family`` states its variance once, generically, and the engine reads V, V′ and V″ off a jet.
public struct Jet: Scalar, Equatable {
  /// f.
  public var value: Double
  /// f′.
  public var first: Double
  /// f″.
  public var second: Double

  @inlinable
  public init(value: Double, first: Double, second: Double) {
    self.value = value
    self.first = first
    self.second = second
  }

  @inlinable
  public init(_ value: Double) { self.init(value: value, first: 0, second: 0) }

  /// The variable of differentiation at `x`.
  @inlinable
  public init(variable x: Double) { self.init(value: x, first: 1, second: 0) }

  /// f(u) by the chain rule, from f, f′ and f″ at u.value.
  @inlinable
  func applying(_ f: Double, _ df: Double, _ ddf: Double) -> Jet {
    Jet(value: f, first: df * first, second: ddf * first * first + df * second)
  }

  @inlinable
  public static func + (a: Jet, b: Jet) -> Jet {
    Jet(value: a.value + b.value, first: a.first + b.first, second: a.second + b.second)
  }

  @inlinable
  public static func - (a: Jet, b: Jet) -> Jet {
    Jet(value: a.value - b.value, first: a.first - b.first, second: a.second - b.second)
  }

  @inlinable
  public static prefix func - (a: Jet) -> Jet {
    Jet(value: -a.value, first: -a.first, second: -a.second)
  }

  @inlinable
  public static func * (a: Jet, b: Jet) -> Jet {
    Jet(
      value: a.value * b.value,
      first: a.first * b.value + a.value * b.first,
      second: a.second * b.value + 2 * a.first * b.first + a.value * b.second)
  }

  @inlinable
  public static func / (a: Jet, b: Jet) -> Jet {
    let quotient = a.value / b.value
    let first = (a.first - quotient * b.first) / b.value
    let second = (a.second - 2 * first * b.first - quotient * b.second) / b.value
    return Jet(value: quotient, first: first, second: second)
  }

  @inlinable
  public static func exp(_ x: Jet) -> Jet {
    let e = Double.exp(x.value)
    return x.applying(e, e, e)
  }

  @inlinable
  public static func expMinusOne(_ x: Jet) -> Jet {
    let e = Double.exp(x.value)
    return x.applying(Double.expMinusOne(x.value), e, e)
  }

  @inlinable
  public static func log(_ x: Jet) -> Jet {
    let r = 1 / x.value
    return x.applying(Double.log(x.value), r, -r * r)
  }

  @inlinable
  public static func log(onePlus x: Jet) -> Jet {
    let r = 1 / (1 + x.value)
    return x.applying(Double.log(onePlus: x.value), r, -r * r)
  }

  @inlinable
  public static func sqrt(_ x: Jet) -> Jet {
    let root = Double.sqrt(x.value)
    let slope = 0.5 / root
    return x.applying(root, slope, -0.5 * slope / x.value)
  }

  @inlinable
  public static func pow(_ x: Jet, _ power: Double) -> Jet {
    x.applying(
      Double.pow(x.value, power),
      power * Double.pow(x.value, power - 1),
      power * (power - 1) * Double.pow(x.value, power - 2))
  }

  @inlinable
  public static func logOnePlusExp(_ x: Jet) -> Jet {
    let p = Double.logistic(x.value)
    return x.applying(Double.logOnePlusExp(x.value), p, p * Double.logistic(-x.value))
  }

  @inlinable
  public static func logSumExp(_ a: Jet, _ b: Jet) -> Jet { b + logOnePlusExp(a - b) }
}

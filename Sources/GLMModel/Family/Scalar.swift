import GLMAlgebra

/// A real number that a variance function can be written in once and differentiated for free.
///
/// `Double` conforms, and so does ``Jet``, which carries two derivatives along. Write constants as `S(2)`: there
/// are deliberately no operators that mix `S` with `Double`, because they make the type checker give up.
/// Elementary functions are static members, as in `S.log(x)`.
public protocol Scalar: Sendable {
  /// The constant `value`, whose derivatives are zero.
  init(_ value: Double)

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self

  /// eˣ.
  static func exp(_ x: Self) -> Self
  /// eˣ − 1 without cancellation near 0.
  static func expMinusOne(_ x: Self) -> Self
  /// Natural logarithm, x > 0.
  static func log(_ x: Self) -> Self
  /// log(1 + x) without cancellation near 0, x > −1.
  static func log(onePlus x: Self) -> Self
  /// √x, x ≥ 0.
  static func sqrt(_ x: Self) -> Self
  /// xᵖ for a constant power, x > 0.
  static func pow(_ x: Self, _ power: Double) -> Self
  /// log(1 + eˣ) without overflow.
  static func logOnePlusExp(_ x: Self) -> Self
  /// log(eᵃ + eᵇ) without overflow.
  static func logSumExp(_ a: Self, _ b: Self) -> Self
}

extension Double: Scalar {}

extension Scalar {
  public static func += (a: inout Self, b: Self) { a = a + b }
  public static func -= (a: inout Self, b: Self) { a = a - b }
  public static func *= (a: inout Self, b: Self) { a = a * b }
  public static func /= (a: inout Self, b: Self) { a = a / b }
}

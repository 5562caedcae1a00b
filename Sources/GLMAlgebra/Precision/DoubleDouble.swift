/// An unevaluated sum high + low, |low| at most half a unit in the last place of high: about 32 digits.
///
/// Sums and products carry a relative error of a few 2⁻¹⁰⁴ as long as nothing over- or underflows (Y. Hida,
/// X. S. Li, D. H. Bailey, ARITH 15, 2001). What is not finite stays so, in `high`.
public struct DoubleDouble: Sendable, Equatable {
  /// The rounded value.
  public var high: Double
  /// What rounding has dropped.
  public var low: Double

  /// 0.
  public static let zero = DoubleDouble(0)

  /// An exact number.
  @inlinable
  public init(_ value: Double) { self.init(high: value, low: 0) }

  /// Exact up to 2⁵³.
  @inlinable
  public init(_ value: Int) { self.init(Double(value)) }

  /// A sum whose parts do not overlap.
  @inlinable
  public init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  /// a + b without an error, whichever is larger.
  @inlinable
  public static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let high = a + b
    let shown = high - a
    return DoubleDouble(high: high, low: (a - (high - shown)) + (b - shown))
  }

  /// a + b without an error where |a| ≥ |b|.
  @inlinable
  static func ordered(_ a: Double, _ b: Double) -> DoubleDouble {
    let high = a + b
    return DoubleDouble(high: high, low: b - (high - a))
  }

  /// a b, the error below 2⁻¹⁰⁴ of it: by halves of 26 bits, which is faster than a call of the C library's `fma`.
  @inlinable
  public static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let high = a * b
    let (a1, b1) = (upperHalf(a), upperHalf(b))
    let (a2, b2) = (a - a1, b - b1)
    return DoubleDouble(high: high, low: ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2)
  }

  @inlinable
  static func upperHalf(_ x: Double) -> Double {
    Double(bitPattern: x.bitPattern & 0xFFFF_FFFF_F800_0000)
  }

  @inlinable
  public static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let (s, t) = (sum(a.high, b.high), sum(a.low, b.low))
    let first = ordered(s.high, s.low + t.high)
    return ordered(first.high, first.low + t.low)
  }

  @inlinable
  public static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(high: -a.high, low: -a.low) }

  @inlinable
  public static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  @inlinable
  public static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let p = product(a.high, b.high)
    return ordered(p.high, p.low + (a.high * b.low + a.low * b.high))
  }

  public static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    var rest = a - b * DoubleDouble(first)
    let second = rest.high / b.high
    rest = rest - b * DoubleDouble(second)
    let sum = ordered(first, second)
    return sum + DoubleDouble(rest.high / b.high)
  }

  @inlinable
  public static func += (a: inout DoubleDouble, b: DoubleDouble) { a = a + b }

  /// √a for a > 0; 0 for 0.
  public static func sqrt(_ a: DoubleDouble) -> DoubleDouble {
    guard a.high > 0 else { return DoubleDouble(a.high.squareRoot()) }
    let root = a.high.squareRoot()
    let rest = a - product(root, root)
    return ordered(root, rest.high / (2 * root))
  }

  /// Whether both parts are finite.
  public var isFinite: Bool { high.isFinite && low.isFinite }

  /// Times a power of two.
  public func scaled(by power: Double) -> DoubleDouble { DoubleDouble(high: high * power, low: low * power) }
}

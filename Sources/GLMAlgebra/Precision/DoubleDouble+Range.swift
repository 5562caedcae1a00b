/// Arithmetic that is defined for every pair of numbers: in twice the precision where that has room, else rounded.
///
/// A low part has no room where a sum, product or quotient is not finite, or where a product or quotient is below
/// 2⁻⁹⁶⁰ and its low part could underflow. The result is then that of the high parts, with a low part of 0. Every
/// result has high = high + low rounded.
extension DoubleDouble {
  /// Below this magnitude the low part of a product may underflow.
  @inlinable static var smallest: Double { 0x1p-960 }

  /// a − b without an error; rounded where it overflows.
  @inlinable @inline(__always)
  public static func difference(_ a: Double, _ b: Double) -> DoubleDouble { finite(sum(a, -b)) }

  /// The sum high + tail in normal form, whichever is larger; high as it is, −0 too, for a tail that is 0 or not finite.
  @inlinable @inline(__always)
  public static func normal(_ high: Double, _ tail: Double) -> DoubleDouble {
    finite(sum(high, tail.magnitude > 0 && tail.magnitude < .infinity ? tail : -0.0))
  }

  @inlinable @inline(__always)
  static func finite(_ sum: DoubleDouble) -> DoubleDouble {
    DoubleDouble(high: sum.high, low: sum.low.magnitude < .infinity ? sum.low : 0)
  }

  /// The sum.
  @inlinable @inline(__always)
  public func plus(_ other: DoubleDouble) -> DoubleDouble {
    let (s, t) = (DoubleDouble.sum(high, other.high), DoubleDouble.sum(low, other.low))
    let first = DoubleDouble.normal(s.high, s.low + t.high)
    return DoubleDouble.normal(first.high, first.low + t.low)
  }

  /// The difference of this and a number.
  @inlinable @inline(__always)
  public func less(_ other: Double) -> DoubleDouble {
    let s = DoubleDouble.difference(high, other)
    return DoubleDouble.normal(s.high, s.low + low)
  }

  /// The product of two numbers.
  @inlinable @inline(__always)
  public static func exactProduct(_ a: Double, _ b: Double) -> DoubleDouble {
    let p = product(a, b)
    return finite(DoubleDouble(high: p.high, low: p.high.magnitude >= smallest ? p.low : 0))
  }

  /// The product.
  @inlinable @inline(__always)
  public func times(_ other: DoubleDouble) -> DoubleDouble {
    let p = DoubleDouble.product(high, other.high)
    let tail = p.low + (high * other.low + low * other.high)
    return DoubleDouble.normal(p.high, p.high.magnitude >= DoubleDouble.smallest ? tail : 0)
  }

  /// The product of this and a number.
  @inlinable @inline(__always)
  public func times(_ other: Double) -> DoubleDouble {
    let p = DoubleDouble.product(high, other)
    let tail = p.low + low * other
    return DoubleDouble.normal(p.high, p.high.magnitude >= DoubleDouble.smallest ? tail : 0)
  }

  /// The quotient; as of numbers for a divisor of 0.
  public func over(_ other: DoubleDouble) -> DoubleDouble {
    let rounded = high / other.high
    guard high.magnitude >= DoubleDouble.smallest, rounded.magnitude >= DoubleDouble.smallest else {
      return DoubleDouble(rounded)
    }
    let quotient = self / other
    return quotient.isFinite ? DoubleDouble.normal(quotient.high, quotient.low) : DoubleDouble(rounded)
  }

  /// The square root; NaN below 0.
  public var squareRoot: DoubleDouble {
    guard high >= DoubleDouble.smallest, high < .infinity else { return DoubleDouble(high.squareRoot()) }
    let root = DoubleDouble.sqrt(self)
    return DoubleDouble.normal(root.high, root.low)
  }

  /// The power of a whole exponent from 1 on, by squaring.
  public func power(_ exponent: Int) -> DoubleDouble {
    precondition(exponent >= 1, "the exponent is 1 at least")
    var (result, square, rest) = (DoubleDouble(1), self, exponent)
    while true {
      if rest % 2 == 1 { result = result.times(square) }
      rest /= 2
      if rest == 0 { return result }
      square = square.times(square)
    }
  }

  /// Whether this is the smaller.
  public static func < (a: DoubleDouble, b: DoubleDouble) -> Bool {
    a.high < b.high || (a.high == b.high && a.low < b.low)
  }

  /// The magnitude.
  public var magnitude: DoubleDouble { high < 0 ? -self : high == 0 ? DoubleDouble(0) : self }
}

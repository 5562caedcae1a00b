import GLMAlgebra

/// A function that takes a number to a number, by R's name.
enum NumberFunction: String, Sendable, CaseIterable {
  case log, log2, log10, log1p, exp, expm1, sqrt, abs, sin, cos, tan, atan
  case sign, floor, ceiling, round, trunc

  func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .log: Double.log(x)
    case .log2: NumberFunction.binaryLogarithm(x)
    case .log10: Double.log10(x)
    case .log1p: Double.log(onePlus: x)
    case .exp: Double.exp(x)
    case .expm1: Double.expMinusOne(x)
    case .sqrt: Double.sqrt(x)
    case .abs: Swift.abs(x)
    case .sin: Double.sin(x)
    case .cos: Double.cos(x)
    case .tan: Double.tan(x)
    case .atan: Double.atan(x)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x
    case .floor: x.rounded(.down)
    case .ceiling: x.rounded(.up)
    case .round: x.rounded(.toNearestOrEven)
    case .trunc: x.rounded(.towardZero)
    }
  }

  /// Exact at powers of two: x = m 2ᵉ with m from √½ to √2 gives e + log m / log 2.
  private static func binaryLogarithm(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return Double.log(x) }
    var exponent = Double(x.exponent)
    var mantissa = x.significand
    if mantissa > 2.0.squareRoot() {
      mantissa /= 2
      exponent += 1
    }
    return exponent + Double.log(mantissa) / Double.log(2)
  }

  /// log x / log base, exact at powers of 2 and 10 in those bases.
  static func logarithm(_ x: Double, base: Double) -> Double {
    if base == 2 { return binaryLogarithm(x) }
    if base == 10 { return Double.log10(x) }
    return Double.log(x) / Double.log(base)
  }

  /// xʸ as R computes it.
  static func power(_ x: Double, _ y: Double) -> Double {
    if y == 2 { return x * x }
    if x == 1 || y == 0 { return 1 }
    return Double.pow(x, y)
  }

  /// R's `x %% y`: x − y ⌊x / y⌋, with the sign of y; NaN for y = 0.
  static func remainder(_ x: Double, _ y: Double) -> Double {
    let rest = x.truncatingRemainder(dividingBy: y)
    return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest + 0
  }

  /// R's `x %/% y`: ⌊x / y⌋, consistent with the remainder.
  static func quotient(_ x: Double, _ y: Double) -> Double {
    if x.isFinite, y.isInfinite { return x == 0 || (x < 0) == (y < 0) ? 0 : -1 }
    guard y != 0, x.isFinite else { return (x / y).rounded(.down) }
    return ((x - remainder(x, y)) / y).rounded()
  }

  /// R's `round(x, digits)`: of the two neighbours with so many decimals the nearer, of two as near the even one.
  static func round(_ x: Double, digits: Double) -> Double {
    let places = digits.rounded(.down)
    guard !places.isNaN else { return .nan }
    guard x.isFinite, places <= 300 else { return x }
    if places == 0 { return x.rounded(.toNearestOrEven) }
    guard places > -309 else { return 0 }
    let power = Double.pow(10, Swift.abs(places))
    func unscaled(_ n: Double) -> Double { places > 0 ? n / power : n * power }
    let scaled = places > 0 ? x * power : x / power
    guard scaled.isFinite, Swift.abs(scaled) < 0x1p52 else { return x }
    let (below, above) = (scaled.rounded(.down), scaled.rounded(.up))
    let (down, up) = (Swift.abs(x - unscaled(below)), Swift.abs(unscaled(above) - x))
    if down == up { return unscaled(below.remainder(dividingBy: 2) == 0 ? below : above) }
    return unscaled(down < up ? below : above)
  }
}

#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#elseif canImport(Darwin)
  public import Darwin
#endif

// The one file that imports the C library. Inside `extension Double` the bare names would mean the static
// members themselves, so the C functions are given other names out here.

@inlinable @inline(__always) func cExp(_ x: Double) -> Double { exp(x) }
@inlinable @inline(__always) func cExpMinusOne(_ x: Double) -> Double { expm1(x) }
@inlinable @inline(__always) func cLog(_ x: Double) -> Double { log(x) }
@inlinable @inline(__always) func cLogOnePlus(_ x: Double) -> Double { log1p(x) }
@inlinable @inline(__always) func cLog10(_ x: Double) -> Double { log10(x) }
@inlinable @inline(__always) func cPow(_ x: Double, _ y: Double) -> Double { pow(x, y) }
@inlinable @inline(__always) func cSin(_ x: Double) -> Double { sin(x) }
@inlinable @inline(__always) func cCos(_ x: Double) -> Double { cos(x) }
@inlinable @inline(__always) func cTan(_ x: Double) -> Double { tan(x) }
@inlinable @inline(__always) func cAtan(_ x: Double) -> Double { atan(x) }
@inlinable @inline(__always) func cErf(_ x: Double) -> Double { erf(x) }
@inlinable @inline(__always) func cErfc(_ x: Double) -> Double { erfc(x) }

/// log |Γ(x)| without the C library's shared sign variable.
func cLogGamma(_ x: Double) -> Double {
  var sign: Int32 = 1
  return lgamma_r(x, &sign)
}

/// Elementary functions as static members, named as swift-numerics names them. The errors stated are those of
/// current C libraries (glibc 2.28 and later, musl 1.2, Darwin); every function takes NaN to NaN.
extension Double {
  /// eˣ, within 1 ulp; +∞ above 709.78, gradual underflow below −708.39.
  @inlinable @inline(__always)
  public static func exp(_ x: Double) -> Double { cExp(x) }

  /// eˣ − 1 without cancellation near 0, within 1 ulp.
  @inlinable @inline(__always)
  public static func expMinusOne(_ x: Double) -> Double { cExpMinusOne(x) }

  /// Natural logarithm, within 1 ulp; −∞ at 0, NaN below.
  @inlinable @inline(__always)
  public static func log(_ x: Double) -> Double { cLog(x) }

  /// log(1 + x) without cancellation near 0, within 1 ulp; −∞ at −1, NaN below.
  @inlinable @inline(__always)
  public static func log(onePlus x: Double) -> Double { cLogOnePlus(x) }

  /// Decimal logarithm, within 2 ulp; −∞ at 0, NaN below.
  @inlinable @inline(__always)
  public static func log10(_ x: Double) -> Double { cLog10(x) }

  /// √x, correctly rounded; NaN below 0.
  @inlinable @inline(__always)
  public static func sqrt(_ x: Double) -> Double { x.squareRoot() }

  /// xᵖ, within 1 ulp; NaN for negative x and a power that is not whole.
  @inlinable @inline(__always)
  public static func pow(_ x: Double, _ power: Double) -> Double { cPow(x, power) }

  /// Sine of x radians, within 1 ulp; NaN at ±∞.
  @inlinable @inline(__always)
  public static func sin(_ x: Double) -> Double { cSin(x) }

  /// Cosine of x radians, within 1 ulp; NaN at ±∞.
  @inlinable @inline(__always)
  public static func cos(_ x: Double) -> Double { cCos(x) }

  /// Tangent of x radians, within 1 ulp; NaN at ±∞.
  @inlinable @inline(__always)
  public static func tan(_ x: Double) -> Double { cTan(x) }

  /// Inverse tangent in (−π/2, π/2), within 1 ulp.
  @inlinable @inline(__always)
  public static func atan(_ x: Double) -> Double { cAtan(x) }

  /// Error function 2/√π ∫₀ˣ e^(−t²) dt, within 1 ulp.
  @inlinable @inline(__always)
  public static func erf(_ x: Double) -> Double { cErf(x) }

  /// Complementary error function 1 − erf(x), within 5 ulp; gradual underflow above 26.5.
  @inlinable @inline(__always)
  public static func erfc(_ x: Double) -> Double { cErfc(x) }
}

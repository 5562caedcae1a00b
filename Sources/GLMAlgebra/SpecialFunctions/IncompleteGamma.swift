/// The regularized incomplete gamma functions P(a, x) = ∫₀ˣ tᵃ⁻¹ e^(−t) dt / Γ(a) and Q = 1 − P, for a > 0 and x ≥ 0.
///
/// P is the distribution function of a gamma variable of shape a at x, and Q(k + 1, μ) that of a Poisson variable of
/// mean μ at k. Relative errors are below 2e-15 (1 + |log|) of the smaller of the two, whatever the size of a, down to
/// the smallest normal number: 1e-13 and better where the value is above 1e-20. NaN for a < 0, x < 0 and NaN.
public enum IncompleteGamma {
  /// P(a, x): 0 at x = 0 and 1 at infinity.
  public static func lower(_ a: Double, _ x: Double) -> Double {
    guard let tail = tail(a, x) else { return limit(a, x, isLower: true) }
    return tail.isLower ? tail.value : 1 - tail.value
  }

  /// Q(a, x): 1 at x = 0 and 0 at infinity.
  public static func upper(_ a: Double, _ x: Double) -> Double {
    guard let tail = tail(a, x) else { return limit(a, x, isLower: false) }
    return tail.isLower ? 1 - tail.value : tail.value
  }

  /// log P(a, x), also where P underflows.
  public static func logLower(_ a: Double, _ x: Double) -> Double {
    guard let tail = tail(a, x) else { return Double.log(limit(a, x, isLower: true)) }
    return tail.isLower ? tail.logValue : Double.log(onePlus: -tail.value)
  }

  /// log Q(a, x), also where Q underflows.
  public static func logUpper(_ a: Double, _ x: Double) -> Double {
    guard let tail = tail(a, x) else { return Double.log(limit(a, x, isLower: false)) }
    return tail.isLower ? Double.log(onePlus: -tail.value) : tail.logValue
  }

  /// One of the two as e^logScale · factor.
  struct Tail {
    var isLower: Bool
    var logScale: Double
    var factor: Double

    var value: Double { Swift.min(Double.exp(logScale) * factor, 1) }
    var logValue: Double { Swift.min(logScale + Double.log(factor), 0) }
  }

  /// P up to about a, Q beyond; nil on the edges.
  ///
  /// With t = x e^(−w) and t = x e^w the integrals become xᵃ e^(−x)/Γ(a) times ∫ e^(−(a − x)w − x(w − 1 + e^(−w))) dw
  /// and ∫ e^(−(x − a)w − x(e^w − 1 − w)) dw: nothing in the exponents is a difference. For a < 1 and x < 0.7 the upper
  /// tail, where it is the smaller, has a series (W. Gautschi, "A computational procedure for incomplete gamma
  /// functions", ACM TOMS 5, 1979).
  static func tail(_ a: Double, _ x: Double) -> Tail? {
    guard a > 0, x > 0, a < .infinity, x < .infinity else { return nil }
    if a < 1, x < 0.7 {
      let upper = smallUpper(a, x)
      if upper < 0.5 { return Tail(isLower: false, logScale: 0, factor: upper) }
    }
    // Below the median and so below a, or above 0.7.
    if x <= a {
      let scale = 1 / ((a - x) + Swift.min(x, Double.sqrt(x)))
      let integral = TailQuadrature.integral(scale: scale) { w in
        Double.exp(-(a - x) * w - x * TailQuadrature.excessOfExponential(w))
      }
      return Tail(isLower: true, logScale: logKernel(a, x), factor: integral)
    }
    let integral = TailQuadrature.integral(scale: 1 / ((x - a) + Double.sqrt(x))) { w in
      let grown = Double.expMinusOne(w)
      let excess = w > 1 ? grown - w : Double.excessOverLog(onePlus: grown)
      return Double.exp(-(x - a) * w - x * excess)
    }
    return Tail(isLower: false, logScale: logKernel(a, x), factor: integral)
  }

  /// Q for small a and x: 1 − xᵃ/Γ(1 + a) − a xᵃ/Γ(1 + a) Σ (−x)ⁿ/(n! (a + n)), the first difference told by e^L − 1.
  private static func smallUpper(_ a: Double, _ x: Double) -> Double {
    let logPower = a * Double.log(x) - Double.logGamma(onePlus: a)
    var power = 1.0
    var sum = 0.0
    for n in 1...20 {
      power *= -x / Double(n)
      sum += power / (a + Double(n))
    }
    return -Double.expMinusOne(logPower) - Double.exp(logPower) * (a * sum)
  }

  /// log(xᵃ e^(−x)/Γ(a)), by Stirling's correction: with a ≥ 1 it is ½ log(a/2π) − δ(a) − a(λ − 1 − log λ) at λ = x/a.
  static func logKernel(_ a: Double, _ x: Double) -> Double {
    if a < 1 { return a * Double.log(x) - x - Double.logGamma(onePlus: a) + Double.log(a) }
    let gap = (x - a) / a
    let deviance =
      gap.magnitude < 0.5 ? a * Double.excessOverLog(onePlus: gap) : (x - a) - a * Double.log(x / a)
    return 0.5 * Double.log(a / (2 * .pi)) - Double.stirlingCorrection(a) - deviance
  }

  private static func limit(_ a: Double, _ x: Double, isLower: Bool) -> Double {
    guard a >= 0, x >= 0, !(a == .infinity && x == .infinity) else { return .nan }
    return (a == 0 || x == .infinity) == isLower ? 1 : 0
  }
}

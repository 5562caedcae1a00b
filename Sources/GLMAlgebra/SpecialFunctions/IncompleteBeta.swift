/// The regularized incomplete beta function I_x(a, b) = ∫₀ˣ tᵃ⁻¹ (1 − t)ᵇ⁻¹ dt / B(a, b), for a, b > 0 and 0 ≤ x ≤ 1.
///
/// It is the distribution function of a beta variable; I_(1 − p)(n − k, k + 1) is that of a binomial variable at k. The
/// complement 1 − x is an argument of its own, because the caller often knows it better than a difference would.
/// Relative errors are below 4e-15 (1 + |log|) of the smaller of I and 1 − I, whatever the size of a and b from 1e-3 on,
/// down to the smallest normal number. NaN for negative arguments and NaN.
public enum IncompleteBeta {
  /// I_x(a, b).
  public static func lower(_ a: Double, _ b: Double, _ x: Double, complement: Double) -> Double {
    guard let tail = tail(a, b, x, complement) else { return limit(a, b, x, complement) }
    return tail.isLower ? tail.value : 1 - tail.value
  }

  /// 1 − I_x(a, b) = I_(1 − x)(b, a).
  public static func upper(_ a: Double, _ b: Double, _ x: Double, complement: Double) -> Double {
    lower(b, a, complement, complement: x)
  }

  /// log I_x(a, b), also where I underflows.
  public static func logLower(_ a: Double, _ b: Double, _ x: Double, complement: Double) -> Double {
    guard let tail = tail(a, b, x, complement) else { return Double.log(limit(a, b, x, complement)) }
    return tail.isLower ? tail.logValue : Double.log(onePlus: -tail.value)
  }

  /// The tail on the nearer side of the mean; nil on the edges.
  private static func tail(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> IncompleteGamma.Tail? {
    guard a > 0, b > 0, x > 0, y > 0, a < .infinity, b < .infinity, x <= 1, y <= 1 else { return nil }
    // Sizes beyond which no digit changes, and no product is beyond the range of doubles.
    let (a, b) = (Swift.min(Swift.max(a, 1e-140), 1e140), Swift.min(Swift.max(b, 1e-140), 1e140))
    let isLower = excess(a, b, x, y) <= 0
    let (logScale, factor) = isLower ? lowerTail(a, b, x, y) : lowerTail(b, a, y, x)
    return IncompleteGamma.Tail(isLower: isLower, logScale: logScale, factor: factor)
  }

  /// (a + b)(x − mean), from the smaller of x and y, of which the other is the complement: (a + b)x − a or b − (a + b)y,
  /// with the rounding errors of sum and product put back.
  private static func excess(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    let total = a + b
    let rest = a > b ? b - (total - a) : a - (total - b)
    return x <= y ? (-a).addingProduct(total, x) + rest * x : b.addingProduct(-total, y) - rest * y
  }

  /// log of the scale, and factor, of I_x(a, b) for x up to the mean.
  ///
  /// With t = x e^(−w) the integral is xᵃ yᵇ⁻¹/B times ∫ e^(−a w + (b − 1) log(1 + κ(1 − e^(−w)))) dw, y = 1 − x and
  /// κ = x/y; for b ≥ 1 the exponent is −(a − (b − 1)κ)w − (b − 1)κ(w − 1 + e^(−w)) − (b − 1)h(κ(1 − e^(−w))) with
  /// h(z) = z − log(1 + z), every part of which is negative. Where a < 1, what I_x(a + 1, b) leaves over is xᵃ yᵇ/(a B).
  private static func lowerTail(
    _ a: Double, _ b: Double, _ x: Double, _ y: Double
  ) -> (logScale: Double, factor: Double) {
    let logScale = logKernel(a, b, x, y)
    if a < 1 {
      return (logScale, 1 / a + x * ((a + b) / a) * integral(a + 1, b, x, y) / y)
    }
    return (logScale, integral(a, b, x, y) / y)
  }

  private static func integral(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    let odds = x / y
    if b < 1 {
      let rate = a + Swift.min(1, (1 - b) * odds)
      return TailQuadrature.integral(scale: 1 / rate) { w in
        Double.exp(-a * w - (1 - b) * Double.log(onePlus: -odds * Double.expMinusOne(-w)))
      }
    }
    // a − (b − 1)κ, from the excess, which is exact and not above 0 here.
    let slope = (x - excess(a, b, x, y)) / y
    let bend = (b - 1) * odds
    let rate = slope + Swift.min(bend / y, Double.sqrt(bend / y))
    return TailQuadrature.integral(scale: 1 / rate) { w in
      let rise = -odds * Double.expMinusOne(-w)
      return Double.exp(
        -slope * w - bend * TailQuadrature.excessOfExponential(w)
          - (b - 1) * Double.excessOverLog(onePlus: rise))
    }
  }

  /// log(xᵃ yᵇ/B(a, b)), in the manner of C. Loader, "Fast and accurate computation of binomial probabilities", 2000:
  /// Stirling's corrections, and a deviance that does not cancel.
  static func logKernel(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    if a < 1 || b < 1 {
      let logX = x < 0.5 ? Double.log(x) : Double.log(onePlus: -y)
      let logY = x < 0.5 ? Double.log(onePlus: -x) : Double.log(y)
      return a * logX + b * logY - Double.logBeta(a, b)
    }
    let gap = excess(a, b, x, y)
    // a h(gap/a) + b h(−gap/b): the first-order terms cancel by algebra.
    func share(_ size: Double, _ value: Double, _ gap: Double) -> Double {
      if gap.magnitude < 0.5 * size { return size * Double.excessOverLog(onePlus: gap / size) }
      return gap - size * Double.log(value * ((a + b) / size))
    }
    let corrections =
      Double.stirlingCorrection(a + b) - Double.stirlingCorrection(a) - Double.stirlingCorrection(b)
    return 0.5 * Double.log(a / (2 * .pi) * (b / (a + b))) + corrections
      - (share(a, x, gap) + share(b, y, -gap))
  }

  private static func limit(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    guard a >= 0, b >= 0, x >= 0, y >= 0, x <= 1, y <= 1 else { return .nan }
    // All of the weight at 0, or at 1.
    let atZero = a == 0 || b == .infinity
    let atOne = b == 0 || a == .infinity
    if atZero && atOne { return .nan }
    return y == 0 || atZero ? 1 : 0
  }
}

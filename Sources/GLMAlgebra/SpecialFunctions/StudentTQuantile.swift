/// Quantiles of Student's t distribution.
extension StudentT {
  /// The t with P(T ≤ t) = p, for 0 ≤ p ≤ 1; −∞ at 0, +∞ at 1, NaN outside.
  ///
  /// For p near 1, where p itself is coarse, say the upper tail instead.
  public func quantile(_ p: Double) -> Double { 0 - quantile(upperTail: p) }

  /// The t with P(T > t) = q, for 0 ≤ q ≤ 1; +∞ at 0, −∞ at 1, NaN outside.
  ///
  /// Newton's method with Halley's correction, on P(0 < T < t) near the middle and on log P as a function of
  /// log t in the tail, where it is nearly a parabola or a line, between bounds that only narrow. Where the
  /// quantile exceeds the largest double it is infinite.
  public func quantile(upperTail q: Double) -> Double {
    if isNormal { return Normal.quantile(upperTail: q) }
    guard q >= 0, q <= 1, peak > 0 else { return .nan }
    if q > 0.5 { return -positiveQuantile(1 - q) }
    return positiveQuantile(q)
  }

  private func positiveQuantile(_ q: Double) -> Double {
    if q == 0.5 { return 0 }
    if q == 0 { return .infinity }
    let distance = 0.5 - q
    // f ≤ f(0) bounds t from below, f ≤ f(0) (t²/ν)^(−(ν + 1)/2) from above.
    let n = degreesOfFreedom
    var low = distance / peak
    let halfLog = 0.5 * Double.log(n)
    var high = Double.exp(halfLog + (Double.log(peak) - halfLog - Double.log(q) + 1e-14) / n)
    low = Swift.min(low * (1 - 1e-14), Double.greatestFiniteMagnitude)
    high = Swift.min(Swift.max(high * (1 + 1e-12), low), Double.greatestFiniteMagnitude)
    if high == .greatestFiniteMagnitude, upperTail(high) > q { return .infinity }
    var t = start(q, low, high)
    for _ in 0..<200 {
      let step = isCentral(t) ? centralStep(t, distance) : tailStep(t, q)
      if step > 0 { low = t } else { high = t }
      var next = t + step
      if !(next >= low && next <= high) { next = Double.sqrt(low) * Double.sqrt(high) }
      let change = (next - t).magnitude
      t = next
      if change <= 1e-8 * t || low == high { break }
    }
    // The correction is of third order: from 1e-8 it is done, one more step only sheds the last rounding.
    t += isCentral(t) ? centralStep(t, distance) : tailStep(t, q)
    return Swift.min(t, Double.greatestFiniteMagnitude)
  }

  /// D. L. Wallace, "Bounds on normal approximations to Student's and the chi-square distributions", Ann. Math.
  /// Statist. 30, 1959: z ≈ (8ν + 1)/(8ν + 3) √(ν log(1 + t²/ν)), inverted.
  private func start(_ q: Double, _ low: Double, _ high: Double) -> Double {
    let n = degreesOfFreedom
    let z = Normal.quantile(upperTail: q) * (8 * n + 3) / (8 * n + 1)
    let exponent = z * z / n
    guard exponent < 1400 else { return high }
    let guess = Double.exp(0.5 * exponent) * Double.sqrt(-n * Double.expMinusOne(-exponent))
    return Swift.min(Swift.max(guess, low), high)
  }

  private func centralStep(_ t: Double, _ distance: Double) -> Double {
    let ratio = ratio(t)
    let density = peak * kernel(ratio)
    let step = distance / density - t * centralSeries(ratio)
    return corrected(step, -(degreesOfFreedom + 1) * t / (degreesOfFreedom + t * t))
  }

  private func tailStep(_ t: Double, _ q: Double) -> Double {
    let tail = tail(t)
    let slope = 2 / tail.millsRatio
    let step = Double.log(tail.first / q * tail.second) / slope
    let w = 1 / (1 + degreesOfFreedom / t / t)
    let bent = corrected(step, 1 - (degreesOfFreedom + 1) * w + slope)
    return t * Double.expMinusOne(bent)
  }

  /// Halley's correction of a Newton step, given the second derivative over the first.
  private func corrected(_ step: Double, _ bend: Double) -> Double {
    let factor = 1 + 0.5 * step * bend
    return factor > 0.5 && factor < 2 ? step / factor : step
  }
}

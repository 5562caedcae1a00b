/// Quantiles of the gamma distribution.
extension IncompleteGamma {
  /// The x with P(a, x) = p, for 0 ≤ p ≤ 1 and a > 0; 0 at 0, +∞ at 1, NaN outside.
  ///
  /// For p near 1, where p itself is coarse, say the upper tail instead.
  public static func quantile(_ a: Double, lower p: Double) -> Double {
    guard p >= 0, p <= 1, a > 0, a < .infinity else { return .nan }
    if p == 0 { return 0 }
    return p <= 0.5 ? solve(a, p, isLower: true) : quantile(a, upper: 1 - p)
  }

  /// The x with Q(a, x) = q, for 0 ≤ q ≤ 1 and a > 0; +∞ at 0, 0 at 1, NaN outside.
  public static func quantile(_ a: Double, upper q: Double) -> Double {
    guard q >= 0, q <= 1, a > 0, a < .infinity else { return .nan }
    if q == 0 { return .infinity }
    if q == 1 { return 0 }
    return q < 0.5 ? solve(a, q, isLower: false) : quantile(a, lower: 1 - q)
  }

  /// Newton's method on the logarithm of the tail as a function of v = log x, where it is concave.
  private static func solve(_ a: Double, _ probability: Double, isLower: Bool) -> Double {
    // P(a, x) ≤ xᵃ/Γ(a + 1): no quantile lies below.
    let logGammaOfNext = a < 1 ? Double.logGamma(onePlus: a) : Double.logGamma(a + 1)
    let logTail = Double.log(probability)
    let least = ((isLower ? logTail : Double.log(onePlus: -probability)) + logGammaOfNext) / a
    if least < -745 { return 0 }
    let v = ConcaveRoot.find(from: Swift.max(least, guess(a, probability, isLower)), least: least) { v in
      let x = Double.exp(v)
      let log = isLower ? logLower(a, x) : logUpper(a, x)
      let slope = Double.exp(logKernel(a, x) - log)
      return (log - logTail, isLower ? slope : -slope)
    }
    return Double.exp(v)
  }

  /// The logarithm of about where the quantile is: the cube root of a gamma variable is nearly normal (E. B. Wilson and
  /// M. M. Hilferty, "The distribution of chi-square", PNAS 17, 1931).
  private static func guess(_ a: Double, _ probability: Double, _ isLower: Bool) -> Double {
    let z = isLower ? Normal.quantile(probability) : Normal.quantile(upperTail: probability)
    let root = 1 - 1 / (9 * a) + z / (3 * Double.sqrt(a))
    if root > 0.1 { return Double.log(a) + 3 * Double.log(root) }
    return isLower ? -.infinity : Double.log(a)
  }
}

/// Logarithms of beta functions and binomial coefficients, through Stirling corrections that do not cancel.
extension Double {
  /// log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a + b) for a, b > 0.
  ///
  /// The error is below 1e-15 (|log B| + |log a| + |log b| + 1) however large a and b are: with a ≤ b,
  /// log B = ½ log 2π − ½ log b + (a − ½) log(a/(a + b)) − b log(1 + a/b) + δ(a) + δ(b) − δ(a + b), where δ is
  /// ``stirlingCorrection(_:)``. +∞ where a or b is 0, −∞ where one is infinite, NaN for negative arguments.
  public static func logBeta(_ a: Double, _ b: Double) -> Double {
    guard a >= 0, b >= 0 else { return .nan }
    let (a, b) = a < b ? (a, b) : (b, a)
    if a == 0 { return b == .infinity ? .nan : .infinity }
    if b == .infinity { return -.infinity }
    let correction = stirlingCorrection(a) + (stirlingCorrection(b) - stirlingCorrection(a + b))
    let share = b < 1e300 ? a / (a + b) : 0.5 * a / (0.5 * a + 0.5 * b)
    return (halfLogTwoPi + correction) - 0.5 * log(b) + (a - 0.5) * log(share) - b * log(onePlus: a / b)
  }

  /// log C(n, k) = log Γ(n + 1) − log Γ(k + 1) − log Γ(n − k + 1) for real 0 ≤ k ≤ n.
  ///
  /// Relative error below 1e-14 where k and n − k are each 0 or at least 1, as for whole numbers, and below
  /// 1e-13 where they are at least 0.001. With m = n − k ≥ k, and S the correction of
  /// ``stirlingCorrection(_:)``, it is k log(n/k) − m log(1 − k/n) + ½ log(n/(2πkm)) + S(n) − S(m) − S(k), in
  /// the manner of C. Loader, "Fast and accurate computation of binomial probabilities", 2000; below k = 1 the
  /// terms in k alone are collected in log Γ(1 + k). 0 at k = 0 and k = n; −∞ outside; NaN for NaN.
  public static func logBinomial(_ n: Double, _ k: Double) -> Double {
    if n.isNaN || k.isNaN { return .nan }
    guard k >= 0, k <= n else { return -.infinity }
    if n == .infinity { return k == 0 ? 0 : k < n ? n : .nan }
    let k = Swift.min(k, n - k)
    let m = n - k
    if k == 0 { return 0 }
    if k == 1 { return log(n) }
    let logShare = log(onePlus: -k / n)
    if k > 1 {
      let corrections = stirlingCorrection(n) - stirlingCorrection(m) - stirlingCorrection(k)
      return k * log(n / k) - m * logShare + (0.5 * log(n / m / k) + (corrections - halfLogTwoPi))
    }
    if m >= 1 {
      let corrections = stirlingCorrection(n) - stirlingCorrection(m)
      return k * log(n) - (k + (m + 0.5) * logShare) + (corrections - logGamma(onePlus: k))
    }
    let whole = n < 1 ? logGamma(onePlus: n) : log(n) + logGamma(onePlus: n - 1)
    return whole - logGamma(onePlus: k) - logGamma(onePlus: m)
  }
}

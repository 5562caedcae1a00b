/// Quantiles of the normal distribution.
extension Normal {
  /// The x with Φ(x) = p, for 0 ≤ p ≤ 1; −∞ at 0, +∞ at 1, NaN outside.
  ///
  /// Relative error below 2e-15 for the p given: for p near 1, where p itself is coarse, say the upper tail
  /// instead. A rational function of p − ½ in the middle and of √(−2 log p) in the tails, the regions of
  /// M. J. Wichura, "Algorithm AS 241", Applied Statistics 37, 1988, with fits of our own.
  public static func quantile(_ p: Double) -> Double { 0 - quantile(upperTail: p) }

  /// The x with Φ(−x) = q, for 0 ≤ q ≤ 1; +∞ at 0, −∞ at 1, NaN outside.
  ///
  /// Relative error below 2e-15 down to the smallest q there is, where x is 38.5.
  public static func quantile(upperTail q: Double) -> Double {
    let distance = 0.5 - q
    if distance.magnitude <= 0.4 {
      return distance * Fits.normalQuantileCentral(0.16 - distance * distance)
    }
    if q > 0.5 { return -tailQuantile(1 - q) }
    return tailQuantile(q)
  }

  private static func tailQuantile(_ q: Double) -> Double {
    guard q > 0 else { return q == 0 ? .infinity : .nan }
    let s = Double.sqrt(-2 * Double.log(q))
    return s < 8 ? Fits.normalQuantileTail(s - 2.125) : Fits.normalQuantileFarTail(s - 8)
  }
}

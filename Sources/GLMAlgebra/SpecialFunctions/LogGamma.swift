/// log Γ and what Stirling's formula leaves over.
extension Double {
  /// ½ log 2π.
  static let halfLogTwoPi = 0.91893853320467274178

  /// log Γ(x) for x > 0, relative error below 1e-15 also near the zeros at 1 and 2.
  ///
  /// +∞ at 0 and +∞; NaN below 0.
  public static func logGamma(_ x: Double) -> Double {
    guard x > 0.5, x < 3 else { return x < 0 ? .nan : cLogGamma(x) }
    if x < 1 { return logGamma(onePlus: x) - log(x) }
    return x < 2 ? logGamma(onePlus: x - 1) : log(x - 1) + logGamma(onePlus: x - 2)
  }

  /// log Γ(1 + x) for 0 ≤ x ≤ 1, relative error below 1e-15 down to x = 0, where it is −0.5772 x.
  static func logGamma(onePlus x: Double) -> Double { x * (1 - x) * Fits.logGammaOnePlus(x) }

  /// Stirling's correction δ(x) = log Γ(x) − (x − ½) log x + x − ½ log 2π for x > 0.
  ///
  /// It decreases from +∞ at 0 and is near 1/(12x) for large x. Relative error below 1e-15 for x ≥ 1, absolute
  /// error below 4e-16 (1 + |log x|) for x < 1; 0 at +∞; NaN below 0. Differences of log Γ at large arguments
  /// are differences of elementary terms, which cancel on paper, and of δ, which is small.
  public static func stirlingCorrection(_ x: Double) -> Double {
    if x >= 8 { return Fits.stirlingFar(1 / (x * x)) / x }
    if x >= 3 { return Fits.stirlingMiddle(x - 3) }
    if x >= 1 { return Fits.stirlingNear(x - 1) }
    // δ(x) − δ(x + 1) = (x + ½) log(1 + 1/x) − 1.
    return Fits.stirlingNear(x) + ((x + 0.5) * (log(onePlus: x) - log(x)) - 1)
  }
}

/// Quantiles of the beta distribution.
extension IncompleteBeta {
  /// The x with I_x(a, b) = p, for 0 ≤ p ≤ 1 and a, b > 0, with its complement 1 − x: each accurate relative to itself.
  ///
  /// (0, 1) at p = 0 and (1, 0) at p = 1; NaN outside.
  public static func quantile(
    _ a: Double, _ b: Double, lower p: Double
  ) -> (value: Double, complement: Double) {
    guard p >= 0, p <= 1, a > 0, b > 0, a < .infinity, b < .infinity else { return (.nan, .nan) }
    if p == 0 { return (0, 1) }
    if p == 1 { return (1, 0) }
    if p <= 0.5 { return solve(a, b, p) }
    let other = solve(b, a, 1 - p)
    return (other.complement, other.value)
  }

  /// The same for the upper tail 1 − I_x(a, b) = q.
  public static func quantile(
    _ a: Double, _ b: Double, upper q: Double
  ) -> (value: Double, complement: Double) {
    let other = quantile(b, a, lower: q)
    return (other.complement, other.value)
  }

  /// Newton's method on log I as a function of the log-odds of x, where it is concave.
  private static func solve(_ a: Double, _ b: Double, _ p: Double) -> (value: Double, complement: Double) {
    let logTail = Double.log(p)
    let odds = ConcaveRoot.find(from: Double.log(a) - Double.log(b), least: -745) { v in
      let (x, y) = (Double.logistic(v), Double.logistic(-v))
      let log = logLower(a, b, x, complement: y)
      return (log - logTail, Double.exp(logKernel(a, b, x, y) - log))
    }
    return (Double.logistic(odds), Double.logistic(-odds))
  }
}

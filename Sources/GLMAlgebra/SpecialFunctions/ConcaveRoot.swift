/// The root of a concave function, as the logarithm of a tail of a log-concave distribution is.
package enum ConcaveRoot {
  /// Newton's method, which lands on one side of the root at its first step and then goes to it without ever
  /// overstepping.
  ///
  /// - Parameters:
  ///   - least: a bound below the root; −∞ for none.
  ///   - reach: the longest step, where the slope at the start may be all but 0.
  ///   - function: the value and the slope.
  package static func find(
    from start: Double, least: Double = -.infinity, reach: Double = 40,
    _ function: (Double) -> (value: Double, slope: Double)
  ) -> Double {
    var x = start
    for _ in 0..<100 {
      let (value, slope) = function(x)
      let step = -value / slope
      guard step.isFinite else { return x }
      let next = Swift.max(x + Swift.max(Swift.min(step, reach), -reach), least)
      if (next - x).magnitude <= 2e-16 * Swift.max(1, x.magnitude) || next == x { return next }
      x = next
    }
    return x
  }
}

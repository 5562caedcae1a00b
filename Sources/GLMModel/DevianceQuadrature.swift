import GLMAlgebra

/// The unit deviance of a family that states only its variance.
///
/// d = 2(y − μ)² ∫₀¹ v / V(y + (μ − y)v) dv, by the double-exponential rule of Takahasi and Mori (1974) with a fixed
/// set of nodes: a smooth function of μ, accurate to about 1e-14 relative for variances that are analytic
/// between y and μ, singular at an end (y = 0) or not.
public enum DevianceQuadrature {
  /// Nodes v in (0, 1) and weights times v.
  @usableFromInline
  static let nodes: [(v: Double, weight: Double)] = {
    let step = 1.0 / 16
    return (-68...52).map { k in
      let s = Double(k) * step
      let u = Double.pi / 2 * (Double.exp(s) - Double.exp(-s))
      let v = Double.logistic(u)
      return (v, step * v * v * Double.logistic(-u) * Double.pi / 2 * (Double.exp(s) + Double.exp(-s)))
    }
  }()

  /// d(y, μ) for `variance` V.
  @inlinable
  public static func unitDeviance(
    _ response: Double, _ mean: Double, variance: (Double) -> Double
  ) -> Double {
    let gap = mean - response
    if gap == 0 { return 0 }
    // A mean without variance makes every other response impossible.
    if variance(mean) == 0 { return .infinity }
    var sum = 0.0
    for node in nodes {
      // A term whose variance underflows to 0 with its weight has nothing to add.
      let v = variance(response + gap * node.v)
      if v > 0 { sum += node.weight / v }
    }
    return 2 * gap * (gap * sum)
  }
}

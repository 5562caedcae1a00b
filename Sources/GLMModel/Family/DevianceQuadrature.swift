import GLMAlgebra

/// The unit deviance of a family that states only its variance.
///
/// d = 2(y − μ)² ∫₀¹ v / V(y + (μ − y)v) dv, by the trapezoidal rule in u = log(v/(1 − v)) (Schwartz 1969). A zero of
/// V anywhere on the real line outside (y, μ), however near an end, lies at distance π from the line of u, so that a
/// step of ½ leaves e^(−4π²), below rounding: accurate to about 1e-14 relative for variances whose only zeros and
/// singularities are real, as far as V itself is.
public enum DevianceQuadrature {
  /// v in (0, 1), 1 − v, and the weight times v.
  public struct Node: Sendable {
    @usableFromInline let v: Double
    @usableFromInline let complement: Double
    @usableFromInline let weight: Double
  }

  /// From v = ½ upwards, nearer and nearer to the mean.
  @usableFromInline static let upper: [Node] = (0...1480).map { node(Double($0) / 2) }
  /// From below ½ downwards, nearer and nearer to the response.
  @usableFromInline static let lower: [Node] = (1...720).map { node(-Double($0) / 2) }

  private static func node(_ u: Double) -> Node {
    let (v, complement) = (Double.logistic(u), Double.logistic(-u))
    return Node(v: v, complement: complement, weight: 0.5 * v * v * complement)
  }

  /// d(y, μ) for `variance` V. About 120 values of V; more where y and μ are many orders of magnitude apart.
  @inlinable
  public static func unitDeviance(
    _ response: Double, _ mean: Double, variance: (Double) -> Double
  ) -> Double {
    let gap = mean - response
    if gap == 0 { return 0 }
    var sum = 0.0
    var diverges = true
    // Each side until its terms no longer count. A variance that underflows to 0 has nothing to add; one that
    // overflows hides what it would.
    for node in upper {
      let v = variance(mean - gap * node.complement)
      if v == .infinity { return .infinity }
      let term = v > 0 ? node.weight / v : 0
      sum += term
      if term < 1e-17 * sum {
        diverges = false
        break
      }
    }
    // On the edge of the means, where V is 0, the integral can have no end.
    if diverges { return .infinity }
    for node in lower {
      let v = variance(response + gap * node.v)
      let term = v > 0 ? node.weight / v : 0
      sum += term
      if term < 1e-17 * sum { break }
    }
    return 2 * gap * (gap * sum)
  }

  /// The same for a variance that may have zeros off the real line, as 1 + μ² has, near which a step of ½ is too coarse:
  /// halved until nothing changes, at most six times.
  public static func refinedUnitDeviance(
    _ response: Double, _ mean: Double, variance: (Double) -> Double
  ) -> Double {
    var value = unitDeviance(response, mean, variance: variance)
    let gap = mean - response
    var step = 0.5
    for _ in 0..<6 {
      guard value > 0, value < .infinity else { return value }
      // The points half way between those so far.
      var sum = 0.0
      for (side, u) in [(1.0, step / 2), (-1.0, -step / 2)] {
        var u = u
        while u.magnitude < 740 {
          let node = node(u)
          let v = variance(node.v > 0.5 ? mean - gap * node.complement : response + gap * node.v)
          let term = v > 0 ? node.weight / v : 0
          sum += term
          if term < 1e-17 * sum { break }
          u += side * step
        }
      }
      // A node's weight is that of a step of ½.
      let between = 2 * gap * (gap * sum) * (step / 0.5)
      let refined = 0.5 * (value + between)
      let isSettled = (refined - value).magnitude <= 4e-15 * refined
      value = refined
      if isSettled { return value }
      step /= 2
    }
    return value
  }
}

import GLMAlgebra

/// Successes of independent trials with one probability: means = [μ].
public struct BinomialDistribution: Distribution {
  public init() {}

  public func logDensity(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    let (s, n, p) = (response.value, response.trials, means[0])
    guard s >= 0, s <= n, s == s.rounded() else { return -.infinity }
    let f = n - s
    return Double.logBinomial(n, s) + (s == 0 ? 0 : s * Double.log(p))
      + (f == 0 ? 0 : f * Double.log(onePlus: -p))
  }

  /// P(S ≤ s) = I_(1 − μ)(n − s, s + 1).
  public func cumulative(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    let s = response.value.rounded(.down)
    let n = response.trials
    if s < 0 { return 0 }
    if s >= n { return 1 }
    return IncompleteBeta.lower(n - s, s + 1, 1 - means[0], complement: means[0])
  }

  public func quantile(_ probability: Double, trials: Double, means: [Double], dispersion: Double) -> Double {
    let mean = trials * means[0]
    return WholeQuantile.find(
      probability, near: mean, deviation: (mean * (1 - means[0])).squareRoot(), greatest: trials
    ) { cumulative(RowResponse($0, trials: trials), means: means, dispersion: dispersion) }
  }
}

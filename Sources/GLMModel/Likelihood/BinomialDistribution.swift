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

  /// O(trials): the probabilities are added from the nearer end.
  public func cumulative(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    let s = response.value.rounded(.down)
    let n = response.trials
    if s < 0 { return 0 }
    if s >= n { return 1 }
    func density(_ k: Double) -> Double {
      Double.exp(logDensity(RowResponse(k, trials: n), means: means, dispersion: dispersion))
    }
    var sum = CompensatedSum()
    if s < n * means[0] {
      for k in stride(from: s, through: 0, by: -1) { sum.add(density(k)) }
      return min(sum.value, 1)
    }
    for k in stride(from: s + 1, through: n, by: 1) { sum.add(density(k)) }
    return max(1 - sum.value, 0)
  }

  public func quantile(_ probability: Double, trials: Double, means: [Double], dispersion: Double) -> Double {
    guard means[0].isFinite, trials.isFinite, !probability.isNaN else { return .nan }
    var sum = CompensatedSum()
    // Forty standard deviations below the mean there is nothing to add.
    let deviation = (trials * means[0] * (1 - means[0])).squareRoot()
    var k = max(0, (trials * means[0] - 40 * deviation - 40).rounded(.down))
    if trials > 1e15 { return (trials * means[0]).rounded() }
    while k < trials {
      sum.add(Double.exp(logDensity(RowResponse(k, trials: trials), means: means, dispersion: dispersion)))
      if sum.value >= probability { return k }
      k += 1
    }
    return trials
  }
}

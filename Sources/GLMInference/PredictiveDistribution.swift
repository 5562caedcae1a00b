import GLMAlgebra
import GLMModel

/// The distribution of a new response whose linear predictor is itself uncertain: F(y) = ∫ F(y; g⁻¹(η + s z)) φ(z) dz
/// with the standard error s of η, by the trapezoid rule, which converges exponentially for such integrands
/// (Docs/Mathematics.md, "A new observation"). The dispersion is taken as estimated.
struct PredictiveDistribution {
  private let distribution: any Distribution
  private let isWhole: Bool
  private let trials: Double
  private let dispersion: Double
  /// Means of the nodes with their shares, which add up to 1.
  private let nodes: [(mean: Double, share: Double)]

  /// - Parameters:
  ///   - mean: μ at a linear predictor, or nil where the model has none.
  ///   - trials: of a new response that counts successes; 1 otherwise.
  init(
    _ distribution: any Distribution, isWhole: Bool, predictor: Double, error: Double, trials: Double,
    dispersion: Double, mean: (Double) -> Double?
  ) {
    self.distribution = distribution
    self.isWhole = isWhole
    self.trials = trials
    self.dispersion = dispersion
    let steps = error > 0 ? -16...16 : 0...0
    let found = steps.compactMap { step -> (mean: Double, share: Double)? in
      let z = 0.5 * Double(step)
      guard let mean = mean(predictor + error * z) else { return nil }
      return (mean, Double.exp(-0.5 * z * z))
    }
    let total = found.reduce(0) { $0 + $1.share }
    nodes = found.map { ($0.mean, $0.share / total) }
  }

  /// F(y).
  func cumulative(_ y: Double) -> Double {
    var sum = 0.0
    for node in nodes {
      sum +=
        node.share
        * distribution.cumulative(RowResponse(y, trials: trials), means: [node.mean], dispersion: dispersion)
    }
    return sum
  }

  /// The smallest y with F(y) ≥ `probability`, by bisection between the quantiles of the nodes, to rounding.
  func quantile(_ probability: Double) -> Double {
    let ends = nodes.map {
      distribution.quantile(probability, trials: trials, means: [$0.mean], dispersion: dispersion)
    }
    guard var low = ends.min(), var high = ends.max(), low.isFinite, high.isFinite else { return .nan }
    if cumulative(low) >= probability { return low }
    while true {
      let middle = isWhole ? ((low + high) / 2).rounded(.down) : low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if !isWhole, high - low <= 1e-12 * max(high.magnitude, low.magnitude) { return middle }
      if cumulative(middle) >= probability { high = middle } else { low = middle }
    }
  }
}

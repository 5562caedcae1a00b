import GLMAlgebra
import GLMModel

/// η = Φ⁻¹(μ), the normal quantile. With the hazard h(x) = φ(x)/Φ(−x): a = h(−η) and b = h(η), and
/// A = a(a + η), B = b(b − η), where h(x) − x is told without cancellation.
public struct Probit: ProbabilityLink {
  public init() {}
  public var isLogConcave: Bool { true }
  @inlinable
  public func callAsFunction(_ mean: Double) -> Double { Normal.quantile(mean) }

  @inlinable
  public func tails(_ predictor: Double) -> ProbabilityTails {
    let below = Normal.upperTailTerms(-predictor)
    let above = Normal.upperTailTerms(predictor)
    return ProbabilityTails(
      logMean: below.log, logComplement: above.log, logMeanSlope: below.hazard,
      logComplementSlope: above.hazard, logMeanCurvature: below.hazard * below.excess,
      logComplementCurvature: above.hazard * above.excess)
  }

  public func bernoulli(trials: Bool) -> any Likelihood {
    BernoulliLikelihood(through: self, trials: trials, vectors: .bernoulliProbit)
  }
}

extension Link where Self == Probit {
  /// η = Φ⁻¹(μ).
  public static var probit: Probit { Probit() }
}

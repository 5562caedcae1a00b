import GLMAlgebra
import GLMModel

/// η = log(μ/(1 − μ)), the log-odds. Canonical for ``Bernoulli``: a = 1 − μ and b = μ, so that the residual
/// s a − f b is s − nμ.
public struct Logit: ProbabilityLink {
  public init() {}
  public var isLogConcave: Bool { true }
  public var isLogOdds: Bool { true }
  @inlinable
  public func callAsFunction(_ mean: Double) -> Double { Double.log(mean) - Double.log(onePlus: -mean) }

  /// One exponential a row, of −|η|, which cannot overflow.
  @inlinable
  public func tails(_ predictor: Double) -> ProbabilityTails {
    let e = Double.exp(-predictor.magnitude)
    let small = e / (1 + e)
    let large = 1 / (1 + e)
    let logLarge = -Double.log(onePlus: e)
    let logSmall = logLarge - predictor.magnitude
    let slope = small * large
    return predictor < 0
      ? ProbabilityTails(
        logMean: logSmall, logComplement: logLarge, logMeanSlope: large, logComplementSlope: small,
        logMeanCurvature: slope, logComplementCurvature: slope)
      : ProbabilityTails(
        logMean: logLarge, logComplement: logSmall, logMeanSlope: small, logComplementSlope: large,
        logMeanCurvature: slope, logComplementCurvature: slope)
  }

  public func bernoulli(trials: Bool) -> any Likelihood {
    BernoulliLikelihood(through: self, trials: trials, vectors: .bernoulliLogit)
  }
}

extension Link where Self == Logit {
  /// η = log(μ/(1 − μ)).
  public static var logit: Logit { Logit() }
}

import GLMAlgebra
import GLMModel

/// η = log μ. Canonical for ``Poisson``; for a probability it makes relative risks additive, on η ≤ 0.
public struct Log: Link {
  public init() {}
  public var form: LinkForm { .logarithm }
  public var means: Interval { .positive }
  @inlinable
  public func callAsFunction(_ mean: Double) -> Double { Double.log(mean) }
  @inlinable
  public func inverse(_ predictor: Double) -> InverseLink {
    let mean = Double.exp(predictor)
    return InverseLink(mean: mean, slope: mean, second: mean)
  }
  public var probability: (any ProbabilityLink)? { LogProbability() }
}

/// η = log μ for a probability: log μ = η and log(1 − μ) = log(1 − e^η), on η ≤ 0.
public struct LogProbability: ProbabilityLink {
  public init() {}
  public var name: String { "log" }
  public var domain: Interval { Interval(to: 0, includesUpper: true) }
  public var isLogConcave: Bool { true }
  public func callAsFunction(_ mean: Double) -> Double { Double.log(mean) }
  public func inverse(_ predictor: Double) -> InverseLink { Log().inverse(predictor) }

  public func tails(_ predictor: Double) -> ProbabilityTails {
    // b = e^η/(1 − e^η) has b′ = b(1 + b).
    let b = Double.exp(predictor) / (0 - Double.expMinusOne(predictor))
    return ProbabilityTails(
      logMean: predictor, logComplement: Double.logOneMinusExp(predictor),
      logMeanSlope: 1, logComplementSlope: b, logMeanCurvature: 0, logComplementCurvature: b * (1 + b))
  }
}

extension Link where Self == Log {
  /// η = log μ.
  public static var log: Log { Log() }
}

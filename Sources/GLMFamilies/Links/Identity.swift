import GLMAlgebra
import GLMModel

/// η = μ. Canonical for ``Gaussian``.
public struct Identity: Link {
  public init() {}
  public var form: LinkForm { .identity }
  @inlinable
  public func callAsFunction(_ mean: Double) -> Double { mean }
  @inlinable
  public func inverse(_ predictor: Double) -> InverseLink {
    InverseLink(mean: predictor, slope: 1, second: 0)
  }
  public var probability: (any ProbabilityLink)? { IdentityProbability() }
}

/// η = μ for a probability: log μ = log η and log(1 − μ) = log(1 − η), on [0, 1].
public struct IdentityProbability: ProbabilityLink {
  public init() {}
  public var name: String { "identity" }
  public var domain: Interval { Interval(from: 0, to: 1, includesLower: true, includesUpper: true) }
  public var isLogConcave: Bool { true }
  public func callAsFunction(_ mean: Double) -> Double { mean }
  public func inverse(_ predictor: Double) -> InverseLink { Identity().inverse(predictor) }

  public func tails(_ predictor: Double) -> ProbabilityTails {
    let a = 1 / predictor
    let b = 1 / (1 - predictor)
    return ProbabilityTails(
      logMean: Double.log(predictor), logComplement: Double.log(onePlus: -predictor),
      logMeanSlope: a, logComplementSlope: b, logMeanCurvature: a * a, logComplementCurvature: b * b)
  }
}

extension Link where Self == Identity {
  /// η = μ.
  public static var identity: Identity { Identity() }
}

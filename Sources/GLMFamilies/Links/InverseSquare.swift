import GLMAlgebra
import GLMModel

/// η = 1/μ² on η > 0, for means above 0. Canonical for ``InverseGaussian`` up to a factor.
public struct InverseSquare: Link {
  public init() {}
  public var form: LinkForm { .power(-2) }
  public var domain: Interval { .positive }
  public var means: Interval { .positive }
  @inlinable
  public func callAsFunction(_ mean: Double) -> Double { 1 / mean / mean }
  @inlinable
  public func inverse(_ predictor: Double) -> InverseLink {
    let mean = 1 / Double.sqrt(predictor)
    let slope = -0.5 * mean / predictor
    return InverseLink(mean: mean, slope: slope, second: -1.5 * slope / predictor)
  }
  public var probability: (any ProbabilityLink)? { PowerProbability(-2, name: name) }
}

extension Link where Self == InverseSquare {
  /// η = 1/μ².
  public static var inverseSquare: InverseSquare { InverseSquare() }
}

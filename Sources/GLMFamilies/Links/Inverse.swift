import GLMAlgebra
import GLMModel

/// η = 1/μ on η > 0, for means above 0: a rate in place of a time. Canonical for ``Gamma`` up to its sign.
public struct Inverse: Link {
  public init() {}
  public var form: LinkForm { .power(-1) }
  public var domain: Interval { .positive }
  public var means: Interval { .positive }
  @inlinable
  public func callAsFunction(_ mean: Double) -> Double { 1 / mean }
  @inlinable
  public func inverse(_ predictor: Double) -> InverseLink {
    let mean = 1 / predictor
    return InverseLink(mean: mean, slope: -mean * mean, second: 2 * mean * mean * mean)
  }
  public var probability: (any ProbabilityLink)? { PowerProbability(-1, name: name) }
}

extension Link where Self == Inverse {
  /// η = 1/μ.
  public static var inverse: Inverse { Inverse() }
}

import GLMAlgebra
import GLMModel

/// What a user writes who needs counts that vary more than Poisson's: the support and the variance, nothing else.
public struct OverdispersedCounts: Family {
  public var theta: Double
  public init(theta: Double) { self.theta = theta }
  public var support: Support { .counts }
  public func variance<S: Scalar>(_ mean: S) -> S { mean + mean * mean / S(theta) }
}

/// A user's link into (0, 1) that says nothing of its tails: μ = ½ + arctan(η)/π.
public struct ArctanLink: Link {
  public init() {}
  public var means: Interval { .unit }
  public func callAsFunction(_ mean: Double) -> Double { Double.tan(.pi * (mean - 0.5)) }
  public func inverse(_ predictor: Double) -> InverseLink {
    let square = 1 + predictor * predictor
    let slope = 1 / (.pi * square)
    return InverseLink(
      mean: 0.5 + Double.atan(predictor) / .pi, slope: slope, second: -2 * slope * (predictor / square))
  }
}

import GLMAlgebra
import GLMModel

/// η = √μ on η ≥ 0, for means above 0: it makes the variance of a count nearly constant.
public struct SquareRoot: Link {
  public init() {}
  public var name: String { "sqrt" }
  public var form: LinkForm { .power(0.5) }
  public var domain: Interval { Interval(from: 0, includesLower: true) }
  public var means: Interval { .positive }
  @inlinable
  public func callAsFunction(_ mean: Double) -> Double { Double.sqrt(mean) }
  @inlinable
  public func inverse(_ predictor: Double) -> InverseLink {
    InverseLink(mean: predictor * predictor, slope: 2 * predictor, second: 2)
  }
  public var probability: (any ProbabilityLink)? { PowerProbability(0.5, name: name) }
}

extension Link where Self == SquareRoot {
  /// η = √μ.
  public static var squareRoot: SquareRoot { SquareRoot() }
}

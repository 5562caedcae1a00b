import GLMAlgebra
import GLMModel

/// Shares and successes of trials that vary more or less than Bernoulli's: V(μ) = μ(1 − μ) with an estimated dispersion,
/// canonical link logit, by quasi-likelihood without a density.
///
/// A response is any number from 0 to 1, or successes of trials, which need not be whole.
public struct QuasiBernoulli: CanonicalFamily {
  public init() {}
  public var canonicalLink: Logit { Logit() }
  public var support: Support {
    Support(
      Interval(from: 0, to: 1, includesLower: true, includesUpper: true), description: "a number from 0 to 1")
  }
  public var dispersion: Dispersion { .estimated }

  @inlinable
  public func variance<S: Scalar>(_ mean: S) -> S { mean * (S(1) - mean) }

  /// That of ``Bernoulli``.
  public func unitDeviance(_ response: Double, _ mean: Double) -> Double {
    Bernoulli().unitDeviance(response, mean)
  }

  public func likelihood<L: Link>(
    through link: L, for shape: ResponseShape
  ) throws(ModelError) -> any Likelihood {
    if case .classes = shape {
      throw .responseKind(
        model: name, needs: "a number from 0 to 1, or successes of trials", got: shape.description)
    }
    return QuasiLikelihood(try Bernoulli().likelihood(through: link, for: shape), support: support)
  }
}

extension Family where Self == QuasiBernoulli {
  /// Shares and successes of trials with an estimated dispersion.
  public static var quasiBernoulli: QuasiBernoulli { QuasiBernoulli() }
}

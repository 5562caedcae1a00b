import GLMAlgebra
import GLMModel

/// Amounts from 0 whose variance is proportional to their mean: V(μ) = μ with an estimated dispersion, canonical link log,
/// by quasi-likelihood without a density. A response is any number from 0.
public struct QuasiPoisson: CanonicalFamily {
  public init() {}
  public var canonicalLink: Log { Log() }
  public var support: Support { .nonnegative }
  public var dispersion: Dispersion { .estimated }

  @inlinable
  public func variance<S: Scalar>(_ mean: S) -> S { mean }

  /// That of ``Poisson``.
  public func unitDeviance(_ response: Double, _ mean: Double) -> Double {
    Poisson().unitDeviance(response, mean)
  }

  public func likelihood<L: Link>(
    through link: L, for shape: ResponseShape
  ) throws(ModelError) -> any Likelihood {
    do {
      return QuasiLikelihood(try Poisson().likelihood(through: link, for: shape), support: support)
    } catch .responseKind(_, let needs, let got) {
      throw .responseKind(model: name, needs: needs, got: got)
    }
  }
}

extension Family where Self == QuasiPoisson {
  /// Amounts from 0 with an estimated dispersion.
  public static var quasiPoisson: QuasiPoisson { QuasiPoisson() }
}

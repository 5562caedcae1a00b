import GLMAlgebra
import GLMModel

/// Normal responses: V(μ) = 1, canonical link identity, dispersion the variance.
public struct Gaussian: CanonicalFamily {
  public init() {}
  public var canonicalLink: Identity { Identity() }
  public var support: Support { .real }
  public var dispersion: Dispersion { .estimated }

  @inlinable
  public func variance<S: Scalar>(_ mean: S) -> S { S(1) }

  /// (y − μ)².
  @inlinable
  public func unitDeviance(_ response: Double, _ mean: Double) -> Double {
    (response - mean) * (response - mean)
  }

  /// −½ log(2πφ/w).
  public func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? {
    -0.5 * (Double.log(2 * .pi * dispersion) - Double.log(weight))
  }

  public func likelihood<L: Link>(
    through link: L, for shape: ResponseShape
  ) throws(ModelError) -> any Likelihood {
    try powerLikelihood(0, through: link, for: shape)
  }

  public var distribution: (any Distribution)? { GaussianDistribution() }

  /// f(k) = ½ log k.
  public func normalizerDerivatives(precision: Double) -> NormalizerDerivatives? { .halfLogarithm(precision) }
}

/// The normal distribution with variance φ.
public struct GaussianDistribution: Distribution {
  public init() {}

  public func logDensity(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    let deviation = Double.sqrt(dispersion)
    return Normal.logDensity((response.value - means[0]) / deviation) - Double.log(deviation)
  }

  public func cumulative(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    Normal.cumulative((response.value - means[0]) / Double.sqrt(dispersion))
  }

  public func quantile(_ probability: Double, trials: Double, means: [Double], dispersion: Double) -> Double {
    means[0] + Double.sqrt(dispersion) * Normal.quantile(probability)
  }

  public func predictiveQuantile(
    _ probability: Double, mean: Double, standardError: Double, dispersion: Double, degreesOfFreedom: Double?
  ) -> Double? {
    let tail = min(probability, 1 - probability)
    let reach =
      degreesOfFreedom.map { StudentT(degreesOfFreedom: $0).quantile(upperTail: tail) }
      ?? Normal.quantile(upperTail: tail)
    let deviation = (dispersion + standardError * standardError).squareRoot()
    return mean + (probability < 0.5 ? -reach : reach) * deviation
  }
}

extension Family where Self == Gaussian {
  /// Normal responses.
  public static var gaussian: Gaussian { Gaussian() }
}

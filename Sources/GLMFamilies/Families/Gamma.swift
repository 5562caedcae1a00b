import GLMAlgebra
import GLMModel

/// Positive responses with a constant coefficient of variation √φ: V(μ) = μ². The canonical link is the inverse, up to its
/// sign; the logarithm is often the better one.
public struct Gamma: Family {
  public init() {}
  public var support: Support { .positive }
  public var dispersion: Dispersion { .estimated }

  @inlinable
  public func variance<S: Scalar>(_ mean: S) -> S { mean * mean }

  /// 2 [(y − μ)/μ − log(y/μ)].
  public func unitDeviance(_ response: Double, _ mean: Double) -> Double {
    2 * PowerDeviance.half(2, response, .itself, mean)
  }

  /// w [k log k − k − log Γ(k) − log y] with the shape k = 1/φ: the log-density of a row counts as often as its weight
  /// says, as in R.
  public func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? {
    let shape = 1 / dispersion
    let constant = 0.5 * Double.log(shape / (2 * .pi)) - Double.stirlingCorrection(shape)
    return weight * (constant - Double.log(response.value))
  }

  /// deviance/Σw, as in R.
  public func likelihoodDispersion(deviance: Double, observations: Double, totalWeight: Double) -> Double {
    deviance / totalWeight
  }

  public func likelihood<L: Link>(
    through link: L, for shape: ResponseShape
  ) throws(ModelError) -> any Likelihood {
    try powerLikelihood(2, through: link, for: shape)
  }

  public var distribution: (any Distribution)? { GammaDistribution() }

  /// f(k) = k log k − k − log Γ(k).
  public func normalizerDerivatives(precision: Double) -> NormalizerDerivatives? { .gamma(precision) }
}

/// The gamma distribution with mean μ and variance φμ²: shape 1/φ.
public struct GammaDistribution: Distribution {
  public init() {}

  public func logDensity(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    let y = response.value
    guard y > 0 else { return -.infinity }
    let normalizer = Gamma().logNormalizer(response, weight: 1, dispersion: dispersion) ?? .nan
    return normalizer - PowerDeviance.half(2, y, .itself, means[0]) / dispersion
  }

  public func cumulative(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    let shape = 1 / dispersion
    return response.value <= 0 ? 0 : IncompleteGamma.lower(shape, response.value / means[0] * shape)
  }

  public func quantile(_ probability: Double, trials: Double, means: [Double], dispersion: Double) -> Double {
    means[0] * (dispersion * IncompleteGamma.quantile(1 / dispersion, lower: probability))
  }
}

extension Family where Self == Gamma {
  /// Positive responses with a constant coefficient of variation.
  public static var gamma: Gamma { Gamma() }
}

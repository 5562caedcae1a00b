import GLMAlgebra
import GLMModel

/// Positive responses with a long tail, such as first passage times: V(μ) = μ³. The canonical link is the inverse square,
/// up to a factor.
public struct InverseGaussian: Family {
  public init() {}
  public var support: Support { .positive }
  public var dispersion: Dispersion { .estimated }

  @inlinable
  public func variance<S: Scalar>(_ mean: S) -> S { mean * mean * mean }

  /// (y − μ)²/(μ² y).
  public func unitDeviance(_ response: Double, _ mean: Double) -> Double {
    2 * PowerDeviance.half(3, response, .itself, mean)
  }

  /// −(w/2) log(2πφy³): the log-density of a row counts as often as its weight says, as in R.
  public func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? {
    -0.5 * weight * (Double.log(2 * .pi * dispersion) + 3 * Double.log(response.value))
  }

  /// deviance/Σw, as in R.
  public func likelihoodDispersion(deviance: Double, observations: Double, totalWeight: Double) -> Double {
    deviance / totalWeight
  }

  public func likelihood<L: Link>(
    through link: L, for shape: ResponseShape
  ) throws(ModelError) -> any Likelihood {
    try powerLikelihood(3, through: link, for: shape)
  }

  public var distribution: (any Distribution)? { InverseGaussianDistribution() }

  /// f(k) = ½ log k.
  public func normalizerDerivatives(precision: Double) -> NormalizerDerivatives? { .halfLogarithm(precision) }
}

/// The inverse Gaussian distribution with mean μ and variance φμ³.
public struct InverseGaussianDistribution: Distribution {
  public init() {}

  public func logDensity(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    let y = response.value
    guard y > 0 else { return -.infinity }
    let normalizer = InverseGaussian().logNormalizer(response, weight: 1, dispersion: dispersion) ?? .nan
    return normalizer - PowerDeviance.half(3, y, .itself, means[0]) / dispersion
  }

  /// Φ(z) + φ(z)/h(z′) with z, z′ = (y/μ ∓ 1)/√(φy) and the normal hazard h: the e^(2/φμ) Φ(−z′) of the textbooks is
  /// φ(z)/h(z′), where nothing overflows.
  public func cumulative(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    guard means[0] > 0, dispersion > 0 else { return .nan }
    if response.value <= 0 { return 0 }
    if response.value == .infinity { return 1 }
    let (near, far) = Self.scores(response.value, means[0], dispersion)
    if near > 0 { return max(1 - Double.exp(Self.logTail(near, far, isLower: false)), 0) }
    return Double.exp(Self.logTail(near, far, isLower: true))
  }

  /// Newton's method on the logarithm of the smaller tail as a function of log y, where it is concave.
  public func quantile(_ probability: Double, trials: Double, means: [Double], dispersion: Double) -> Double {
    let mean = means[0]
    guard probability >= 0, probability <= 1, mean > 0, mean.isFinite, dispersion > 0 else { return .nan }
    if probability == 0 { return 0 }
    if probability == 1 { return .infinity }
    let isLower = cumulative(RowResponse(mean), means: means, dispersion: dispersion) >= probability
    let target = Double.log(isLower ? probability : 1 - probability)
    let root = ConcaveRoot.find(from: Double.log(mean), reach: 3) { v in
      let y = Double.exp(v)
      let (near, far) = Self.scores(y, mean, dispersion)
      let tail = Self.logTail(near, far, isLower: isLower)
      let density = logDensity(RowResponse(y), means: means, dispersion: dispersion) + v
      let slope = Double.exp(density - tail)
      return (tail - target, isLower ? slope : -slope)
    }
    return Double.exp(root)
  }

  /// z and z′.
  private static func scores(_ y: Double, _ mean: Double, _ dispersion: Double) -> (near: Double, far: Double)
  {
    let root = Double.sqrt(dispersion) * Double.sqrt(y)
    return ((y / mean - 1) / root, (y / mean + 1) / root)
  }

  /// log P(Y ≤ y) for z ≤ 0, and log P(Y > y) = log φ(z) + log(1/h(z) − 1/h(z′)) for z ≥ 0; the other by what is left.
  private static func logTail(_ near: Double, _ far: Double, isLower: Bool) -> Double {
    let further = 1 / Normal.hazard(far).hazard
    let logDensity = Normal.logDensity(near)
    let nearest = 1 / Normal.hazard(near.magnitude).hazard
    if near <= 0 {
      let lower = logDensity + Double.log(nearest + further)
      return isLower ? lower : Double.log(onePlus: -Double.exp(lower))
    }
    let upper = logDensity + Double.log(max(nearest - further, 0))
    return isLower ? Double.log(onePlus: -Double.exp(upper)) : upper
  }
}

extension Family where Self == InverseGaussian {
  /// Positive responses with a long tail.
  public static var inverseGaussian: InverseGaussian { InverseGaussian() }
}

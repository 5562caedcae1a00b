import GLMAlgebra
import GLMModel

/// Counts that vary more than Poisson's: V(μ) = μ + μ²/θ with a known θ, dispersion 1. Usually fitted through the
/// logarithm; as θ grows it becomes ``Poisson``.
public struct NegativeBinomial: Family {
  /// θ > 0, the number of failures that the count of successes waits for; it need not be whole.
  public let theta: Double

  /// - Parameter theta: θ, a finite number above 0; any other is refused by a typed error when a model is made of it.
  public init(theta: Double) { self.theta = theta }

  public var name: String { "negative-binomial:\(shortest(theta))" }
  public var support: Support { .counts }

  @inlinable
  public func variance<S: Scalar>(_ mean: S) -> S { mean + mean * (mean / S(theta)) }

  /// 2 [y log(y/μ) − (y + θ) log((y + θ)/(μ + θ))].
  public func unitDeviance(_ response: Double, _ mean: Double) -> Double {
    2 * NegativeBinomialOdds(theta, .itself, mean).loss(response)
  }

  /// w log p(y) at μ = y: w [½ log(θ/(2π y (y + θ))) + δ(y + θ) − δ(y) − δ(θ)] by Stirling's corrections; 0 at y = 0.
  public func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? {
    let y = response.value
    if y == 0 { return 0 }
    let total = y + theta
    let corrections =
      Double.stirlingCorrection(total) - Double.stirlingCorrection(theta) - Double.stirlingCorrection(y)
    return weight * (0.5 * Double.log(theta / total / (2 * .pi * y)) + corrections)
  }

  public func likelihood<L: Link>(
    through link: L, for shape: ResponseShape
  ) throws(ModelError) -> any Likelihood {
    guard theta > 0, theta < .infinity else {
      throw .contradiction("negative-binomial needs a theta above 0, and was given \(theta)")
    }
    guard shape == .values else {
      throw .responseKind(model: name, needs: ResponseShape.values.description, got: shape.description)
    }
    guard let form = PositiveMean(link.form) else { return LinkedLikelihood(family: self, link: link) }
    return NegativeBinomialLikelihood(self, link: link, form: form)
  }

  public var distribution: (any Distribution)? { NegativeBinomialDistribution(theta: theta) }
}

/// The negative binomial distribution with mean μ and variance μ + μ²/θ.
public struct NegativeBinomialDistribution: Distribution {
  /// θ.
  public let theta: Double

  public init(theta: Double) { self.theta = theta }

  public func logDensity(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    let y = response.value
    guard y >= 0, y == y.rounded(), y < .infinity else { return -.infinity }
    let normalizer =
      NegativeBinomial(theta: theta).logNormalizer(response, weight: 1, dispersion: 1) ?? .nan
    return normalizer - NegativeBinomialOdds(theta, .itself, means[0]).loss(y)
  }

  /// P(Y ≤ y) = I_(1 − p)(θ, y + 1) with p = μ/(μ + θ).
  public func cumulative(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    if response.value < 0 { return 0 }
    let odds = NegativeBinomialOdds(theta, .itself, means[0])
    return IncompleteBeta.lower(
      theta, response.value.rounded(.down) + 1, odds.complement, complement: odds.share)
  }

  public func quantile(_ probability: Double, trials: Double, means: [Double], dispersion: Double) -> Double {
    let deviation = NegativeBinomial(theta: theta).variance(means[0]).squareRoot()
    return WholeQuantile.find(probability, near: means[0], deviation: deviation) {
      cumulative(RowResponse($0), means: means, dispersion: dispersion)
    }
  }
}

extension Family where Self == NegativeBinomial {
  /// Counts that vary more than Poisson's, with a known θ.
  public static func negativeBinomial(theta: Double) -> NegativeBinomial { NegativeBinomial(theta: theta) }
}

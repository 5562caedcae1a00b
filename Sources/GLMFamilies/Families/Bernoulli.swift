import GLMAlgebra
import GLMModel

/// Yes or no: V(μ) = μ(1 − μ), canonical link logit. One trial a row (0 or 1), or successes of trials.
///
/// Through any link the likelihood is ``BernoulliLikelihood``, which is exact in both tails.
public struct Bernoulli: CanonicalFamily {
  public init() {}
  public var canonicalLink: Logit { Logit() }
  public var support: Support { .binary }

  @inlinable
  public func variance<S: Scalar>(_ mean: S) -> S { mean * (S(1) - mean) }

  /// 2 [y log(y/μ) + (1 − y) log((1 − y)/(1 − μ))].
  @inlinable
  public func unitDeviance(_ response: Double, _ mean: Double) -> Double {
    let (y, f) = (response, 1 - response)
    if y == 0 { return -2 * Double.log(onePlus: -mean) }
    if f == 0 { return -2 * Double.log(mean) }
    let gap = mean - y
    if gap.magnitude < 0.5 * min(y, f) {
      return 2 * (y * Double.excessOverLog(onePlus: gap / y) + f * Double.excessOverLog(onePlus: -gap / f))
    }
    return 2 * (y * Double.log(y / mean) + f * (Double.log(onePlus: -y) - Double.log(onePlus: -mean)))
  }

  public func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? { 0 }

  public func likelihood<L: Link>(
    through link: L, for shape: ResponseShape
  ) throws(ModelError) -> any Likelihood {
    let probability: any ProbabilityLink = link.probability ?? ChainedProbabilityLink(link)
    switch shape {
    case .values: return probability.bernoulli(trials: false)
    case .successesOfTrials: return probability.bernoulli(trials: true)
    case .classes:
      throw .responseKind(
        model: name, needs: "0 or 1, two classes, or successes of trials", got: shape.description)
    }
  }

  public var distribution: (any Distribution)? { BinomialDistribution() }
}

extension Family where Self == Bernoulli {
  /// Yes or no, once or in trials.
  public static var bernoulli: Bernoulli { Bernoulli() }
}

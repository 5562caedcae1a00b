import GLMAlgebra
import GLMFamilies
import GLMModel

private let amounts: [RowResponse] = [1e-3, 0.43, 1.07, 7.5, 390].map { RowResponse($0) }
private let above: [Double] = [0.02, 0.11, 0.4, 1, 2.3, 6, 31]

/// A link with what the cases of families on positive means need of it.
private struct MeanLink {
  let name: String
  let link: any Link
  let predictors: [Double]
  /// Linear predictors of a small data set.
  let middle: Double
  let slope: Double

  static let log = MeanLink(
    name: "log", link: Log(), predictors: wide.map { $0 == 0 ? 0.02 : $0 }, middle: 0.8, slope: 0.7)
  static let identity = MeanLink(name: "identity", link: Identity(), predictors: above, middle: 3, slope: 1)
  static let inverse = MeanLink(name: "inverse", link: Inverse(), predictors: above, middle: 0.6, slope: 0.3)
  static let inverseSquare = MeanLink(
    name: "inverse-square", link: InverseSquare(), predictors: above, middle: 0.4, slope: 0.2)
  static let sqrt = MeanLink(name: "sqrt", link: SquareRoot(), predictors: above, middle: 1.8, slope: 0.6)

  static func power(_ exponent: Double, middle: Double, slope: Double) -> MeanLink {
    MeanLink(
      name: "power \(exponent)", link: Power(exponent), predictors: above, middle: middle, slope: slope)
  }

  func `case`(
    _ name: String, _ family: some Family, _ responses: [RowResponse], reach: Double = 700,
    nearest: Double = 0
  ) -> LikelihoodCase {
    let link = link
    return LikelihoodCase(
      "\(name) \(self.name)", likelihood(family, link), responses: responses, predictors: planes(predictors),
      middle: [middle], slope: [slope], reach: reach, nearest: nearest,
      saturated: { $0.value > 0 ? [link(link.inverse(link($0.value)).mean)] : nil })
  }
}

/// Families with variance μᵖ through the logarithm and powers of the mean.
let positiveCases: [LikelihoodCase] = [
  MeanLink.inverse.case("gamma", Gamma(), amounts),
  MeanLink.log.case("gamma", Gamma(), amounts),
  MeanLink.identity.case("gamma", Gamma(), amounts, nearest: 0.1),
  MeanLink.power(-0.5, middle: 0.7, slope: 0.2).case("gamma", Gamma(), amounts),
  MeanLink.inverseSquare.case("inverse gaussian", InverseGaussian(), amounts),
  MeanLink.log.case("inverse gaussian", InverseGaussian(), amounts, reach: 350),
  MeanLink.inverse.case("inverse gaussian", InverseGaussian(), amounts),
  MeanLink.identity.case("inverse gaussian", InverseGaussian(), amounts, nearest: 0.1),
  MeanLink.sqrt.case("poisson", Poisson(), counts),
  MeanLink.power(0.3, middle: 1.3, slope: 0.2).case("poisson", Poisson(), counts, nearest: 0.1),
  MeanLink.inverse.case("gaussian", Gaussian(), [-3, 0, 0.5, 2, 100].map { RowResponse($0) }, nearest: 0.1),
  MeanLink.log.case("tweedie 1.5", Tweedie(power: 1.5), [0, 0.03, 1.07, 7.5, 390].map { RowResponse($0) }),
  MeanLink.power(-0.5, middle: 0.7, slope: 0.2).case(
    "tweedie 1.5", Tweedie(power: 1.5), [0, 0.03, 1.07, 7.5, 390].map { RowResponse($0) }, nearest: 0.1),
  MeanLink.identity.case(
    "tweedie 1.3", Tweedie(power: 1.3), [0, 0.03, 1.07, 7.5, 390].map { RowResponse($0) }, nearest: 0.1),
  MeanLink.log.case("tweedie 2.5", Tweedie(power: 2.5), amounts, reach: 350),
  MeanLink.log.case(
    "tweedie -1", Tweedie(power: -1), [0, 0.6, 1.07, 7.5].map { RowResponse($0) }, reach: 220),
]

/// Negative binomial counts.
let negativeBinomialCases: [LikelihoodCase] = [
  MeanLink.log.case("negative binomial", NegativeBinomial(theta: 2), counts),
  MeanLink.log.case("negative binomial of small theta", NegativeBinomial(theta: 0.05), counts),
  MeanLink.identity.case("negative binomial", NegativeBinomial(theta: 2), counts),
  MeanLink.sqrt.case("negative binomial", NegativeBinomial(theta: 0.7), counts),
  MeanLink.inverse.case("negative binomial", NegativeBinomial(theta: 3), counts),
]

private let shares: [RowResponse] = [0, 0.2, 0.5, 0.93, 1].map { RowResponse($0) }
private let unevenTrials: [RowResponse] = [(0, 5), (2.5, 5), (5, 5), (0, 0), (0.25, 0.75)].map {
  RowResponse($0, trials: $1)
}

private func quasiCase(
  _ name: String, _ family: some Family, _ link: some Link, _ responses: [RowResponse], predictors: [Double],
  middle: Double, slope: Double, reach: Double = 700, nearest: Double = 0, isCanonical: Bool = false
) -> LikelihoodCase {
  LikelihoodCase(
    name, likelihood(family, link, responses.contains { $0.trials != 1 } ? .successesOfTrials : .values),
    responses: responses, predictors: planes(predictors), middle: [middle], slope: [slope], reach: reach,
    nearest: nearest, isCanonical: isCanonical,
    saturated: { response in
      let mean = response.value / response.trials
      return family.support.means.intersection(link.means).contains(mean) ? [link(mean)] : nil
    })
}

/// Families by quasi-likelihood: those with a form of their own, and expressions through the chain rule.
let quasiCases: [LikelihoodCase] = [
  quasiCase(
    "quasi-poisson log", QuasiPoisson(), Log(), [0, 0.31, 1.07, 7.5, 390].map { RowResponse($0) },
    predictors: wide,
    middle: 1.2, slope: 0.7, isCanonical: true),
  quasiCase(
    "quasi-poisson sqrt", QuasiPoisson(), SquareRoot(), [0, 0.31, 1.07, 7.5, 390].map { RowResponse($0) },
    predictors: above, middle: 1.8, slope: 0.6),
  quasiCase(
    "quasi-bernoulli logit", QuasiBernoulli(), Logit(), shares, predictors: wide + [-36, 36], middle: 0.3,
    slope: 1,
    isCanonical: true),
  quasiCase(
    "quasi-bernoulli cauchit of uneven trials", QuasiBernoulli(), Cauchit(), unevenTrials, predictors: wide,
    middle: 0.1,
    slope: 0.5),
  quasiCase(
    "quasi:mu(1-mu) probit", quasi("mu(1-mu)"), Probit(), shares, predictors: wide, middle: 0.2, slope: 0.6),
  quasiCase(
    "quasi:mu identity", quasi("mu"), Identity(), [0, 0.31, 1.07, 7.5, 390].map { RowResponse($0) },
    predictors: above,
    middle: 6, slope: 3),
  quasiCase(
    "quasi:mu^2 log", quasi("mu^2"), Log(), amounts, predictors: wide, middle: 0.8, slope: 0.7),
  quasiCase(
    "quasi:1 identity", quasi("1"), Identity(), [-30, 0.5, 2, 1000].map { RowResponse($0) },
    predictors: wide + [-300, 1e4], middle: 1, slope: 2, isCanonical: true),
  quasiCase(
    "quasi:3*mu log", quasi("3*mu"), Log(), [0, 0.31, 1.07, 7.5, 390].map { RowResponse($0) },
    predictors: wide,
    middle: 1.2, slope: 0.7),
  quasiCase(
    "quasi:mu+0.5*mu^1.5 log", quasi("mu+0.5*mu^1.5"), Log(),
    [0, 0.31, 1.07, 7.5, 390].map { RowResponse($0) },
    predictors: wide.map { $0 == 0 ? 0.02 : $0 }, middle: 1.2, slope: 0.7, reach: 350),
  quasiCase(
    "quasi:mu+0.5*mu^2 log", quasi("mu+0.5*mu^2"), Log(), [0, 0.31, 1.07, 7.5, 390].map { RowResponse($0) },
    predictors: wide, middle: 1.2, slope: 0.7, reach: 350),
  quasiCase(
    "quasi:mu^2*(1-mu)^2 logit", quasi("mu^2*(1-mu)^2"), Logit(),
    [0.01, 0.2, 0.48, 0.93].map { RowResponse($0) },
    predictors: wide.filter { $0.magnitude < 5 }, middle: 0.3, slope: 1, reach: 30),
  quasiCase(
    "quasi:mu^1.5 probit", quasi("mu^1.5"), Probit(), [0.01, 0.2, 0.5, 0.93, 3].map { RowResponse($0) },
    predictors: [-1.2, -0.7, -0.3, 0.1, 0.4, 1.1, 2.2], middle: 0.2, slope: 0.6, reach: 30),
]

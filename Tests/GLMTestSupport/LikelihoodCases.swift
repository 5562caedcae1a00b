import GLMAlgebra
import GLMFamilies
import GLMModel

/// Every likelihood: the laws of likelihoods, solvers and fits run over this list.
public let likelihoodCases: [LikelihoodCase] =
  gaussianCases + bernoulliCases + countCases + categoricalCases + chainRuleCases + positiveCases
  + negativeBinomialCases + quasiCases

/// Those whose residual is y − μ.
public let canonicalCases: [LikelihoodCase] = likelihoodCases.filter(\.isCanonical)

let counts: [RowResponse] = [0, 1, 2, 7, 40, 1000].map { RowResponse($0) }
let trials: [RowResponse] = [(0, 5), (2, 5), (5, 5), (0, 0), (1, 3), (999, 2000)].map {
  RowResponse($0, trials: $1)
}
let wide: [Double] = [-6, -2.5, -1, -0.3, 0, 1e-3, 0.4, 1.1, 2.2, 5]

func planes(_ values: [Double]) -> [[Double]] { values.map { [$0] } }

func likelihood(
  _ family: some Family, _ link: some Link, _ shape: ResponseShape = .values
) -> any Likelihood {
  do { return try family.likelihood(through: link, for: shape) } catch {
    preconditionFailure("\(family.name) through \(link.name): \(error)")
  }
}

private let gaussianCases: [LikelihoodCase] = [
  LikelihoodCase(
    "gaussian identity", likelihood(Gaussian(), Identity()),
    responses: [-30, -1, 0, 0.5, 2, 1000].map { RowResponse($0) }, predictors: planes(wide + [-300, 1e4]),
    middle: [1], slope: [2], isCanonical: true, saturated: { [$0.value] }),
  LikelihoodCase(
    "gaussian log", likelihood(Gaussian(), Log()), responses: [-3, 0, 0.5, 2, 100].map { RowResponse($0) },
    predictors: planes(wide), middle: [1], slope: [0.5], reach: 350,
    saturated: { $0.value > 0 ? [Double.log($0.value)] : nil }),
]

/// A probability link with what its Bernoulli cases need.
struct BernoulliCase {
  let link: any Link
  let predictors: [Double]
  let middle: Double
  let slope: Double
  /// Linear predictors that give probability 0 and 1, up to `Double`.
  let ends: (none: Double, all: Double)
  var isCanonical = false

  func cases(name: String) -> [LikelihoodCase] {
    let (link, ends) = (link, ends)
    let saturated: @Sendable (RowResponse) -> [Double]? = { response in
      if response.value == response.trials { return [ends.all] }
      return [response.value == 0 ? ends.none : link(response.value / response.trials)]
    }
    return [
      (" trials", ResponseShape.successesOfTrials, trials), ("", .values, [RowResponse(0), RowResponse(1)]),
    ]
    .map { suffix, shape, responses in
      LikelihoodCase(
        "bernoulli \(name)\(suffix)", likelihood(Bernoulli(), link, shape), responses: responses,
        predictors: planes(predictors), middle: [middle], slope: [slope], isCanonical: isCanonical,
        saturated: saturated)
    }
  }
}

private let bernoulliCases: [LikelihoodCase] =
  BernoulliCase(
    link: Logit(), predictors: wide + [-36, 36], middle: 0.3, slope: 1, ends: (-800, 800), isCanonical: true
  ).cases(name: "logit")
  + BernoulliCase(link: Probit(), predictors: wide, middle: 0.2, slope: 0.6, ends: (-50, 50)).cases(
    name: "probit")
  + BernoulliCase(
    link: ComplementaryLogLog(), predictors: wide.filter { $0 < 4 }, middle: -0.3, slope: 0.6,
    ends: (-800, 100)
  ).cases(name: "cloglog")
  + BernoulliCase(
    link: Log(), predictors: [-6, -2.5, -1, -0.3, -0.02], middle: -1.1, slope: 0.2, ends: (-800, 0)
  ).cases(name: "log")
  + BernoulliCase(
    link: Identity(), predictors: [1e-3, 0.1, 0.4, 0.77, 0.999], middle: 0.5, slope: 0.15, ends: (0, 1)
  ).cases(name: "identity")
  + BernoulliCase(
    link: LogLog(), predictors: wide.filter { $0 > -4 }, middle: 0.3, slope: 0.6, ends: (-100, 800)
  ).cases(name: "loglog")
  + BernoulliCase(
    link: Cauchit(), predictors: wide + [-300, 80], middle: 0.1, slope: 0.5, ends: (-1e17, 1e17)
  )
  .cases(name: "cauchit")
  + BernoulliCase(
    link: SquareRoot(), predictors: [1e-3, 0.1, 0.4, 0.77, 0.999], middle: 0.7, slope: 0.1, ends: (0, 1)
  ).cases(name: "sqrt")
  + BernoulliCase(
    link: Inverse(), predictors: [1.001, 1.3, 2, 7, 900], middle: 3, slope: 0.8, ends: (1e17, 1)
  )
  .cases(name: "inverse")
  + BernoulliCase(link: ArctanLink(), predictors: wide, middle: 0.1, slope: 0.5, ends: (-1e17, 1e17)).cases(
    name: "user's arctan link")

private let countCases: [LikelihoodCase] = [
  LikelihoodCase(
    "poisson log", likelihood(Poisson(), Log()), responses: counts, predictors: planes(wide), middle: [1.2],
    slope: [0.7], isCanonical: true, saturated: { [$0.value == 0 ? -800 : Double.log($0.value)] }),
  LikelihoodCase(
    "poisson identity", likelihood(Poisson(), Identity()), responses: counts,
    predictors: planes([1e-3, 0.3, 1, 7.2, 40, 999]), middle: [6], slope: [3], saturated: { [$0.value] }),
  LikelihoodCase(
    "user's negative binomial log", likelihood(OverdispersedCounts(theta: 2), Log()), responses: counts,
    predictors: planes(wide), middle: [1.2], slope: [0.7], reach: 350,
    saturated: { [$0.value == 0 ? -700 : Double.log($0.value)] }),
  LikelihoodCase(
    "user's negative binomial identity", likelihood(OverdispersedCounts(theta: 2), Identity()),
    responses: counts,
    predictors: planes([1e-3, 0.3, 1, 7.2, 40, 999]), middle: [6], slope: [3], saturated: { [$0.value] }),
]

private let categoricalCases: [LikelihoodCase] = [2, 3, 5].map { classes in
  let k = classes - 1
  var generator = SplitMix(seed: UInt64(classes))
  let scattered = (0..<8).map { _ in (0..<k).map { _ in 2 * generator.normal() } }
  return LikelihoodCase(
    "categorical of \(classes)", CategoricalLikelihood(classes: classes),
    responses: (0..<classes).map { RowResponse(Double($0)) },
    predictors: scattered + [Array(repeating: 0, count: k), Array(repeating: 20, count: k)],
    middle: (0..<k).map { 0.3 * Double($0) - 0.2 }, slope: (0..<k).map { 0.8 - 0.5 * Double($0) },
    isCanonical: true,
    saturated: { response in
      (1...k).map { response.value == 0 ? -800 : (Double($0) == response.value ? 800 : 0) }
    })
}

/// The chain rule where a family has its own form: what a user's copy of the family would be.
private let chainRuleCases: [LikelihoodCase] = [
  LikelihoodCase(
    "linked poisson log", LinkedLikelihood(family: Poisson(), link: Log(), isConvex: true), responses: counts,
    predictors: planes(wide), middle: [1.2], slope: [0.7], isCanonical: true,
    saturated: { [$0.value == 0 ? -700 : Double.log($0.value)] }),
  // Through μ, which rounds to 1 at 37.
  LikelihoodCase(
    "linked bernoulli logit", LinkedLikelihood(family: Bernoulli(), link: Logit(), isConvex: true),
    responses: [RowResponse(0), RowResponse(1)], predictors: planes(wide), middle: [0.3], slope: [1],
    reach: 30,
    isCanonical: true, saturated: { [$0.value == 0 ? -700 : 40] }),
]

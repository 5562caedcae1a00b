import GLMAlgebra
import GLMModel

/// A negative binomial count through the logarithm or through a power of the mean.
///
/// With p = μ/(μ + θ) the loss is that of y successes and θ failures with success probability p (Docs/Mathematics.md,
/// "Negative binomial counts"). Through the logarithm the residual is y(1 − p) − θp, the expected curvature θp and the
/// observed one (y + θ)p(1 − p), so that the loss is convex; through η = μ^(1/q) they are multiplied by q/η and its
/// square, and the observed one is (q/η²)[y(1 − p)(1 + qp) + θp(q(1 − p) − 1)], which is convex for no q.
struct NegativeBinomialLikelihood: ScalarLikelihood, VectorizedLikelihood {
  private let family: NegativeBinomial
  private let link: any Link
  private let form: PositiveMean
  private let range: MeanRange
  let domain: PredictorDomain
  var vectors: VectorLikelihood?

  init(_ family: NegativeBinomial, link: any Link, form: PositiveMean) {
    self.family = family
    self.link = link
    self.form = form
    range = form.range(includesZero: true)
    domain = range.domain
    vectors = form.isExponential ? .negativeBinomialLog(theta: family.theta) : nil
  }

  func evaluate(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    evaluateByVectors(
      response: response, predictors: predictors, order: order, loss: &loss, residual: &residual,
      curvature: &curvature)
  }

  var support: Support { family.support }
  var curvatures: Set<Curvature> { [.expected, .observed] }
  var isConvex: Bool { form.isExponential }
  var dispersion: Dispersion { family.dispersion }
  var distribution: (any Distribution)? { family.distribution }

  func terms(_ response: Double, _ predictor: Double, _ curvature: Curvature?) -> ScalarTerms {
    if predictor < 0, !form.isExponential {
      return ScalarTerms(loss: .infinity, residual: 0, curvature: 0)
    }
    let odds = NegativeBinomialOdds(family.theta, form, predictor)
    let (p, f, q) = (odds.share, odds.complement, form.root)
    let loss = odds.loss(response)
    let growth = form.isExponential ? 1 : q / predictor
    // θp times the k-th power of d log μ/dη; it is μ(1 − p), which has no underflow of its own.
    func failures(_ k: Double) -> Double {
      if odds.ratio > 1 { return family.theta * p * (k == 1 ? growth : growth * growth) }
      return f * form.monomial(k == 1 ? q : q * q, form.exponent(ofMeanTo: 1, steps: k), predictor)
    }
    let successes = response == 0 ? 0 : response * f * growth
    var value = 0.0
    switch curvature {
    case .expected: value = failures(2)
    case .observed where form.isExponential: value = response * (p * f) + f * failures(2)
    case .observed:
      let pull = failures(1)
      value = (q == 1 ? 0 : failures(2) * (1 - 1 / q)) - pull / family.theta * pull
      if response != 0 { value += successes * ((1 + q * p) / predictor) }
    case nil: break
    }
    let residual = successes - failures(1)
    // At a mean of 0 the response's pull is the greater infinity.
    return ScalarTerms(
      loss: loss, residual: residual.isNaN ? successes : residual, curvature: value.isNaN ? .infinity : value)
  }

  var preciseError: Double { form.isExponential ? 0x1p-90 : .ulpOfOne }

  func evaluatePrecisely(
    response: Span<Double>, predictors: Span<Double>, low: Span<Double>, kind: Curvature,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    residualLow: inout MutableSpan<Double>, curvature: inout MutableSpan<Double>
  ) {
    evaluateRowsPrecisely(
      response: response, predictors: predictors, low: low, kind: kind, loss: &loss, residual: &residual,
      residualLow: &residualLow, curvature: &curvature, vectors: vectors, preciseTerms)
  }

  /// Through the logarithm r = (y − μ)/(1 + μ/θ), and half the deviance y h(−r/y) + θ h(r/θ) where that is small; else nil.
  private func preciseTerms(_ y: Double, _ predictor: DoubleDouble) -> PreciseTerms? {
    guard form.isExponential, predictor.high.magnitude < 600 else { return nil }
    let mean = DoubleDouble.exp(predictor)
    let theta = family.theta
    let residual = (DoubleDouble(y) - mean) / (DoubleDouble(1) + mean / DoubleDouble(theta))
    let (hit, miss) = (-residual.high / y, residual.high / theta)
    let loss =
      max(hit.magnitude, miss.magnitude) < 0.5
      ? y * Double.excessOverLog(onePlus: hit) + theta * Double.excessOverLog(onePlus: miss)
      : NegativeBinomialOdds(theta, form, predictor.high).loss(y) - residual.high * predictor.low
    return PreciseTerms(loss: loss, residual: residual)
  }

  func mean(_ predictor: Double) -> (mean: Double, slope: Double) { form.mean(predictor) }

  func start(response: Span<Double>, predictors: inout MutableSpan<Double>) {
    for i in 0..<predictors.count {
      predictors[i] = link(family.startingMean(response[i], inside: .positive))
    }
  }

  func isOrdinary(_ response: Span<Double>, rows: Int) -> Bool { support.containsAll(response) }

  func recession(_ response: RowResponse) -> RecessionCone { range.recession(response.value) }

  var largestCurvatureRatio: Double? { form.isExponential ? 1 : nil }

  func curvatureRatio(_ response: RowResponse, at predictors: (Int) -> Double) -> Double? {
    form.growth(predictors(0))
  }

  /// With r = y(1 − p) − θp it is r²/θp.
  func pearson(_ response: RowResponse, at predictors: (Int) -> Double) -> Double? {
    let odds = NegativeBinomialOdds(family.theta, form, predictors(0))
    let size = family.theta * odds.share
    if response.value == 0 { return size }
    let residual = response.value * odds.complement - size
    let value = residual / size * residual
    return value.isNaN ? nil : value
  }

  func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? {
    family.logNormalizer(response, weight: weight, dispersion: dispersion)
  }
}

/// d log V/dη is (1 + p) d log μ/dη.
extension NegativeBinomialLikelihood: ScalarThirdMoments {
  var thirdMoments: (any ThirdMoments)? { self }

  func moments(trials: Double, at predictor: Double) -> RowMoments {
    let share = NegativeBinomialOdds(family.theta, form, predictor).share
    let curvature = terms(0, predictor, .expected).curvature
    let growth = form.isExponential ? 1 : form.root / predictor
    return RowMoments(
      curvature: curvature, slopeGrowth: form.isExponential ? 1 : (form.root - 1) / predictor,
      varianceGrowth: (1 + share) * growth)
  }
}

/// μ/θ and the probabilities p = μ/(μ + θ) and 1 − p, each accurate relative to itself, however large μ and θ are.
struct NegativeBinomialOdds {
  /// θ.
  let theta: Double
  /// log(μ/θ).
  let logRatio: Double
  /// μ/θ, or 0 or ∞ where it is beyond `Double`.
  let ratio: Double
  /// p.
  let share: Double
  /// 1 − p.
  let complement: Double
  /// μ.
  private let mean: Double

  init(_ theta: Double, _ form: PositiveMean, _ predictor: Double) {
    self.theta = theta
    mean = form.times(1, 1, predictor)
    logRatio = form.log(predictor) - Double.log(theta)
    ratio = form.times(1 / theta, 1, predictor)
    // From the smaller of μ/θ and θ/μ.
    let inverse = ratio > 1 ? form.times(theta, -1, predictor) : ratio
    let (small, large) = (inverse / (1 + inverse), 1 / (1 + inverse))
    share = ratio > 1 ? large : small
    complement = ratio > 1 ? small : large
  }

  /// log(1 + μ/θ) = −log(1 − p).
  var logTotal: Double {
    ratio > 1 ? logRatio + Double.log(onePlus: complement / share) : Double.log(onePlus: ratio)
  }

  /// Half the unit deviance, y log(y/μ) − (y + θ) log((y + θ)/(μ + θ)), as y h(u) + θ h(v) with h(x) = x − log(1 + x),
  /// u = (μ − y)(1 − p)/y and v = −(μ − y)(1 − p)/θ, whose first-order terms cancel by algebra.
  func loss(_ response: Double) -> Double {
    let y = response
    if y == 0 { return theta * logTotal }
    if mean == y { return 0 }
    let gap = mean < 2 * y && y < 2 * mean ? (mean - y) * complement : theta * share - y * complement
    func part(_ size: Double, _ gap: Double, _ logRatio: () -> Double) -> Double {
      if gap.magnitude < 0.5 { return size * Double.excessOverLog(onePlus: gap) }
      return size * (gap - logRatio())
    }
    let total = y + theta
    // 1 + u = p(y + θ)/y and 1 + v = (1 − p)(y + θ)/θ.
    let hits = part(y, gap / y) {
      let product = share * (total / y)
      return product > 1e-290 ? Double.log(product) : logRatio - logTotal + Double.log(total / y)
    }
    let misses = part(theta, -gap / theta) {
      let product = complement * (total / theta)
      return product > 1e-290 ? Double.log(product) : Double.log(total / theta) - logTotal
    }
    return hits + misses
  }
}

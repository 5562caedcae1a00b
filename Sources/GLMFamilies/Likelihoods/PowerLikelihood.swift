import GLMAlgebra
import GLMModel

/// A family with variance μᵖ through the logarithm or through a power of the mean (Docs/Mathematics.md,
/// "Power variances").
///
/// With μ = η^q, α = q(1 − p) − 1 and β = q(2 − p) − 1 the residual is q(y η^α − η^β), the expected curvature
/// q² η^(β − 1) and the observed one q(β η^(β − 1) − α y η^(α − 1)); through the logarithm q = 1, α = 1 − p,
/// β = 2 − p and e^(kη) stands for ηᵏ and for its derivative over k. Nothing is clamped, and no intermediate
/// over- or underflows unless the result does.
///
/// The loss is convex in η exactly if 1 − p ≤ λ ≤ 2 − p; for p = 0, where responses may be negative, only if λ = 1.
struct PowerLikelihood: ScalarLikelihood, VectorizedLikelihood {
  private let family: any Family
  private let link: any Link
  /// p.
  private let power: Double
  private let form: PositiveMean
  private let range: MeanRange
  /// α and β.
  private let lower: Double
  private let upper: Double
  /// α and β with what their rounding has dropped, and the same less 1 where there is no logarithm.
  private let exponents: (lower: DoubleDouble, upper: DoubleDouble)
  private let steeper: (lower: DoubleDouble, upper: DoubleDouble)
  let domain: PredictorDomain
  let isConvex: Bool
  var vectors: VectorLikelihood?

  init(_ family: any Family, power: Double, link: any Link, form: PositiveMean) {
    self.family = family
    self.link = link
    self.power = power
    self.form = form
    range = form.range(includesZero: power < 2)
    domain = range.domain
    exponents = (form.exponent(ofMeanTo: 1 - power, steps: 1), form.exponent(ofMeanTo: 2 - power, steps: 1))
    steeper = (form.exponent(ofMeanTo: 1 - power, steps: 2), form.exponent(ofMeanTo: 2 - power, steps: 2))
    (lower, upper) = (exponents.lower.high, exponents.upper.high)
    isConvex = Self.isConvex(power, form)
    vectors = power == 2 && form.isExponential ? .gammaLog : nil
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

  /// Whether the loss of the variance μᵖ is convex for every response.
  static func isConvex(_ power: Double, _ form: PositiveMean) -> Bool {
    isConvex([power], form) && (power != 0 || form.exponent == 1)
  }

  /// Whether the loss of the variance Σ cₖ μ^pₖ with every cₖ > 0 is convex for every response from 0 on: V/μ^(2 − λ) must
  /// not rise and V/μ^(1 − λ) not fall.
  static func isConvex(_ powers: [Double], _ form: PositiveMean) -> Bool {
    powers.allSatisfy { power in
      // A canonical power that the user wrote may be an ulp off 1 − p.
      let slack = 4 * power.ulp
      return form.exponent >= 1 - power - slack && form.exponent <= 2 - power + slack
    }
  }

  var support: Support { family.support }
  var curvatures: Set<Curvature> { [.expected, .observed] }
  var hasConstantCurvature: Bool { power == 2 && form.isExponential }
  var dispersion: Dispersion { family.dispersion }
  var distribution: (any Distribution)? { family.distribution }

  func terms(_ response: Double, _ predictor: Double, _ curvature: Curvature?) -> ScalarTerms {
    let q = form.root
    // Outside the domain of a power there is no mean.
    if predictor < 0, !form.isExponential {
      return ScalarTerms(loss: .infinity, residual: 0, curvature: 0)
    }
    let loss = PowerDeviance.half(power, response, form, predictor)
    let (pull, push) = (
      form.monomial(q * response, exponents.lower, predictor), form.monomial(q, exponents.upper, predictor)
    )
    let residual = settled(pull - push, response, predictor, 1, 1)
    var value = 0.0
    switch curvature {
    case .expected: value = form.monomial(q * q, steeper.upper, predictor)
    case .observed:
      let first = form.monomial(q * upper, steeper.upper, predictor)
      let second = form.monomial(q * lower * response, steeper.lower, predictor)
      value = settled(first - second, response, predictor, -lower, -upper)
    case nil: break
    }
    return ScalarTerms(loss: loss, residual: residual, curvature: value)
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

  /// Through the logarithm (y e^(−η) − 1) e^((2 − p)η), and half the deviance from the same difference; else nil.
  private func preciseTerms(_ y: Double, _ predictor: DoubleDouble) -> PreciseTerms? {
    let exponent = DoubleDouble.sum(2, -power) * predictor
    guard form.isExponential, predictor.high.magnitude < 600, exponent.high.magnitude < 600 else {
      return nil
    }
    let excess = DoubleDouble(y) * DoubleDouble.exp(-predictor) - DoubleDouble(1)
    let residual = power == 2 ? excess : excess * DoubleDouble.exp(exponent)
    let loss =
      excess.high.magnitude < 0.25
      ? PowerDeviance.near(power, y, excess: excess.high)
      : PowerDeviance.half(power, y, form, predictor.high) - residual.high * predictor.low
    return PreciseTerms(loss: loss, residual: residual)
  }

  /// `value`, or where it is the difference of two infinities the one that q(a y − b μ) times a power of μ is.
  private func settled(
    _ value: Double, _ response: Double, _ predictor: Double, _ a: Double, _ b: Double
  ) -> Double {
    guard value.isNaN else { return value }
    if response == 0 { return form.root * b > 0 ? -.infinity : .infinity }
    let logRatio = form.log(predictor) - Double.log(response)
    let sign = logRatio < 0 ? a - b * Double.exp(logRatio) : a * Double.exp(-logRatio) - b
    return form.root * sign == 0 ? 0 : form.root * sign > 0 ? .infinity : -.infinity
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

  /// (y μ^(−p/2) − μ^(1 − p/2))².
  func pearson(_ response: RowResponse, at predictors: (Int) -> Double) -> Double? {
    let gap =
      form.times(response.value, -0.5 * power, predictors(0)) - form.times(1, 1 - 0.5 * power, predictors(0))
    return gap.isNaN ? nil : gap * gap
  }

  func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? {
    family.logNormalizer(response, weight: weight, dispersion: dispersion)
  }

  func likelihoodDispersion(deviance: Double, observations: Double, totalWeight: Double) -> Double {
    family.likelihoodDispersion(deviance: deviance, observations: observations, totalWeight: totalWeight)
  }
}

/// d log μ′/dη is (q − 1)/η and d log V/dη is pq/η; through the logarithm they are 1 and p.
extension PowerLikelihood: ScalarThirdMoments {
  var thirdMoments: (any ThirdMoments)? { self }

  func moments(trials: Double, at predictor: Double) -> RowMoments {
    let q = form.root
    let curvature = form.monomial(q * q, steeper.upper, predictor)
    return form.isExponential
      ? RowMoments(curvature: curvature, slopeGrowth: 1, varianceGrowth: power)
      : RowMoments(
        curvature: curvature, slopeGrowth: (q - 1) / predictor, varianceGrowth: power * q / predictor)
  }

  func normalizerDerivatives(precision: Double) -> NormalizerDerivatives? {
    family.normalizerDerivatives(precision: precision)
  }
}

extension Family {
  /// The likelihood of a family with variance μᵖ: by form through a power or the logarithm, else by the chain rule.
  func powerLikelihood<L: Link>(
    _ power: Double, through link: L, for shape: ResponseShape
  ) throws(ModelError) -> any Likelihood {
    guard shape == .values else {
      throw .responseKind(model: name, needs: ResponseShape.values.description, got: shape.description)
    }
    // A constant variance leaves means below 0 possible.
    if power == 0, link.form == .identity { return LeastSquaresLikelihood(self) }
    guard let form = PositiveMean(link.form) else { return LinkedLikelihood(family: self, link: link) }
    return PowerLikelihood(self, power: power, link: link, form: form)
  }
}

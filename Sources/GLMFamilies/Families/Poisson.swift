import GLMAlgebra
import GLMModel

/// Counts: V(μ) = μ, canonical link log.
public struct Poisson: CanonicalFamily {
  public init() {}
  public var canonicalLink: Log { Log() }
  public var support: Support { .counts }

  @inlinable
  public func variance<S: Scalar>(_ mean: S) -> S { mean }

  /// 2 [y log(y/μ) − (y − μ)], which near y is 2 y h((μ − y)/y) with h(x) = x − log(1 + x): nothing cancels.
  @inlinable
  public func unitDeviance(_ response: Double, _ mean: Double) -> Double {
    if response == 0 { return 2 * mean }
    let x = (mean - response) / response
    if x.magnitude < 0.5 { return 2 * response * Double.excessOverLog(onePlus: x) }
    // By the logarithms apart: y/μ can overflow where they do not.
    return 2 * (response * (Double.log(response) - Double.log(mean)) + (mean - response))
  }

  /// w (y log y − y − log y!), by Stirling's correction.
  public func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? {
    let y = response.value
    return y == 0 ? 0 : -weight * (0.5 * Double.log(2 * .pi * y) + Double.stirlingCorrection(y))
  }

  public func likelihood<L: Link>(
    through link: L, for shape: ResponseShape
  ) throws(ModelError) -> any Likelihood {
    if link.form == .logarithm, shape == .values { return PoissonLogLikelihood() }
    return try powerLikelihood(1, through: link, for: shape)
  }

  public var distribution: (any Distribution)? { PoissonDistribution() }
}

/// Counts through the logarithm: the residual is y − μ and both curvatures are μ, with μ = e^η.
public struct PoissonLogLikelihood: ScalarLikelihood, VectorizedLikelihood {
  package var vectors: VectorLikelihood? = .poissonLog

  public init() {}
  public var support: Support { .counts }
  public var curvatures: Set<Curvature> { [.expected, .observed] }
  public var isConvex: Bool { true }
  public var hasOneCurvature: Bool { true }
  public var dispersion: Dispersion { .known(1) }
  public var largestCurvatureRatio: Double? { 1 }
  public func curvatureRatio(_ response: RowResponse, at predictors: (Int) -> Double) -> Double? { 1 }
  public var distribution: (any Distribution)? { PoissonDistribution() }

  public func terms(_ response: Double, _ predictor: Double, _ curvature: Curvature?) -> ScalarTerms {
    let mean = Double.exp(predictor)
    return ScalarTerms(
      loss: Self.loss(response, predictor, mean), residual: response - mean, curvature: mean)
  }

  public func evaluate(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    evaluateByVectors(
      response: response, predictors: predictors, order: order, loss: &loss, residual: &residual,
      curvature: &curvature)
  }

  /// Half the deviance; far from y by log μ = η, which no underflow of μ can spoil.
  static func loss(_ response: Double, _ predictor: Double, _ mean: Double) -> Double {
    if response == 0 { return mean }
    let x = (mean - response) / response
    if x.magnitude < 0.5 { return response * Double.excessOverLog(onePlus: x) }
    return response * (Double.log(response) - predictor) + (mean - response)
  }

  public var preciseError: Double { 0x1p-90 }

  public func evaluatePrecisely(
    response: Span<Double>, predictors: Span<Double>, low: Span<Double>, kind: Curvature,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    residualLow: inout MutableSpan<Double>, curvature: inout MutableSpan<Double>
  ) {
    evaluateRowsPrecisely(
      response: response, predictors: predictors, low: low, kind: kind, loss: &loss, residual: &residual,
      residualLow: &residualLow, curvature: &curvature, vectors: vectors, preciseTerms)
  }

  /// y − e^η; half the deviance from that difference where it is small beside y.
  private func preciseTerms(_ y: Double, _ predictor: DoubleDouble) -> PreciseTerms? {
    let mean = DoubleDouble.exp(predictor)
    let residual = DoubleDouble(y) - mean
    let x = -residual.high / y
    let loss =
      x.magnitude < 0.5
      ? y * Double.excessOverLog(onePlus: x)
      : Self.loss(y, predictor.high, mean.high) - y * predictor.low
    return PreciseTerms(loss: loss, residual: residual)
  }

  public func mean(_ predictor: Double) -> (mean: Double, slope: Double) {
    let mean = Double.exp(predictor)
    return (mean, mean)
  }

  public func start(response: Span<Double>, predictors: inout MutableSpan<Double>) {
    for i in 0..<predictors.count { predictors[i] = Double.log(response[i] + 0.1) }
  }

  public func isOrdinary(_ response: Span<Double>, rows: Int) -> Bool { support.containsAll(response) }

  /// A count of 0 pulls η down for ever.
  public func recession(_ response: RowResponse) -> RecessionCone {
    response.value == 0 ? .nonpositive : .origin
  }

  public func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? {
    Poisson().logNormalizer(response, weight: weight, dispersion: dispersion)
  }
}

extension PoissonLogLikelihood: ScalarThirdMoments {
  public var thirdMoments: (any ThirdMoments)? { self }

  public func moments(trials: Double, at predictor: Double) -> RowMoments {
    RowMoments(curvature: Double.exp(predictor), slopeGrowth: 1, varianceGrowth: 1)
  }
}

/// The Poisson distribution.
public struct PoissonDistribution: Distribution {
  public init() {}

  public func logDensity(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    let (y, mean) = (response.value, means[0])
    guard y >= 0, y == y.rounded(), y < .infinity else { return -.infinity }
    let normalizer = Poisson().logNormalizer(response, weight: 1, dispersion: 1) ?? .nan
    return normalizer - PowerDeviance.half(1, y, .itself, mean)
  }

  /// P(Y ≤ y) = Q(y + 1, μ).
  public func cumulative(_ response: RowResponse, means: [Double], dispersion: Double) -> Double {
    response.value < 0 ? 0 : IncompleteGamma.upper(response.value.rounded(.down) + 1, means[0])
  }

  public func quantile(_ probability: Double, trials: Double, means: [Double], dispersion: Double) -> Double {
    WholeQuantile.find(probability, near: means[0], deviation: means[0].squareRoot()) {
      cumulative(RowResponse($0), means: means, dispersion: dispersion)
    }
  }
}

extension Family where Self == Poisson {
  /// Counts.
  public static var poisson: Poisson { Poisson() }
}

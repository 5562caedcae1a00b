import GLMModel

/// A likelihood without its distribution: the same losses, residuals and curvatures, responses that need not be those
/// of a distribution, an estimated dispersion and no density.
struct QuasiLikelihood: Likelihood {
  private let base: any Likelihood
  let support: Support

  init(_ base: any Likelihood, support: Support) {
    self.base = base
    self.support = support
  }

  var predictorCount: Int { base.predictorCount }
  var responseCount: Int { base.responseCount }
  var meanCount: Int { base.meanCount }
  var responseDimension: Int { base.responseDimension }
  var curvatures: Set<Curvature> { base.curvatures }
  var isConvex: Bool { base.isConvex }
  var dispersion: Dispersion { .estimated }
  var domain: PredictorDomain { base.domain }
  var exponentialName: String? { base.exponentialName }

  func complaint(_ response: RowResponse) -> (value: Double, expected: String)? {
    if responseCount == 1 {
      return support.contains(response.value) ? nil : (response.value, support.description)
    }
    guard Support.nonnegative.contains(response.trials) else {
      return (response.trials, "a number of trials, 0 or more")
    }
    guard Support.nonnegative.contains(response.value) else {
      return (response.value, "a number of successes, 0 or more")
    }
    return response.value <= response.trials
      ? nil : (response.value, "at most the number of trials, which is \(response.trials)")
  }

  func evaluate(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    base.evaluate(
      response: response, predictors: predictors, order: order, loss: &loss, residual: &residual,
      curvature: &curvature)
  }

  var preciseError: Double { base.preciseError }

  func evaluatePrecisely(
    response: Span<Double>, predictors: Span<Double>, low: Span<Double>, kind: Curvature,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    residualLow: inout MutableSpan<Double>, curvature: inout MutableSpan<Double>
  ) {
    base.evaluatePrecisely(
      response: response, predictors: predictors, low: low, kind: kind, loss: &loss, residual: &residual,
      residualLow: &residualLow, curvature: &curvature)
  }

  func evaluateMeans(
    predictors: Span<Double>, means: inout MutableSpan<Double>, slopes: inout MutableSpan<Double>
  ) {
    base.evaluateMeans(predictors: predictors, means: &means, slopes: &slopes)
  }

  func start(response: Span<Double>, predictors: inout MutableSpan<Double>) {
    base.start(response: response, predictors: &predictors)
  }

  func recession(_ response: RowResponse) -> RecessionCone { base.recession(response) }

  var largestCurvatureRatio: Double? { base.largestCurvatureRatio }

  func curvatureRatio(_ response: RowResponse, at predictors: (Int) -> Double) -> Double? {
    base.curvatureRatio(response, at: predictors)
  }

  func pearson(_ response: RowResponse, at predictors: (Int) -> Double) -> Double? {
    base.pearson(response, at: predictors)
  }

  /// Those of the distribution whose variance this is: third cumulants are assumed to be φ² V V′, skewness that of the
  /// family with the variance.
  var thirdMoments: (any ThirdMoments)? { base.thirdMoments }
}

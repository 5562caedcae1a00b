import GLMAlgebra

/// Everything the engine knows of a model: what a response says of the linear predictors. It never sees the
/// columns or the coefficients.
///
/// **Layout.** A block of n rows has its response as `responseCount` planes of n values, its linear predictors as
/// K = `predictorCount` planes, its means as `meanCount` planes, one after the other: value i of plane k is at
/// k n + i. Curvatures are K(K+1)/2 planes; plane (k, l), l ≤ k, is number k(k+1)/2 + l.
///
/// **Scale.** Everything is per row at weight 1 and dispersion 1: the engine weighs and sums. The row loss is half
/// the unit deviance where there is one, so that it is 0 where the model reproduces the row, and
/// log-likelihood = ``logNormalizer(_:weight:dispersion:)`` − weight · loss / dispersion.
///
/// **Tails.** Results are finite, or a signed infinity when the true value is beyond `Double`; never NaN for a
/// finite linear predictor in the ``domain`` and a response in the ``support``.
public protocol Likelihood: Sendable {
  /// Linear predictors a row has, K.
  var predictorCount: Int { get }
  /// Values a response has: 1, or 2 for successes and trials.
  var responseCount: Int { get }
  /// Means a row has: 1, or the classes of softmax.
  var meanCount: Int { get }
  /// Free values a response has, which degrees of freedom count: 1, or C − 1 for one of C classes.
  var responseDimension: Int { get }
  /// The possible responses (of the first value).
  var support: Support { get }
  /// What is wrong with a response, or nil: `(value, what was expected)`.
  func complaint(_ response: RowResponse) -> (value: Double, expected: String)?

  /// Whether every row of a block is possible and says something: no ``complaint(_:)``, and no ``recession(_:)`` that is
  /// everything. False where that must be asked row by row; the default asks every row.
  func isOrdinary(_ response: Span<Double>, rows: Int) -> Bool

  /// The kinds of curvature that ``evaluate(response:predictors:order:loss:residual:curvature:)`` can give.
  var curvatures: Set<Curvature> { get }
  /// Whether the row loss is convex in the linear predictors for every response, so that an optimum is global.
  var isConvex: Bool { get }
  /// Whether the curvature, the expected one where there is one, is the same at every linear predictor, so that one information
  /// matrix serves a whole fit. The default is false.
  var hasConstantCurvature: Bool { get }
  /// Whether the expected and the observed curvature are the same for every response, as through a canonical link. The default
  /// is false.
  var hasOneCurvature: Bool { get }
  /// Whether the dispersion is known, and what it is.
  var dispersion: Dispersion { get }

  /// Evaluates the rows of a block.
  ///
  /// - Parameters:
  ///   - response: `responseCount` planes.
  ///   - predictors: K planes.
  ///   - order: what to fill; outputs of higher orders may be empty spans.
  ///   - loss: one a row; its count is the number of rows.
  ///   - residual: −∂loss/∂η, K planes.
  ///   - curvature: K(K+1)/2 planes of ∂²loss/∂ηₖ∂ηₗ, or of its expectation.
  func evaluate(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>)

  /// Losses and residuals at linear predictors in twice the precision, predictors + low: where a fit takes its last steps
  /// and its sums of squares from.
  ///
  /// The default is first order in `low` from ``evaluate(response:predictors:order:loss:residual:curvature:)``, which is as
  /// exact as that is. A likelihood whose residual is a difference of known numbers, such as y − η, gives its low part.
  ///
  /// - Parameters:
  ///   - low: K planes, each at most a rounding of `predictors`.
  ///   - residual: −∂loss/∂η, K planes, rounded; `residualLow` has what rounding dropped of it.
  ///   - curvature: K(K+1)/2 planes of the curvature `kind` at `predictors`.
  func evaluatePrecisely(
    response: Span<Double>, predictors: Span<Double>, low: Span<Double>, kind: Curvature,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    residualLow: inout MutableSpan<Double>, curvature: inout MutableSpan<Double>)

  /// The relative error of what ``evaluatePrecisely(response:predictors:low:kind:loss:residual:residualLow:curvature:)``
  /// says of a residual, of the terms that it is a difference of. The default is that of formulas in `Double`.
  var preciseError: Double { get }

  /// The means at `predictors` (K planes) and, unless `slopes` is empty, ∂μₘ/∂ηₖ as plane m K + k.
  func evaluateMeans(
    predictors: Span<Double>, means: inout MutableSpan<Double>, slopes: inout MutableSpan<Double>)

  /// The linear predictors at which the loss is defined.
  var domain: PredictorDomain { get }
  /// A feasible, sensible linear predictor for each response, K planes: where the first step starts.
  func start(response: Span<Double>, predictors: inout MutableSpan<Double>)
  /// The directions of η that never raise the loss of this response.
  func recession(_ response: RowResponse) -> RecessionCone

  /// A bound on |Cd|/(|r| |d|) for the expected curvature C of a row whose recession cone is neither the origin nor
  /// everything: while it times the movement |d| is below 1, r − Cd keeps every sign of r. It is told by form, and so
  /// spares the certificate of existence the underflow of small residuals. Nil, the default, where it is not known.
  ///
  /// - Parameter predictors: the row's linear predictors, one a plane.
  func curvatureRatio(_ response: RowResponse, at predictors: (Int) -> Double) -> Double?
  /// A bound on ``curvatureRatio(_:at:)`` for every response and predictor, as 1 for the logit and the logarithm: with it
  /// the certificate of existence takes no pass of its own. Nil, the default, where there is none.
  var largestCurvatureRatio: Double? { get }
  /// What e to the power of a coefficient is, as in "odds ratio"; nil where it is nothing with a name.
  var exponentialName: String? { get }

  /// (y − μ)²/V(μ) of a row, where it is told by form; nil (the default) for rᵀ C⁻¹ r, which is the same.
  func pearson(_ response: RowResponse, at predictors: (Int) -> Double) -> Double?

  /// The part of the log-density that is free of η: log p(y) = this − weight · loss / dispersion; nil where the
  /// model has no density.
  func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double?
  /// The dispersion at which the log-likelihood of a fit is told where φ is estimated: what `deviance`, 2 Σ w loss,
  /// says of it over so many observations and so much weight. The default is deviance/observations.
  func likelihoodDispersion(deviance: Double, observations: Double, totalWeight: Double) -> Double
  /// The distribution of a new response, where there is one.
  var distribution: (any Distribution)? { get }

  /// What bias reduction needs to know of third order; nil, the default, for a model that has none.
  var thirdMoments: (any ThirdMoments)? { get }
  /// How ``logNormalizer(_:weight:dispersion:)`` depends on the precision k = weight/φ; nil, the default, where the model
  /// has no density or the dispersion is known.
  func normalizerDerivatives(precision: Double) -> NormalizerDerivatives?
}

/// One row's response: its value, and its second value (the trials) where it has one.
public struct RowResponse: Sendable, Equatable {
  /// The response; successes when there are trials.
  public var value: Double
  /// The trials of a count of successes; 1 otherwise.
  public var trials: Double

  public init(_ value: Double, trials: Double = 1) {
    self.value = value
    self.trials = trials
  }
}

/// The factor φ of the variance φ V(μ).
public enum Dispersion: Sendable, Equatable {
  /// Known, almost always 1.
  case known(Double)
  /// To be estimated from the data.
  case estimated
}

extension Likelihood {
  public var responseCount: Int { 1 }
  public var meanCount: Int { 1 }
  public var responseDimension: Int { 1 }
  public var isConvex: Bool { false }
  public var hasConstantCurvature: Bool { false }
  public var hasOneCurvature: Bool { false }
  public var domain: PredictorDomain { .everywhere }
  public var distribution: (any Distribution)? { nil }

  public func complaint(_ response: RowResponse) -> (value: Double, expected: String)? {
    support.contains(response.value) ? nil : (response.value, support.description)
  }

  public func isOrdinary(_ response: Span<Double>, rows: Int) -> Bool {
    for i in 0..<rows {
      let row = RowResponse(response[i], trials: responseCount == 2 ? response[rows + i] : 1)
      if complaint(row) != nil || recession(row) == .whole { return false }
    }
    return true
  }

  public var preciseError: Double { .ulpOfOne }

  public func evaluatePrecisely(
    response: Span<Double>, predictors: Span<Double>, low: Span<Double>, kind: Curvature,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    residualLow: inout MutableSpan<Double>, curvature: inout MutableSpan<Double>
  ) {
    let rows = loss.count
    // The derivative of the residual is the observed curvature; the expected one serves where there is no other.
    let slope: Curvature = hasOneCurvature ? kind : curvatures.contains(.observed) ? .observed : .expected
    evaluate(
      response: response, predictors: predictors, order: .curvature(slope), loss: &loss,
      residual: &residual, curvature: &curvature)
    let isScalar = predictorCount == 1
    // Beyond the range of numbers there is nothing to correct.
    if isScalar {
      for i in 0..<rows { residualLow[i] = 0 }
      VectorMath.subtractProducts(curvature.span, low, count: rows, from: &residualLow)
    } else {
      multiply(curvature: curvature.span, direction: low, product: &residualLow, rows: rows)
    }
    if slope != kind {
      evaluate(
        response: response, predictors: predictors, order: .curvature(kind), loss: &loss,
        residual: &residual, curvature: &curvature)
    }
    if isScalar { return VectorMath.subtractProducts(residual.span, low, count: rows, from: &loss) }
    for i in 0..<rows {
      for k in 0..<predictorCount {
        let place = k * rows + i
        residualLow[place] = residualLow[place].isFinite ? -residualLow[place] : 0
        let change = residual[place] * low[place]
        if change.isFinite { loss[i] -= change }
      }
    }
  }

  public func recession(_ response: RowResponse) -> RecessionCone { .origin }

  public func curvatureRatio(_ response: RowResponse, at predictors: (Int) -> Double) -> Double? { nil }

  public var largestCurvatureRatio: Double? { nil }

  public var exponentialName: String? { nil }

  public func pearson(_ response: RowResponse, at predictors: (Int) -> Double) -> Double? { nil }

  public func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? { nil }

  public func likelihoodDispersion(deviance: Double, observations: Double, totalWeight: Double) -> Double {
    deviance / observations
  }

  public var thirdMoments: (any ThirdMoments)? { nil }

  public func normalizerDerivatives(precision: Double) -> NormalizerDerivatives? { nil }

  /// Curvature planes, K(K+1)/2.
  public var curvatureCount: Int { predictorCount * (predictorCount + 1) / 2 }

  /// product = C · direction for each row: `curvature` as ``evaluate(response:predictors:order:loss:residual:curvature:)``
  /// gives it, `direction` and `product` K planes.
  public func multiply(
    curvature: Span<Double>, direction: Span<Double>, product: inout MutableSpan<Double>, rows: Int
  ) {
    let k = predictorCount
    for a in 0..<k {
      for i in 0..<rows {
        var sum = 0.0
        for b in 0..<k {
          sum += curvature[PackedSymmetric.index(a, b) * rows + i] * direction[b * rows + i]
        }
        product[a * rows + i] = sum
      }
    }
  }
}

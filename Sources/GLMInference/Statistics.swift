import GLMAlgebra
import GLMEstimation
import GLMModel

/// The numbers that a fit is judged by. All of them exist for maximum likelihood at an optimum; nil where one does
/// not.
public struct Statistics: Sendable, Equatable {
  /// 2 Σ wᵢ lossᵢ.
  public var deviance: Double
  /// The deviance of the intercept (and the offset) alone, fitted by itself.
  public var nullDeviance: Double?
  /// Pearson's X²: Σ wᵢ (y − μ)²/V(μ), or rᵀ C⁻¹ r for several linear predictors.
  public var pearson: Double
  /// Observations (times the free values of a response) less estimated coefficients.
  public var residualDegreesOfFreedom: Double
  /// The same for the null model.
  public var nullDegreesOfFreedom: Double
  /// φ: known, or X²/df (or deviance/df, where that was asked for); with sampling weights these as if the mean weight
  /// were 1; what the estimator itself told, where it reduces bias. Nil when no degrees of freedom are left to estimate it.
  public var dispersion: Double?
  /// Whether φ is estimated.
  public var dispersionIsEstimated: Bool
  /// How φ is estimated, where it is.
  public var dispersionMethod: DispersionEstimate
  /// log p(y) with all its constants; where φ is estimated at the dispersion that the family says, as in R: deviance/n for
  /// Gaussian responses, deviance/Σw for gamma and inverse Gaussian ones. For a fit at infinity this is the value that the
  /// log-likelihood rises to, and for an estimator that reduces bias its value at the estimate and its own dispersion. Nil for a family without a density, and for sampling weights.
  public var logLikelihood: Double?
  /// Estimated coefficients, and 1 more when φ is estimated: what AIC and BIC count.
  public var parameters: Int
  /// −2 log-likelihood + 2 parameters; nil for a penalized fit, for one that is not an optimum, and for an estimator other
  /// than maximum likelihood, whose likelihood is not the greatest that the penalty of 2 a parameter is made for. (R's brglm2
  /// prints the same formula there.)
  public var aic: Double?
  /// −2 log-likelihood + log(n) parameters; nil as AIC is.
  public var bic: Double?
  /// Observations.
  public var observations: Double
}

extension Estimate {
  /// The statistics of the fit: a pass or two, and a fit of the null model.
  ///
  /// - Parameter method: how a dispersion that is not known is estimated.
  public func statistics(dispersion method: DispersionEstimate = .pearson) throws -> Statistics {
    let isEstimated = likelihood.dispersion == .estimated
    let pearson = try pearson ?? pearsonStatistic()
    let degrees = residualDegreesOfFreedom
    let deviance = 2 * loss
    var dispersion = dispersion(of: method == .pearson ? pearson : deviance)
    let isLikelihood = self.method == .maximumLikelihood
    if !isLikelihood, isEstimated { dispersion = self.dispersion }
    // Without degrees of freedom the deviance is rounding, and so would be a likelihood at its size.
    let logLikelihood =
      (isEstimated && degrees <= 0) || weightKind == .sampling
      ? nil
      : try logLikelihood(
        dispersion: isEstimated && isLikelihood
          ? likelihood.likelihoodDispersion(
            deviance: deviance, observations: observations, totalWeight: totalWeight)
          : (dispersion ?? .nan))
    let parameters = rank + (isEstimated ? 1 : 0)
    let counts = prior.isFlat && outcome.isOptimum && isLikelihood
    let hasIntercept = layout.columns.contains(where: \.isIntercept)
    return Statistics(
      deviance: deviance, nullDeviance: try nullDeviance(), pearson: pearson,
      residualDegreesOfFreedom: degrees,
      nullDegreesOfFreedom: observations * Double(likelihood.responseDimension)
        - (hasIntercept ? Double(likelihood.predictorCount) : 0),
      dispersion: dispersion, dispersionIsEstimated: isEstimated, dispersionMethod: method,
      logLikelihood: logLikelihood,
      parameters: parameters,
      aic: counts ? logLikelihood.map { -2 * $0 + 2 * Double(parameters) } : nil,
      bic: counts ? logLikelihood.map { -2 * $0 + Double.log(observations) * Double(parameters) } : nil,
      observations: observations)
  }

  /// φ: known, or from Pearson's statistic; nil when no degrees of freedom are left to estimate it.
  package func pearsonDispersion() throws -> Double? {
    if case .known(let value) = likelihood.dispersion { return value }
    return dispersion(of: try pearson ?? pearsonStatistic())
  }

  /// φ: known, or `sum`, Pearson's statistic or the deviance, over the degrees of freedom.
  private func dispersion(of sum: Double) -> Double? {
    if case .known(let value) = likelihood.dispersion { return value }
    let unit = weightKind == .sampling ? totalWeight / observations : 1
    let degrees = residualDegreesOfFreedom
    return degrees > 0 ? sum / unit / degrees : nil
  }

  /// Σ w rᵀ C⁻¹ r at weight 1: for one linear predictor, r²/c = (y − μ)²/V(μ), whatever the link.
  private func pearsonStatistic() throws -> Double {
    let model = objective
    let planes = likelihood.predictorCount
    let at = frame.expand(point)
    let kind = likelihood.curvatures.preferred
    let totals = try Pass(threads: threads, sums: 1).run(over: source) { block, work, totals in
      let n = block.count
      model.fillPredictors(at, block, work, into: work.predictors)
      model.evaluateRows(block, work, .curvature(kind))
      forEachRow(of: block, model.likelihood) { i, weight, response in
        if let share = model.likelihood.pearson(response, at: { work.predictors[$0 * n + i] }) {
          totals.add(weight * share, to: 0)
          return
        }
        let residual = (0..<planes).map { work.residual[$0 * n + i] }
        if residual.allSatisfy({ $0 == 0 }) { return }
        if planes == 1 {
          totals.add(weight * (residual[0] / work.curvature[i] * residual[0]), to: 0)
          return
        }
        var curvature = PackedSymmetric(order: planes)
        for c in curvature.entries.indices { curvature.entries[c] = work.curvature[c * n + i] }
        totals.add(weight * dot(residual, Cholesky(curvature, tolerance: 1e-15).solve(residual)), to: 0)
      }
    }
    return totals[0]
  }

  /// Σ log p(y) at `dispersion`, or nil where the model has no density.
  private func logLikelihood(dispersion: Double) throws -> Double? {
    guard dispersion > 0, dispersion.isFinite else { return nil }
    let likelihood = likelihood
    let isFrequency = weightKind == .frequency
    let totals = try Pass(threads: threads, sums: 1, maxima: 1).run(over: source) { block, _, totals in
      forEachRow(of: block, likelihood) { _, weight, response in
        let constant = likelihood.logNormalizer(
          response, weight: isFrequency ? 1 : weight, dispersion: dispersion)
        guard let constant else {
          totals.raise(0, to: 1)
          return
        }
        totals.add(isFrequency ? weight * constant : constant, to: 0)
      }
    }
    return totals.maximum(0) > 0 ? nil : totals[0] - loss / dispersion
  }

  /// Twice the loss of the null model; nil where it has none.
  private func nullDeviance() throws -> Double? {
    let hasIntercept = layout.columns.contains(where: \.isIntercept)
    let null = NullSource(base: source, hasIntercept: hasIntercept)
    if hasIntercept, layout.columns.count == 1, prior.isFlat, method == .maximumLikelihood {
      return 2 * loss
    }
    guard hasIntercept else {
      let model = ModelObjective(
        source: null, likelihood: likelihood, prior: FlatPrior(),
        frame: Frame(
          layout: CoefficientLayout(columns: [], planes: likelihood.predictorCount), shift: nil, active: []),
        threads: threads, totalWeight: totalWeight)
      let value = try model.evaluate([], .loss).value
      return value.isFinite ? 2 * value : nil
    }
    let fit = try Estimator(weightKind: weightKind, threads: threads).fit(likelihood, to: null)
    switch fit.outcome {
    case .optimum, .infinite, .boundary: return 2 * fit.loss
    case .stalled, .iterations, .cancelled: return nil
    }
  }
}

/// The rows of a source with the intercept alone, or with no column at all.
private struct NullSource: RowSource {
  typealias Failure = any Error

  let base: any RowSource
  let hasIntercept: Bool

  var rowCount: Int { base.rowCount }
  var blockCount: Int { base.blockCount }
  var blockSize: Int { base.blockSize }
  var columns: [ColumnDescription] { hasIntercept ? [.intercept] : [] }
  var responseCount: Int { base.responseCount }
  var offsetCount: Int { base.offsetCount }

  func withBlock<Result>(
    _ index: Int, in workspace: RowWorkspace, _ body: (borrowing RowBlock) -> Result
  ) throws -> Result {
    try base.withBlock(index, in: workspace) { block in
      body(block.replacingColumns(with: hasIntercept ? [.constant] : []))
    }
  }

  func line(ofRow row: Int) -> Int? { base.line(ofRow: row) }
}

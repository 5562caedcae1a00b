import GLMModel

/// What a likelihood of one predictor says of a row in twice the precision.
public struct PreciseRow: Sendable, Equatable {
  public var loss: Double
  /// The residual, rounded, and what rounding dropped.
  public var residual: Double
  public var residualLow: Double
  public var curvature: Double

  public init(loss: Double, residual: Double, residualLow: Double, curvature: Double) {
    (self.loss, self.residual, self.residualLow, self.curvature) = (loss, residual, residualLow, curvature)
  }
}

extension Likelihood {
  /// One row at predictor + low, for a likelihood of one linear predictor.
  public func preciseRow(
    _ response: RowResponse, at predictor: Double, low: Double, _ kind: Curvature = .expected
  ) -> PreciseRow {
    var (loss, residual, residualLow, curvature) = ([Double.nan], [Double.nan], [Double.nan], [Double.nan])
    do {
      var lossSpan = loss.mutableSpan
      var residualSpan = residual.mutableSpan
      var lowSpan = residualLow.mutableSpan
      var curvatureSpan = curvature.mutableSpan
      evaluatePrecisely(
        response: (responseCount == 2 ? [response.value, response.trials] : [response.value]).span,
        predictors: [predictor].span, low: [low].span, kind: kind, loss: &lossSpan, residual: &residualSpan,
        residualLow: &lowSpan, curvature: &curvatureSpan)
    }
    return PreciseRow(
      loss: loss[0], residual: residual[0], residualLow: residualLow[0], curvature: curvature[0])
  }
}

import GLMAlgebra
import GLMModel

/// Loss and residual of one row at a linear predictor in twice the precision.
struct PreciseTerms {
  var loss: Double
  var residual: DoubleDouble
}

extension ScalarLikelihood {
  /// The block loop of ``Likelihood/evaluatePrecisely(response:predictors:low:kind:loss:residual:residualLow:curvature:)``
  /// over one function of one row. Where that says nothing, or what is no number, the row is first order in `low`.
  func evaluateRowsPrecisely(
    response: Span<Double>, predictors: Span<Double>, low: Span<Double>, kind: Curvature,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    residualLow: inout MutableSpan<Double>, curvature: inout MutableSpan<Double>,
    _ precise: (_ response: Double, _ predictor: DoubleDouble) -> PreciseTerms?
  ) {
    for i in 0..<loss.count {
      let row = terms(response[i], predictors[i], kind)
      curvature[i] = row.curvature
      let predictor = DoubleDouble.sum(predictors[i], low[i])
      if let values = precise(response[i], predictor), values.residual.isFinite, values.loss.isFinite {
        (loss[i], residual[i], residualLow[i]) = (values.loss, values.residual.high, values.residual.low)
        continue
      }
      let slope = kind == .observed ? row.curvature : terms(response[i], predictors[i], .observed).curvature
      let (change, fall) = (row.residual * low[i], slope * low[i])
      residual[i] = row.residual
      loss[i] = change.isFinite ? row.loss - change : row.loss
      residualLow[i] = fall.isFinite ? -fall : 0
    }
  }
}

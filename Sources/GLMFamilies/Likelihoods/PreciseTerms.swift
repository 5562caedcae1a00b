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
  ///
  /// - Parameter vectors: the block function that ``evaluate(response:predictors:order:loss:residual:curvature:)`` goes by,
  ///   if any, which gives the curvatures and may have the rows in twice the precision.
  func evaluateRowsPrecisely(
    response: Span<Double>, predictors: Span<Double>, low: Span<Double>, kind: Curvature,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    residualLow: inout MutableSpan<Double>, curvature: inout MutableSpan<Double>,
    vectors: VectorLikelihood? = nil,
    _ precise: (_ response: Double, _ predictor: DoubleDouble) -> PreciseTerms?
  ) {
    var isTold = false
    if let vectors {
      evaluate(
        response: response, predictors: predictors, order: .curvature(kind), loss: &loss, residual: &residual,
        curvature: &curvature)
      isTold = vectors.isPrecise
      if isTold,
        vectors.evaluatePrecisely(
          response: response, predictors: predictors, low: low, loss: &loss, residual: &residual,
          residualLow: &residualLow)
      {
        return
      }
    }
    for i in 0..<loss.count where !isTold || loss[i].isNaN {
      let row = terms(response[i], predictors[i], kind)
      if vectors == nil { curvature[i] = row.curvature }
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

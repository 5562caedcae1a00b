import GLMAlgebra

/// A likelihood with a block function in vectors beside the one that tells a row after the other.
///
/// Both mean the same, to a few units in the last place. The vectors leave rows outside their range undone, and those are
/// then told one by one, so that a row says the same wherever it stands.
package protocol VectorizedLikelihood: Likelihood {
  /// The block function in vectors; nil to do without.
  var vectors: VectorLikelihood? { get set }
  /// The rows of a block one after the other: what ``Likelihood/evaluate(response:predictors:order:loss:residual:curvature:)``
  /// would be without vectors.
  func evaluateRowByRow(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>)
}

extension VectorizedLikelihood {
  /// The same likelihood, every row told by itself.
  package var withoutVectors: any Likelihood {
    var copy = self
    copy.vectors = nil
    return copy
  }

  /// By vectors as far as they reach.
  package func evaluateByVectors(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    guard let vectors else {
      return evaluateRowByRow(
        response: response, predictors: predictors, order: order, loss: &loss, residual: &residual,
        curvature: &curvature)
    }
    let isDone = vectors.evaluate(
      response: response, hasTrials: responseCount == 2, predictors: predictors,
      order: VectorLikelihood.Order(order), loss: &loss, residual: &residual, curvature: &curvature)
    if isDone { return }
    for i in 0..<loss.count where loss[i].isNaN {
      evaluateRow(
        i, response: response, predictors: predictors, order: order, loss: &loss, residual: &residual,
        curvature: &curvature)
    }
  }

  /// Row `i` by itself.
  private func evaluateRow(
    _ i: Int, response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    let rows = loss.count
    let own = (0..<responseCount).map { response[$0 * rows + i] }
    let here = (0..<predictorCount).map { predictors[$0 * rows + i] }
    var value = [0.0]
    var slope = Array(repeating: 0.0, count: order.wantsResidual ? predictorCount : 0)
    var bend = Array(repeating: 0.0, count: order.wantedCurvature == nil ? 0 : curvatureCount)
    do {
      var valueSpan = value.mutableSpan
      var slopeSpan = slope.mutableSpan
      var bendSpan = bend.mutableSpan
      evaluateRowByRow(
        response: own.span, predictors: here.span, order: order, loss: &valueSpan, residual: &slopeSpan,
        curvature: &bendSpan)
    }
    loss[i] = value[0]
    for k in slope.indices { residual[k * rows + i] = slope[k] }
    for q in bend.indices { curvature[q * rows + i] = bend[q] }
  }
}

extension VectorLikelihood.Order {
  /// The same in the numbers of the block functions.
  init(_ order: EvaluationOrder) {
    self =
      switch order {
      case .loss: .loss
      case .residual: .residual
      case .curvature(.expected): .expected
      case .curvature(.observed): .observed
      }
  }
}

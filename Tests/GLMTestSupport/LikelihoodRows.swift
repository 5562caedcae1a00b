import GLMAlgebra
import GLMModel

/// What a likelihood says of some rows, unpacked.
public struct LikelihoodRows: Sendable {
  public var loss: [Double]
  /// One a plane, one a row.
  public var residual: [[Double]]
  /// Packed lower triangle, one list a pair of planes.
  public var curvature: [[Double]]

  /// Everything, in one list.
  public var all: [Double] { loss + residual.joined() + curvature.joined() }
}

extension Likelihood {
  /// Evaluates rows with `responses` at `predictors`, one list of K a row.
  public func rows(
    _ responses: [RowResponse], at predictors: [[Double]], _ order: EvaluationOrder
  ) -> LikelihoodRows {
    let n = responses.count
    let k = predictorCount
    let pairs = k * (k + 1) / 2
    let response = responses.map(\.value) + (responseCount == 2 ? responses.map(\.trials) : [])
    let planes = (0..<k).flatMap { plane in predictors.map { $0[plane] } }
    // Not a number until the likelihood says one.
    var loss = Array(repeating: Double.nan, count: n)
    var residual = Array(repeating: Double.nan, count: order.wantsResidual ? k * n : 0)
    var curvature = Array(repeating: Double.nan, count: order.wantedCurvature == nil ? 0 : pairs * n)
    do {
      var lossSpan = loss.mutableSpan
      var residualSpan = residual.mutableSpan
      var curvatureSpan = curvature.mutableSpan
      evaluate(
        response: response.span, predictors: planes.span, order: order, loss: &lossSpan,
        residual: &residualSpan, curvature: &curvatureSpan)
    }
    return LikelihoodRows(
      loss: loss,
      residual: order.wantsResidual ? (0..<k).map { Array(residual[$0 * n..<($0 + 1) * n]) } : [],
      curvature: order.wantedCurvature == nil
        ? [] : (0..<pairs).map { Array(curvature[$0 * n..<($0 + 1) * n]) })
  }

  /// The loss of one row.
  public func loss(_ response: RowResponse, at predictors: [Double]) -> Double {
    rows([response], at: [predictors], .loss).loss[0]
  }

  /// The residual of one row, one a plane.
  public func residual(_ response: RowResponse, at predictors: [Double]) -> [Double] {
    rows([response], at: [predictors], .residual).residual.map { $0[0] }
  }

  /// The curvature of one row.
  public func curvature(_ response: RowResponse, at predictors: [Double], _ kind: Curvature)
    -> PackedSymmetric
  {
    let row = rows([response], at: [predictors], .curvature(kind))
    return PackedSymmetric(order: predictorCount, entries: row.curvature.map { $0[0] })
  }

  /// Means of one row, and their slopes: `slopes[m][k]` is ∂μₘ/∂ηₖ.
  public func means(at predictors: [Double]) -> (means: [Double], slopes: [[Double]]) {
    var means = Array(repeating: Double.nan, count: meanCount)
    var slopes = Array(repeating: Double.nan, count: meanCount * predictorCount)
    do {
      var meanSpan = means.mutableSpan
      var slopeSpan = slopes.mutableSpan
      evaluateMeans(predictors: predictors.span, means: &meanSpan, slopes: &slopeSpan)
    }
    let k = predictorCount
    return (means, (0..<meanCount).map { Array(slopes[$0 * k..<($0 + 1) * k]) })
  }

  /// Where a fit would start with this response.
  public func start(_ response: RowResponse) -> [Double] {
    var predictors = Array(repeating: Double.nan, count: predictorCount)
    do {
      var span = predictors.mutableSpan
      start(
        response: (responseCount == 2 ? [response.value, response.trials] : [response.value]).span,
        predictors: &span)
    }
    return predictors
  }
}

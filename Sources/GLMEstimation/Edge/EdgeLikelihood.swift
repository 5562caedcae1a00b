import GLMAlgebra
import GLMModel

/// Another likelihood with its rows that are within `reach` of an edge of the domain put onto the edge, where the loss is
/// finite there: what is on the edge but for rounding is on the edge. The loss goes on from the edge as a straight line, so
/// that it does not hide where rounding has put the row.
///
/// A row whose loss is infinite on the edge, or falls from it inwards without bound, is left where it is. A row on an edge
/// that pulls it outwards without bound has residual 0 here: it is held, and does not move.
struct EdgeLikelihood: Likelihood {
  let base: any Likelihood
  let reach: Double
  /// The half-spaces whose edge belongs to the domain.
  let closed: [PredictorDomain.Constraint]
  /// The domain of the other, wider by what is put back onto the edge.
  let domain: PredictorDomain

  init(_ base: any Likelihood, reach: Double) {
    self.base = base
    self.reach = reach
    closed = base.domain.constraints.filter { !$0.isOpen }
    domain = PredictorDomain(
      base.domain.constraints.map { constraint in
        var wide = constraint
        if !constraint.isOpen { wide.bound += reach }
        return wide
      })
  }

  var predictorCount: Int { base.predictorCount }
  var responseCount: Int { base.responseCount }
  var support: Support { base.support }
  var curvatures: Set<Curvature> { base.curvatures }
  var isConvex: Bool { base.isConvex }
  var dispersion: Dispersion { base.dispersion }

  func evaluate(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    let rows = loss.count
    var values = (0..<predictors.count).map { predictors[$0] }
    let onEdge = EdgeLikelihood.putOnEdge(
      &values, of: base, closed: closed, within: reach, response: response)
    base.evaluate(
      response: response, predictors: values.span, order: order, loss: &loss, residual: &residual,
      curvature: &curvature)
    let planes = base.predictorCount
    for i in 0..<rows where !onEdge[i] && !base.domain.isInside(planes, { predictors[$0 * rows + i] }) {
      loss[i] = .infinity
    }
    guard onEdge.contains(true) else { return }
    let pulls = EdgeLikelihood.residuals(values, of: base, response: response).residual
    for i in 0..<rows where onEdge[i] {
      for k in 0..<planes where pulls[k * rows + i].isFinite {
        loss[i] -= pulls[k * rows + i] * (predictors[k * rows + i] - values[k * rows + i])
      }
      if order.wantsResidual {
        for k in 0..<planes where !residual[k * rows + i].isFinite { residual[k * rows + i] = 0 }
      }
      if order.wantedCurvature != nil {
        for plane in 0..<planes * (planes + 1) / 2 where !curvature[plane * rows + i].isFinite {
          curvature[plane * rows + i] = 0
        }
      }
    }
  }

  /// Moves the predictors of the rows that are within `reach` of a closed edge onto it, if they can rest there; which rows
  /// those are.
  static func putOnEdge(
    _ predictors: inout [Double], of base: any Likelihood, closed: [PredictorDomain.Constraint],
    within reach: Double, response: Span<Double>
  ) -> [Bool] {
    let planes = base.predictorCount
    let rows = predictors.count / planes
    var onEdge = Array(repeating: false, count: rows)
    let before = predictors
    for constraint in closed {
      let square = constraint.normal.reduce(0) { $0 + $1 * $1 }
      for i in 0..<rows {
        let side = (0..<planes).reduce(0) { $0 + constraint.normal[$1] * predictors[$1 * rows + i] }
        guard (constraint.bound - side).magnitude <= reach else { continue }
        onEdge[i] = true
        for k in 0..<planes {
          // With one plane that is exact.
          predictors[k * rows + i] =
            planes == 1
            ? constraint.bound / constraint.normal[0]
            : predictors[k * rows + i] + constraint.normal[k] * (constraint.bound - side) / square
        }
      }
    }
    guard onEdge.contains(true) else { return onEdge }
    let rests = canRest(predictors, of: base, response: response)
    for i in 0..<rows where onEdge[i] && !rests[i] {
      onEdge[i] = false
      for k in 0..<planes { predictors[k * rows + i] = before[k * rows + i] }
    }
    return onEdge
  }

  /// For each row whether an edge at `predictors` can hold it: its loss is finite there, and does not fall inwards without
  /// bound. (Of rows elsewhere the answer says nothing.)
  static func canRest(_ predictors: [Double], of base: any Likelihood, response: Span<Double>) -> [Bool] {
    let (loss, residual) = residuals(predictors, of: base, response: response)
    let planes = base.predictorCount
    let rows = loss.count
    return (0..<rows).map { i in
      guard loss[i].isFinite else { return false }
      return base.domain.constraints.allSatisfy { constraint in
        var (side, size, outward) = (0.0, constraint.bound.magnitude, 0.0)
        for k in 0..<planes where constraint.normal[k] != 0 {
          side += constraint.normal[k] * predictors[k * rows + i]
          size += (constraint.normal[k] * predictors[k * rows + i]).magnitude
          outward += constraint.normal[k] * residual[k * rows + i]
        }
        let isHere = constraint.bound - side <= 1e-12 * size
        return !isHere || outward > -.infinity
      }
    }
  }

  /// Losses and residuals at `predictors`.
  static func residuals(
    _ predictors: [Double], of base: any Likelihood, response: Span<Double>
  ) -> (loss: [Double], residual: [Double]) {
    let rows = predictors.count / base.predictorCount
    var loss = Array(repeating: 0.0, count: rows)
    var residual = Array(repeating: 0.0, count: predictors.count)
    var none: [Double] = []
    var losses = loss.mutableSpan
    var pulls = residual.mutableSpan
    var curvature = none.mutableSpan
    base.evaluate(
      response: response, predictors: predictors.span, order: .residual, loss: &losses, residual: &pulls,
      curvature: &curvature)
    return (loss, residual)
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
}

extension PredictorDomain {
  /// Whether `planes` predictors satisfy every constraint.
  func isInside(_ planes: Int, _ predictor: (Int) -> Double) -> Bool {
    for constraint in constraints {
      var side = 0.0
      for k in 0..<planes { side += constraint.normal[k] * predictor(k) }
      if !(constraint.isOpen ? side < constraint.bound : side <= constraint.bound) { return false }
    }
    return true
  }
}

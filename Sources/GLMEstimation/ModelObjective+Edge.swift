import GLMAlgebra
import GLMModel

extension ModelObjective {
  /// Whether some row has linear predictors on the edge of the domain, as near as rounding tells: an optimum there is
  /// one of the edge, and the curvature that would say how far it is off has no meaning.
  ///
  /// A row whose loss is finite on an edge that belongs to the domain, such as a count of 0 through the square root, can
  /// come to rest there without being stopped: it is on the edge when it is far nearer than the rows are apart.
  func touchesEdge(at point: [Double]) throws -> Bool {
    let domain = likelihood.domain
    if domain.isEverywhere { return false }
    let all = frame.expand(point)
    let planes = likelihood.predictorCount
    // Whether a row is out of room, the largest predictor, and how near a row is to an edge that belongs to the domain.
    let totals = try Pass(threads: threads, sums: 0, maxima: 3).run(over: source) { block, work, totals in
      let n = block.count
      fillPredictors(all, block, into: work.predictors)
      // A row's room against the size of the terms that it is a sum of.
      fillTermSizes(all, block, work)
      forEachRow(of: block, likelihood) { i, _, _ in
        for constraint in domain.constraints {
          var value = 0.0
          var size = constraint.bound.magnitude
          for k in 0..<planes {
            value += constraint.normal[k] * work.predictors[k * n + i]
            size += abs(constraint.normal[k]) * work.second[k * n + i]
            totals.raise(1, to: work.predictors[k * n + i].magnitude)
          }
          if value - constraint.bound >= -1e-9 * size { totals.raise(0, to: 1) }
          if !constraint.isOpen { totals.raise(2, to: value - constraint.bound) }
        }
      }
    }
    if totals.maximum(0) > 0 { return true }
    let reach = 1e-6 * totals.maximum(1)
    guard planes == 1, -totals.maximum(2) < reach else { return false }
    return try restsOnEdge(all, within: reach)
  }

  /// Whether a row that is nearer than `reach` to a closed edge has a finite loss on it; of one plane.
  private func restsOnEdge(_ coefficients: [Double], within reach: Double) throws -> Bool {
    let constraints = likelihood.domain.constraints.filter { !$0.isOpen }
    let totals = try Pass(threads: threads, sums: 0, maxima: 1).run(over: source) { block, work, totals in
      let n = block.count
      fillPredictors(coefficients, block, into: work.predictors)
      for constraint in constraints {
        for i in 0..<n where constraint.bound - constraint.normal[0] * work.predictors[i] < reach {
          work.predictors[i] = constraint.bound / constraint.normal[0]
        }
      }
      evaluateRows(block, work, .loss)
      forEachRow(of: block, likelihood) { i, _, _ in
        let isOnEdge = constraints.contains { $0.normal[0] * work.predictors[i] == $0.bound }
        if isOnEdge, work.loss[i].isFinite { totals.raise(0, to: 1) }
      }
    }
    return totals.maximum(0) > 0
  }
}

import GLMAlgebra
import GLMModel

extension ModelObjective {
  /// Whether some row has linear predictors on the edge of the domain, as near as rounding tells: an optimum there is
  /// one of the edge, and the curvature that would say how far it is off has no meaning.
  func touchesEdge(at point: [Double]) throws -> Bool {
    let domain = likelihood.domain
    if domain.isEverywhere { return false }
    let all = frame.expand(point)
    let planes = likelihood.predictorCount
    // Minus the least room that a row has, and the size of what it is a difference of.
    let totals = try Pass(threads: threads, sums: 0, maxima: 2).run(over: source) { block, work, totals in
      let n = block.count
      fillPredictors(all, block, into: work.predictors)
      forEachRow(of: block, likelihood) { i, _, _ in
        for constraint in domain.constraints {
          var value = 0.0
          for k in 0..<planes { value += constraint.normal[k] * work.predictors[k * n + i] }
          totals.raise(0, to: value - constraint.bound)
          totals.raise(1, to: max(value.magnitude, constraint.bound.magnitude))
        }
      }
    }
    return totals.maximum(0) >= -1e-9 * totals.maximum(1)
  }
}

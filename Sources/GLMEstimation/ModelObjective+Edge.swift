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
    let totals = try Pass(threads: threads, sums: 0, maxima: 1).run(over: source) { block, work, totals in
      let n = block.count
      fillPredictors(all, block, work, into: work.predictors)
      // A row's room against the size of the terms that it is a sum of.
      fillTermSizes(all, block, work)
      forEachRow(of: block, likelihood) { i, _, _ in
        for constraint in domain.constraints {
          var value = 0.0
          var size = constraint.bound.magnitude
          for k in 0..<planes {
            value += constraint.normal[k] * work.predictors[k * n + i]
            size += abs(constraint.normal[k]) * work.second[k * n + i]
          }
          if value - constraint.bound >= -1e-9 * size { totals.raise(0, to: 1) }
        }
      }
    }
    return totals.maximum(0) > 0
  }

  /// Whether some row has next to nothing to gain on an edge that can hold it: where a loss is flat, such as that of a count
  /// of 0 through a root, a descent comes to rest near the edge without being stopped by it.
  func mayRestOnEdge(at point: [Double], scale: Double) throws -> Bool {
    let closed = likelihood.domain.constraints.filter { !$0.isOpen }
    if closed.isEmpty { return false }
    let all = frame.expand(point)
    let limit = EdgeDescent.gain * abs(scale)
    let totals = try Pass(threads: threads, sums: 0, maxima: 1).run(over: source) { block, work, totals in
      fillPredictors(all, block, work, into: work.predictors)
      var rows: [Int] = []
      forEachRow(of: block, likelihood) { i, _, _ in rows.append(i) }
      for constraint in closed where !rows.isEmpty {
        for gain in gainsOnEdge(block, work, rows, constraint) { totals.raise(0, to: -gain) }
      }
    }
    return -totals.maximum(0) <= limit
  }
}

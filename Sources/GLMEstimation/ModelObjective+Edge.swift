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
    // A row's room against the size of the terms that it is a sum of.
    let totals = try Pass(threads: threads, sums: 0, maxima: 1).run(over: source) { block, work, totals in
      let n = block.count
      fillPredictors(all, block, into: work.predictors)
      work.second.reserve(planes * n)
      work.second.fill(0..<planes * n, with: 0)
      for k in 0..<planes {
        let coefficients = layout.coefficients(all, inPlane: k)
        block.withColumns(shift: frame.shift) { columns in
          for (j, b) in coefficients.enumerated() where b != 0 {
            columns.withColumn(j) { x in for i in 0..<n { work.second[k * n + i] += abs(x[i] * b) } }
          }
        }
      }
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
}

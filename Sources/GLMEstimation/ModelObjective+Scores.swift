import GLMAlgebra

extension ModelObjective {
  /// Σ uᵢ uᵢᵀ with the scores uᵢ = wᵢ rᵢ xᵢ of the rows, plane by plane, at `point`: what varies from sample to sample.
  ///
  /// One pass; in the coordinates of the frame.
  package func scoreProducts(at point: [Double]) throws -> PackedSymmetric {
    let all = frame.expand(point)
    let planes = planes
    let curvatureCount = curvatureCount
    return try gram { block, work in
      let n = block.count
      var unused = MergeableSums(sums: Slot.products, maxima: 1)
      fillPredictors(all, block, work, into: work.predictors)
      evaluateRows(block, work, .residual)
      weigh(block, work, .residual, &unused)
      work.curvature.reserve(curvatureCount * n)
      for k in 0..<planes {
        for l in 0...k {
          let plane = PackedSymmetric.index(k, l)
          for i in 0..<n {
            work.curvature[plane * n + i] = work.residual[k * n + i] * work.residual[l * n + i]
          }
        }
      }
    }
  }

  /// The sandwich n/(n − 1) H⁻¹ (Σ uᵢ uᵢᵀ) H⁻¹ of the scores and the inverse H⁻¹ of the expected information, in the
  /// coordinates at hand (Docs/Mathematics.md, "Sampling weights").
  func robustCovariance(at point: [Double], inverse: PackedSymmetric, rows n: Int) throws -> PackedSymmetric {
    let places = 0..<inverse.order
    let rows = places.map { i in places.map { (column: $0, value: inverse[i, $0]) } }
    var products = try scoreProducts(at: point)
    for i in products.entries.indices { products.entries[i] *= Double(n) / Double(n - 1) }
    return products.transformed(by: rows)
  }
}

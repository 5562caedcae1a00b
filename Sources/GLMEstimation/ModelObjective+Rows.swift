import GLMAlgebra
import GLMModel

extension ModelObjective {
  /// η = Xβ + offset, K planes.
  package func fillPredictors(
    _ coefficients: [Double], _ block: borrowing RowBlock, _ work: PassWorkspace, into buffer: Buffer,
    withOffset: Bool = true
  ) {
    frame.withProductColumns(of: block, work) {
      fillPredictors(
        planeCoefficients(coefficients), of: $0, block, work, into: buffer, withOffset: withOffset)
    }
  }

  /// The coefficients of every plane, one a column, plane after plane.
  func planeCoefficients(_ all: [Double]) -> [Double] {
    if layout.isOrdinary { return all }
    return (0..<planes).flatMap { layout.coefficients(all, inPlane: $0) }
  }

  /// η = Xβ + offset, K planes, of the block's columns; `coefficients` as ``planeCoefficients(_:)`` gives them.
  func fillPredictors(
    _ coefficients: [Double], of columns: ProductColumns, _ block: borrowing RowBlock,
    _ work: PassWorkspace, into buffer: Buffer, withOffset: Bool = true
  ) {
    let n = block.count
    buffer.reserve(planes * n)
    for k in 0..<planes {
      block.withOffset(ofPlane: k) { offset in
        if withOffset, let offset {
          buffer.copy(offset, at: k * n)
        } else {
          buffer.fill(k * n..<(k + 1) * n, with: 0)
        }
      }
    }
    buffer.withMutableSpan(0..<planes * n) {
      columns.addLinearPredictors(coefficients.span, planes: planes, to: &$0)
    }
  }

  /// Adds Xᵀr of every plane of `residual` to the sums from `start`, plane by plane.
  func addProducts(
    of columns: ProductColumns, _ residual: Buffer, _ work: PassWorkspace,
    _ totals: inout MergeableSums, from start: Int
  ) {
    let scores = planes * columnCount
    work.products.reserve(scores)
    work.products.fill(0..<scores, with: 0)
    residual.withSpan(0..<planes * columns.rows) { r in
      work.products.withMutableSpan(0..<scores) { columns.addTransposeProducts(r, planes: planes, to: &$0) }
    }
    work.products.withSpan(0..<scores) { totals.add($0, from: start) }
  }

  /// The likelihood of the rows at `work.predictors`.
  package func evaluateRows(_ block: borrowing RowBlock, _ work: PassWorkspace, _ order: EvaluationOrder) {
    let n = block.count
    let residuals = order.wantsResidual ? planes * n : 0
    let curvatures = order.wantedCurvature == nil ? 0 : curvatureCount * n
    work.loss.reserve(n)
    work.residual.reserve(residuals)
    work.curvature.reserve(curvatures)
    block.withResponse { response in
      work.predictors.withSpan(0..<planes * n) { predictors in
        work.loss.withMutableSpan(0..<n) { loss in
          work.residual.withMutableSpan(0..<residuals) { residual in
            work.curvature.withMutableSpan(0..<curvatures) { curvature in
              likelihood.evaluate(
                response: response, predictors: predictors, order: order, loss: &loss, residual: &residual,
                curvature: &curvature)
            }
          }
        }
      }
    }
  }

  /// Multiplies by the weights (a row of weight 0 says nothing, whatever it holds) and adds up what is not multiplied
  /// with columns.
  func weigh(
    _ block: borrowing RowBlock, _ work: PassWorkspace, _ order: EvaluationOrder,
    _ totals: inout MergeableSums
  ) {
    let n = block.count
    let constraints = likelihood.domain.constraints
    let wantsCurvature = order.wantedCurvature != nil
    let limit = likelihood.dispersion.largestShare
    var sums = RowSums()
    block.withWeights { weights in
      work.loss.withSpan(0..<n) { sums.weighLosses($0, weights: weights) }
      if !constraints.isEmpty {
        for i in 0..<n where isSaid(weights, i) {
          for constraint in constraints {
            var side = 0.0
            for k in 0..<planes { side += constraint.normal[k] * work.predictors[k * n + i] }
            let isInside = constraint.isOpen ? side < constraint.bound : side <= constraint.bound
            if !isInside { totals.raise(0, to: 1) }
          }
        }
      }
      guard order.wantsResidual else { return }
      for k in 0..<planes {
        let (own, diagonal) = (k * n..<(k + 1) * n, PackedSymmetric.index(k, k) * n)
        work.predictors.withSpan(own) { eta in
          work.residual.withMutableSpan(own) { residual in
            if wantsCurvature {
              work.curvature.withMutableSpan(diagonal..<diagonal + n) {
                sums.weighPlane(eta, residual: &residual, curvature: &$0, weights: weights, limit: limit)
              }
            } else {
              sums.weighPlane(eta, residual: &residual, weights: weights)
            }
          }
        }
        guard wantsCurvature, let weights else { continue }
        for l in 0..<k {
          let plane = PackedSymmetric.index(k, l) * n
          work.curvature.withMutableSpan(plane..<plane + n) { RowSums.weigh(&$0, by: weights) }
        }
      }
    }
    totals.add(sums.loss, to: Slot.loss)
    // Bounds: they need no care.
    if order.wantsResidual { totals.add(sums.rounding, to: Slot.rounding) }
    if wantsCurvature {
      totals.raise(1, to: -sums.smallest)
      totals.add(sums.noise, to: Slot.noise)
      totals.add(sums.pearson, to: Slot.pearson)
    }
  }
}

/// Whether row i has weight; weights left out are 1.
func isSaid(_ weights: Span<Double>?, _ i: Int) -> Bool {
  if let weights { return weights[i] != 0 }
  return true
}

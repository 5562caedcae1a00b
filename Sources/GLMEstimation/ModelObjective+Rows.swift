import GLMAlgebra
import GLMModel

extension ModelObjective {
  /// η = Xβ + offset, K planes.
  package func fillPredictors(
    _ coefficients: [Double], _ block: borrowing RowBlock, _ work: PassWorkspace, into buffer: Buffer,
    withOffset: Bool = true
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
    frame.withColumns(of: block, work) { columns in
      for k in 0..<planes {
        let own = layout.coefficients(coefficients, inPlane: k)
        buffer.withMutableSpan(k * n..<(k + 1) * n) { columns.addLinearPredictor(own.span, to: &$0) }
      }
    }
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
    let planes = planes
    let curvatureCount = curvatureCount
    let constraints = likelihood.domain.constraints
    let wantsResidual = order.wantsResidual
    let wantsCurvature = order.wantedCurvature != nil
    let limit = likelihood.dispersion == .estimated ? Double.infinity : 1e4
    var losses = CompensatedSum()
    // Bounds: they need no care.
    var roundings = 0.0
    var noises = 0.0
    var pearsons = 0.0
    var smallest = Double.infinity
    block.withWeights { weights in
      for i in 0..<n {
        var w = 1.0
        if let weights { w = weights[i] }
        if w == 0 {
          for k in 0..<(wantsResidual ? planes : 0) { work.residual[k * n + i] = 0 }
          for k in 0..<(wantsCurvature ? curvatureCount : 0) { work.curvature[k * n + i] = 0 }
          continue
        }
        let loss = w * work.loss[i]
        losses.add(loss)
        for constraint in constraints {
          var side = 0.0
          for k in 0..<planes { side += constraint.normal[k] * work.predictors[k * n + i] }
          let isInside = constraint.isOpen ? side < constraint.bound : side <= constraint.bound
          if !isInside { totals.raise(0, to: 1) }
        }
        guard wantsResidual else { continue }
        var rounding = abs(loss)
        var noise = 0.0
        for k in 0..<planes {
          let r = w * work.residual[k * n + i]
          work.residual[k * n + i] = r
          let size = work.predictors[k * n + i].magnitude
          rounding += abs(r) * size
          if wantsCurvature {
            // Of −∂loss/∂η, rounding leaves about ε(|r| + c|η|) wrong.
            let c = (w * work.curvature[PackedSymmetric.index(k, k) * n + i]).magnitude
            smallest = min(smallest, c)
            if c > 0 {
              // A row that the model makes next to impossible has no curvature to speak of: others hold it.
              noise += min(r * r / c, limit) + c * size * size
              pearsons += r * r / c
            }
          }
        }
        roundings += rounding
        if wantsCurvature {
          noises += noise
          for plane in 0..<curvatureCount where w != 1 {
            work.curvature[plane * n + i] *= w
          }
        }
      }
    }
    totals.add(losses, to: Slot.loss)
    if wantsResidual { totals.add(roundings, to: Slot.rounding) }
    if wantsCurvature {
      totals.raise(1, to: -smallest)
      totals.add(noises, to: Slot.noise)
      totals.add(pearsons, to: Slot.pearson)
    }
  }
}

import GLMAlgebra
import GLMModel

/// An objective at coefficients in twice the precision.
struct PreciseEvaluation {
  /// Σ wᵢ lossᵢ; +∞ outside the domain.
  var loss = 0.0
  /// The gradient by the coefficients of the shifted columns, aliased ones included.
  var gradient: [DoubleDouble] = []
  /// A bound on eᵀ H⁻¹ e for the error e that is left in the gradient.
  var noise = 0.0
  /// Σ w r²/c, Pearson's statistic, of one predictor.
  var pearson = 0.0
}

extension ModelObjective {
  /// Loss, gradient and Pearson's statistic at coefficients of the shifted columns: linear predictors, residuals and
  /// products are carried in twice the precision. One pass, about 20 n p operations.
  func evaluatePrecisely(_ coefficients: [DoubleDouble]) throws -> PreciseEvaluation {
    let kind = preferredCurvature
    let scores = planes * columnCount
    let high = planeCoefficients(coefficients.map(\.high))
    let low = planeCoefficients(coefficients.map(\.low))
    let pass = Pass(threads: threads, sums: 3 + scores, maxima: 1)
    let totals = try pass.run(over: source) { block, work, totals in
      let n = block.count
      fillPrecisePredictors(high, low: low, block, work)
      evaluatePreciseRows(block, work, kind)
      weighPrecisely(block, work, &totals)
      work.products.reserve(scores)
      work.productsLow.reserve(scores)
      work.products.fill(0..<scores, with: 0)
      work.productsLow.fill(0..<scores, with: 0)
      block.withPreciseColumns(shift: frame.shift) { columns, rest in
        for k in 0..<planes {
          let (rows, own) = (k * n..<(k + 1) * n, k * columnCount..<(k + 1) * columnCount)
          work.residual.withSpan(rows) { r in
            work.residualLow.withSpan(rows) { s in
              work.products.withMutableSpan(own) { out in
                work.productsLow.withMutableSpan(own) { outLow in
                  columns.addPreciseTransposeProduct(low: rest, r, s, to: &out, low: &outLow)
                }
              }
            }
          }
        }
      }
      for i in 0..<scores {
        totals.add(CompensatedSum(head: work.products[i], tail: work.productsLow[i]), to: 3 + i)
      }
    }
    var result = PreciseEvaluation(
      loss: totals.maximum(0) > 0 || totals[0].isNaN ? .infinity : totals[0],
      gradient: Array(repeating: .zero, count: layout.count), noise: totals[1], pearson: totals[2])
    for k in 0..<planes {
      for (j, coefficient) in layout.index[k].enumerated() {
        guard let coefficient else { continue }
        result.gradient[coefficient] = result.gradient[coefficient] - totals.precise(3 + k * columnCount + j)
      }
    }
    if !prior.isFlat {
      let all = coefficients.map(\.high)
      let slope = prior.gradient(all, layout: layout)
      let bend = prior.curvature(all, layout: layout)
      for i in slope.indices {
        result.gradient[i] += DoubleDouble.sum(slope[i], bend[i] * coefficients[i].low)
      }
    }
    return result
  }

  /// η = (X − shift) β + offset in twice the precision, K planes.
  package func fillPrecisePredictors(
    _ coefficients: [DoubleDouble], _ block: borrowing RowBlock, _ work: PassWorkspace
  ) {
    fillPrecisePredictors(
      planeCoefficients(coefficients.map(\.high)), low: planeCoefficients(coefficients.map(\.low)), block,
      work)
  }

  /// The same of coefficients as ``planeCoefficients(_:)`` gives them.
  private func fillPrecisePredictors(
    _ high: [Double], low: [Double], _ block: borrowing RowBlock, _ work: PassWorkspace
  ) {
    let n = block.count
    work.predictors.reserve(planes * n)
    work.predictorsLow.reserve(planes * n)
    work.predictorsLow.fill(0..<planes * n, with: 0)
    for k in 0..<planes {
      block.withOffset(ofPlane: k) { offset in
        if let offset {
          work.predictors.copy(offset, at: k * n)
        } else {
          work.predictors.fill(k * n..<(k + 1) * n, with: 0)
        }
      }
    }
    block.withPreciseColumns(shift: frame.shift) { columns, rest in
      for k in 0..<planes {
        let (rows, own) = (k * n..<(k + 1) * n, k * columnCount..<(k + 1) * columnCount)
        work.predictors.withMutableSpan(rows) { eta in
          work.predictorsLow.withMutableSpan(rows) { etaLow in
            columns.addPreciseLinearPredictor(
              low: rest, high.span.extracting(own), low.span.extracting(own), to: &eta, low: &etaLow)
          }
        }
      }
    }
  }

  private func evaluatePreciseRows(_ block: borrowing RowBlock, _ work: PassWorkspace, _ kind: Curvature) {
    let n = block.count
    work.loss.reserve(n)
    work.residual.reserve(planes * n)
    work.residualLow.reserve(planes * n)
    work.curvature.reserve(curvatureCount * n)
    block.withResponse { response in
      work.predictors.withSpan(0..<planes * n) { eta in
        work.predictorsLow.withSpan(0..<planes * n) { etaLow in
          work.loss.withMutableSpan(0..<n) { loss in
            work.residual.withMutableSpan(0..<planes * n) { residual in
              work.residualLow.withMutableSpan(0..<planes * n) { residualLow in
                work.curvature.withMutableSpan(0..<curvatureCount * n) { curvature in
                  likelihood.evaluatePrecisely(
                    response: response, predictors: eta, low: etaLow, kind: kind, loss: &loss,
                    residual: &residual, residualLow: &residualLow, curvature: &curvature)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Weighs the residuals, and adds up loss, noise and Pearson's statistic.
  private func weighPrecisely(
    _ block: borrowing RowBlock, _ work: PassWorkspace, _ totals: inout MergeableSums
  ) {
    let n = block.count
    let relative = likelihood.preciseError
    let limit = likelihood.dispersion.largestShare
    let constraints = likelihood.domain.constraints
    let isSingle = planes == 1
    var noises = 0.0
    var losses = CompensatedSum()
    var pearsons = CompensatedSum()
    block.withWeights { weights in
      func weight(_ i: Int) -> Double {
        if let weights { return weights[i] }
        return 1
      }
      work.loss.withSpan(0..<n) { loss in
        for i in 0..<n where weight(i) > 0 { losses.add(weight(i) * loss[i]) }
      }
      if !constraints.isEmpty {
        for i in 0..<n where weight(i) > 0 {
          for constraint in constraints {
            let side = (0..<planes).reduce(0) { $0 + constraint.normal[$1] * work.predictors[$1 * n + i] }
            if !(constraint.isOpen ? side < constraint.bound : side <= constraint.bound) {
              totals.raise(0, to: 1)
            }
          }
        }
      }
      for k in 0..<planes {
        let (own, diagonal) = (k * n..<(k + 1) * n, PackedSymmetric.index(k, k) * n)
        work.predictors.withSpan(own) { eta in
          work.curvature.withSpan(diagonal..<diagonal + n) { curvature in
            work.residual.withTwoMutableSpans(own, and: work.residualLow) { residual, low in
              for i in 0..<n {
                let w = weight(i)
                guard w > 0 else {
                  (residual[i], low[i]) = (0, 0)
                  continue
                }
                let (r, c) = (residual[i], curvature[i].magnitude)
                if c > 0 {
                  let size = max(eta[i].magnitude, 1)
                  noises += w * (min(r * r / c, limit) + c * size * size)
                }
                if isSingle, r != 0 {
                  let ratio = r / c
                  // Where r²/c is not to be had by division, a likelihood may know it by form.
                  let share =
                    ratio.isFinite && ratio != 0 && c > 1e-290
                    ? ratio * r
                    : likelihood.pearson(response(of: block, i), at: { _ in eta[i] }) ?? ratio * r
                  pearsons.add(w * share)
                }
                guard w != 1 else { continue }
                let product = DoubleDouble.product(w, r)
                residual[i] = product.high
                low[i] = product.low + w * low[i]
              }
            }
          }
        }
      }
    }
    totals.add(losses, to: 0)
    totals.add(relative * relative * noises, to: 1)
    totals.add(pearsons, to: 2)
  }

  private func response(of block: borrowing RowBlock, _ i: Int) -> RowResponse {
    let n = block.count
    return block.withResponse {
      RowResponse($0[i], trials: likelihood.responseCount == 2 ? $0[n + i] : 1)
    }
  }
}

import GLMAlgebra
import GLMModel

/// What bias reduction adds to the score at a point, from one pass over the rows.
package struct ScoreAdjustment {
  /// A, one a coefficient of the layout in the frame's columns, at dispersion 1.
  package var score: [Double]
  /// Σ wᵢ tᵢ(v, v, v) of each of the directions asked for, v = Xᵢ · direction and t = third/3 + mixed/2.
  package var cubic: [Double]
  /// Σ k f′, −Σ k² f″ and Σ k³ f‴ over the observations, for the precision asked for.
  package var normalizer: (first: Double, second: Double, third: Double)
}

extension ModelObjective {
  /// The adjustment of `method` at `point`: per row ½ Σ Gₖₗ Tₖₗₘ is added to plane m of the residual, with
  /// G = X F⁻¹ Xᵀ from `root`, and T = third + mixed, or the derivative of the expected curvature for Jeffreys's prior.
  ///
  /// - Parameters:
  ///   - root: vectors bₜ with F⁻¹ = Σ bₜ bₜᵀ, in the coordinates of the frame.
  ///   - directions: where the cubic form of median bias reduction is wanted.
  ///   - dispersion: where the normalizer's derivatives are wanted; nil for 0.
  package func scoreAdjustment(
    _ moments: any ThirdMoments, _ method: EstimationMethod, at point: [Double], root: [[Double]],
    directions: [[Double]], dispersion: Double?, isFrequency: Bool
  ) throws -> ScoreAdjustment {
    let all = frame.expand(point)
    let root = root.map(frame.expand)
    let directions = directions.map(frame.expand)
    let (planes, columnCount) = (planes, columnCount)
    let scores = planes * columnCount
    let likelihood = likelihood
    let pass = Pass(threads: threads, sums: scores + directions.count + 3)
    let totals = try pass.run(over: source) { block, work, totals in
      let n = block.count
      fillPredictors(all, block, work, into: work.predictors)
      fillMoments(moments, block, work)
      fillHat(root, block, work)
      fillAdjustments(method, rows: n, work)
      work.products.reserve(scores)
      work.products.fill(0..<scores, with: 0)
      frame.withColumns(of: block, work) { columns in
        for k in 0..<planes {
          work.residual.withSpan(k * n..<(k + 1) * n) { r in
            work.products.withMutableSpan(k * columnCount..<(k + 1) * columnCount) {
              columns.addTransposeProduct(r, to: &$0)
            }
          }
        }
      }
      work.products.withSpan(0..<scores) { totals.add($0, from: 0) }
      for (r, direction) in directions.enumerated() {
        fillPredictors(direction, block, work, into: work.direction, withOffset: false)
        totals.add(cubicForm(rows: n, work), to: scores + r)
      }
      guard let dispersion else { return }
      let place = scores + directions.count
      var latest = (precision: Double.nan, is: NormalizerDerivatives(first: 0, second: 0, third: 0))
      forEachRow(of: block, likelihood) { _, weight, _ in
        let k = (isFrequency ? 1 : weight) / dispersion
        if k != latest.precision, let derivatives = likelihood.normalizerDerivatives(precision: k) {
          latest = (k, derivatives)
        }
        let copies = isFrequency ? weight : 1
        totals.add(copies * (k * latest.is.first), to: place)
        totals.add(-copies * (k * k * latest.is.second), to: place + 1)
        totals.add(copies * (k * k * k * latest.is.third), to: place + 2)
      }
    }
    let place = scores + directions.count
    return ScoreAdjustment(
      score: scatter(totals[0..<scores]), cubic: totals[scores..<place],
      normalizer: (totals[place], totals[place + 1], totals[place + 2]))
  }

  /// The third moments of the rows at `work.predictors`, times the weights.
  private func fillMoments(_ moments: any ThirdMoments, _ block: borrowing RowBlock, _ work: PassWorkspace) {
    let n = block.count
    let count = planes * planes * planes
    work.third.reserve(count * n)
    work.mixed.reserve(count * n)
    block.withResponse { response in
      work.predictors.withSpan(0..<planes * n) { predictors in
        work.third.withMutableSpan(0..<count * n) { third in
          work.mixed.withMutableSpan(0..<count * n) { mixed in
            moments.evaluateThirdMoments(
              response: response, predictors: predictors, third: &third, mixed: &mixed)
          }
        }
      }
    }
    block.withWeights { weights in
      guard let weights else { return }
      for plane in 0..<count {
        for i in 0..<n {
          let w = weights[i]
          let place = plane * n + i
          // A row of weight 0 says nothing, whatever it holds.
          work.third[place] = w == 0 ? 0 : w * work.third[place]
          work.mixed[place] = w == 0 ? 0 : w * work.mixed[place]
        }
      }
    }
  }

  /// G = X F⁻¹ Xᵀ of each row, K(K + 1)/2 planes in `work.curvature`.
  private func fillHat(_ root: [[Double]], _ block: borrowing RowBlock, _ work: PassWorkspace) {
    let n = block.count
    work.curvature.reserve(curvatureCount * n)
    work.curvature.fill(0..<curvatureCount * n, with: 0)
    for vector in root {
      fillPredictors(vector, block, work, into: work.direction, withOffset: false)
      for k in 0..<planes {
        for l in 0...k {
          let plane = PackedSymmetric.index(k, l) * n
          for i in 0..<n {
            work.curvature[plane + i] += work.direction[k * n + i] * work.direction[l * n + i]
          }
        }
      }
    }
  }

  /// ½ Σ Gₖₗ Tₖₗₘ of each row, K planes in `work.residual`.
  private func fillAdjustments(_ method: EstimationMethod, rows n: Int, _ work: PassWorkspace) {
    work.residual.reserve(planes * n)
    work.residual.fill(0..<planes * n, with: 0)
    for m in 0..<planes {
      for k in 0..<planes {
        for l in 0..<planes {
          let hat = PackedSymmetric.index(k, l) * n
          let third = ((k * planes + l) * planes + m) * n
          // The derivative of E(rₖ rₗ) in ηₘ has mixed moments of (k, m | l) and (l, m | k), the same under G.
          let mixed = method == .jeffreys ? ((k * planes + m) * planes + l) * n : third
          let times = method == .jeffreys ? 2.0 : 1.0
          for i in 0..<n {
            let moment = work.third[third + i] + times * work.mixed[mixed + i]
            if moment != 0 { work.residual[m * n + i] += 0.5 * work.curvature[hat + i] * moment }
          }
        }
      }
    }
  }

  /// Σ Σ (third/3 + mixed/2)(k, l, m) vₖ vₗ vₘ over the rows, v being `work.direction`.
  private func cubicForm(rows n: Int, _ work: PassWorkspace) -> CompensatedSum {
    var sum = CompensatedSum()
    for k in 0..<planes {
      for l in 0..<planes {
        for m in 0..<planes {
          let plane = ((k * planes + l) * planes + m) * n
          for i in 0..<n {
            let moment = work.third[plane + i] / 3 + work.mixed[plane + i] / 2
            if moment == 0 { continue }
            sum.add(
              moment * work.direction[k * n + i] * work.direction[l * n + i] * work.direction[m * n + i])
          }
        }
      }
    }
    return sum
  }
}

import GLMAlgebra
import GLMModel

/// The penalized loss of a model over the rows of a source: Σ wᵢ lossᵢ(Xβ + offset) − log prior.
///
/// This is the only place where columns meet coefficients, and it never learns what a response means.
package struct ModelObjective: Objective {
  package let source: any RowSource
  package let likelihood: any Likelihood
  package let prior: any Prior
  package let frame: Frame
  package let threads: Int
  package let totalWeight: Double

  package init(
    source: any RowSource, likelihood: any Likelihood, prior: any Prior, frame: Frame, threads: Int,
    totalWeight: Double
  ) {
    self.source = source
    self.likelihood = likelihood
    self.prior = prior
    self.frame = frame
    self.threads = threads
    self.totalWeight = totalWeight
  }

  package var count: Int { frame.active.count }
  package var curvatures: Set<Curvature> { likelihood.curvatures }

  private var layout: CoefficientLayout { frame.layout }
  private var columnCount: Int { layout.columns.count }
  private var planes: Int { likelihood.predictorCount }
  private var curvatureCount: Int { planes * (planes + 1) / 2 }
  private var gramCount: Int { columnCount * (columnCount + 1) / 2 }

  /// The sums that come before the products with the columns.
  private enum Slot { static let loss = 0, rounding = 1, noise = 2, products = 3 }

  package func evaluate(_ point: [Double], _ order: EvaluationOrder) throws -> Evaluation {
    let all = frame.expand(point)
    let scores = order.wantsResidual ? planes * columnCount : 0
    let grams = order.wantedCurvature == nil ? 0 : curvatureCount * gramCount
    let pass = Pass(threads: threads, sums: Slot.products + scores + grams, maxima: 1)
    let totals = try pass.run(over: source) { block, work, totals in
      let n = block.count
      fillPredictors(all, block, into: work.predictors)
      evaluateRows(block, work, order)
      weigh(block, work, order, &totals)
      guard order.wantsResidual else { return }
      work.products.reserve(max(scores, gramCount))
      work.products.fill(0..<scores, with: 0)
      block.withColumns(shift: frame.shift) { columns in
        for k in 0..<planes {
          work.residual.withSpan(k * n..<(k + 1) * n) { r in
            work.products.withMutableSpan(k * columnCount..<(k + 1) * columnCount) {
              columns.addTransposeProduct(r, to: &$0)
            }
          }
        }
        work.products.withSpan(0..<scores) { totals.add($0, from: Slot.products) }
        guard grams > 0 else { return }
        work.scratch.reserve(4 * n)
        for plane in 0..<curvatureCount {
          work.products.fill(0..<gramCount, with: 0)
          work.curvature.withSpan(plane * n..<(plane + 1) * n) { c in
            work.products.withMutableSpan(0..<gramCount) { gram in
              work.scratch.withMutableSpan(0..<4 * n) { columns.addGram(c, to: &gram, scratch: &$0) }
            }
          }
          work.products.withSpan(0..<gramCount) {
            totals.add($0, from: Slot.products + scores + plane * gramCount)
          }
        }
      }
    }
    return assemble(totals, all, order, scores: scores)
  }

  package func values(
    from point: [Double], along direction: [Double], steps: [Double]
  ) throws -> [Double] {
    let from = frame.expand(point)
    let along = frame.expand(direction)
    let pass = Pass(threads: threads, sums: steps.count + Slot.products, maxima: steps.count + 1)
    let totals = try pass.run(over: source) { block, work, totals in
      let size = planes * block.count
      fillPredictors(from, block, into: work.second)
      fillPredictors(along, block, into: work.direction, withOffset: false)
      work.predictors.reserve(size)
      for (s, step) in steps.enumerated() {
        for i in 0..<size { work.predictors[i] = work.second[i] + step * work.direction[i] }
        var one = MergeableSums(sums: Slot.products, maxima: 1)
        evaluateRows(block, work, .loss)
        weigh(block, work, .loss, &one)
        totals.add(one[Slot.loss], to: s)
        totals.raise(s, to: one.maximum(0))
      }
    }
    return steps.indices.map { s in
      let coefficients = zip(from, along).map { $0 + steps[s] * $1 }
      let value = totals[s] + smoothPrior(coefficients)
      return totals.maximum(s) > 0 || value.isNaN ? .infinity : value
    }
  }

  package func informationProduct(
    _ point: [Double], _ direction: [Double], _ curvature: Curvature
  ) throws -> [Double] {
    let all = frame.expand(point)
    let along = frame.expand(direction)
    let scores = planes * columnCount
    let pass = Pass(threads: threads, sums: scores, maxima: 1)
    let totals = try pass.run(over: source) { block, work, totals in
      let n = block.count
      fillPredictors(all, block, into: work.predictors)
      fillPredictors(along, block, into: work.direction, withOffset: false)
      evaluateRows(block, work, .curvature(curvature))
      work.second.reserve(planes * n)
      work.curvature.withSpan(0..<curvatureCount * n) { c in
        work.direction.withSpan(0..<planes * n) { d in
          work.second.withMutableSpan(0..<planes * n) {
            likelihood.multiply(curvature: c, direction: d, product: &$0, rows: n)
          }
        }
      }
      block.withWeights { weights in
        guard let weights else { return }
        for k in 0..<planes {
          for i in 0..<n { work.second[k * n + i] = weights[i] == 0 ? 0 : weights[i] * work.second[k * n + i] }
        }
      }
      work.products.reserve(scores)
      work.products.fill(0..<scores, with: 0)
      block.withColumns(shift: frame.shift) { columns in
        for k in 0..<planes {
          work.second.withSpan(k * n..<(k + 1) * n) { r in
            work.products.withMutableSpan(k * columnCount..<(k + 1) * columnCount) {
              columns.addTransposeProduct(r, to: &$0)
            }
          }
        }
      }
      work.products.withSpan(0..<scores) { totals.add($0, from: 0) }
    }
    let product = scatter(totals[0..<scores])
    let curved = prior.curvature(all, layout: layout)
    return frame.contract(product.indices.map { product[$0] + curved[$0] * along[$0] })
  }

  package func thinned(stride: Int) -> (any Objective)? {
    let thin = ThinnedSource(source, stride: stride)
    return ModelObjective(
      source: thin, likelihood: likelihood, prior: prior, frame: frame, threads: threads,
      totalWeight: totalWeight * Double(thin.rowCount) / Double(max(source.rowCount, 1)))
  }

  package func restricted(to active: [Int]) -> (any Objective)? {
    ModelObjective(
      source: source, likelihood: likelihood, prior: prior,
      frame: Frame(layout: layout, shift: frame.shift, active: active.map { frame.active[$0] }),
      threads: threads, totalWeight: totalWeight)
  }

  // MARK: Blocks

  /// η = Xβ + offset, K planes.
  package func fillPredictors(
    _ coefficients: [Double], _ block: borrowing RowBlock, into buffer: Buffer, withOffset: Bool = true
  ) {
    let n = block.count
    buffer.reserve(planes * n)
    for k in 0..<planes {
      let own = k * n..<(k + 1) * n
      block.withOffset(ofPlane: k) { offset in
        if withOffset, let offset { buffer.copy(offset, at: k * n) } else { buffer.fill(own, with: 0) }
      }
      let planeCoefficients = layout.coefficients(coefficients, inPlane: k)
      block.withColumns(shift: frame.shift) { columns in
        buffer.withMutableSpan(own) { columns.addLinearPredictor(planeCoefficients.span, to: &$0) }
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
  private func weigh(
    _ block: borrowing RowBlock, _ work: PassWorkspace, _ order: EvaluationOrder, _ totals: inout MergeableSums
  ) {
    let n = block.count
    let domain = likelihood.domain
    let wantsCurvature = order.wantedCurvature != nil
    let limit = likelihood.dispersion == .estimated ? Double.infinity : 1e4
    block.withWeights { weights in
      for i in 0..<n {
        var w = 1.0
        if let weights { w = weights[i] }
        if w == 0 {
          for k in 0..<(order.wantsResidual ? planes : 0) { work.residual[k * n + i] = 0 }
          for k in 0..<(wantsCurvature ? curvatureCount : 0) { work.curvature[k * n + i] = 0 }
          continue
        }
        let loss = w * work.loss[i]
        totals.add(loss, to: Slot.loss)
        if !domain.isEverywhere, !domain.contains((0..<planes).map { work.predictors[$0 * n + i] }) {
          totals.raise(0, to: 1)
        }
        guard order.wantsResidual else { continue }
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
            if c > 0 {
              // A row that the model makes next to impossible has no curvature to speak of: others hold it.
              noise += min(r * r / c, limit) + c * size * size
            }
          }
        }
        totals.add(rounding, to: Slot.rounding)
        if wantsCurvature {
          totals.add(noise, to: Slot.noise)
          for plane in 0..<curvatureCount where w != 1 {
            work.curvature[plane * n + i] *= w
          }
        }
      }
    }
  }

  // MARK: Sums

  private func smoothPrior(_ all: [Double]) -> Double {
    prior.hasKink ? 0 : prior.value(all, layout: layout)
  }

  /// What one unit of log-likelihood is on the scale of the loss: the dispersion, or what it would be estimated as.
  private func scale(of value: Double) -> Double {
    switch likelihood.dispersion {
    case .known(let dispersion): dispersion
    case .estimated: 2 * value / max(totalWeight, 1)
    }
  }

  /// Products with the columns, plane by plane, gathered by coefficient.
  private func scatter(_ products: [Double]) -> [Double] {
    var result = Array(repeating: 0.0, count: layout.count)
    for k in 0..<planes {
      for (j, coefficient) in layout.index[k].enumerated() {
        if let coefficient { result[coefficient] += products[k * columnCount + j] }
      }
    }
    return result
  }

  private func assemble(
    _ totals: MergeableSums, _ all: [Double], _ order: EvaluationOrder, scores: Int
  ) -> Evaluation {
    let penalty = smoothPrior(all)
    var value = totals[Slot.loss] + penalty
    if totals.maximum(0) > 0 || value.isNaN { value = .infinity }
    var result = Evaluation(
      value: value, scale: scale(of: value), rounding: .ulpOfOne * (4 * totals[Slot.rounding] + 2 * abs(penalty)),
      noise: .ulpOfOne * .ulpOfOne * totals[Slot.noise])
    guard order.wantsResidual else { return result }
    let score = scatter(totals[Slot.products..<Slot.products + scores])
    let slope = prior.gradient(all, layout: layout)
    result.gradient = frame.contract(score.indices.map { slope[$0] - score[$0] })
    guard order.wantedCurvature != nil else { return result }
    var information = PackedSymmetric(order: layout.count)
    for k in 0..<planes {
      for l in 0...k {
        let start = Slot.products + scores + PackedSymmetric.index(k, l) * gramCount
        addGram(totals, from: start, planes: k, l, to: &information)
      }
    }
    for (i, c) in prior.curvature(all, layout: layout).enumerated() { information[i, i] += c }
    result.information = information.selecting(frame.active)
    return result
  }

  /// information += Xᵀ diag(c) X of planes k and l, at the coefficients that the layout names.
  private func addGram(
    _ totals: MergeableSums, from start: Int, planes k: Int, _ l: Int, to information: inout PackedSymmetric
  ) {
    for i in 0..<columnCount {
      guard let a = layout.index[k][i] else { continue }
      for j in 0..<columnCount {
        guard let b = layout.index[l][j] else { continue }
        let value = totals[start + PackedSymmetric.index(i, j)]
        // Off the diagonal of planes, (k, l) stands for (l, k) too; on it, each pair comes up twice.
        if k == l {
          if i >= j { add(value, a, b, bothOrders: i != j, to: &information) }
        } else {
          add(value, a, b, bothOrders: true, to: &information)
        }
      }
    }
  }

  /// Adds x to entry (a, b), and to (b, a) where the other order is another term of the same entry.
  private func add(
    _ x: Double, _ a: Int, _ b: Int, bothOrders: Bool, to information: inout PackedSymmetric
  ) {
    information[a, b] += a == b && bothOrders ? 2 * x : x
  }
}

extension ModelObjective {
  package var kink: (any Kink)? { prior.hasKink ? PriorKink(prior: prior, frame: frame) : nil }
}

/// A prior's kink in the coordinates of a frame. Priors leave shifted intercepts alone, so the slopes are the same.
private struct PriorKink: Kink {
  let prior: any Prior
  let frame: Frame

  func value(_ point: [Double]) -> Double { prior.value(frame.expand(point), layout: frame.layout) }

  func proximal(_ point: [Double], steps: [Double]) -> [Double] {
    frame.contract(
      prior.proximal(frame.expand(point), steps: frame.expand(steps), layout: frame.layout))
  }

  func residual(_ point: [Double], smoothGradient: [Double]) -> [Double] {
    frame.contract(
      prior.residual(
        frame.expand(point), smoothGradient: frame.expand(smoothGradient), layout: frame.layout))
  }
}

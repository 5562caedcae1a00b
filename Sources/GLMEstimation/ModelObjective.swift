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

  var layout: CoefficientLayout { frame.layout }
  var columnCount: Int { layout.columns.count }
  var planes: Int { likelihood.predictorCount }
  var curvatureCount: Int { planes * (planes + 1) / 2 }
  var gramCount: Int { columnCount * (columnCount + 1) / 2 }

  /// The sums that come before the products with the columns.
  enum Slot { static let loss = 0, rounding = 1, noise = 2, pearson = 3, products = 4 }

  package func evaluate(_ point: [Double], _ order: EvaluationOrder) throws -> Evaluation {
    try evaluate(point, order, order.wantedCurvature == nil ? .none : .exact, besides: nil).0
  }

  /// The same; without the information matrix, an evaluation of curvature order tells everything else that there is to
  /// tell from curvatures, for the cost of a gradient. A rounded one is of a likelihood of one predictor whose curvatures are not
  /// below 0. `check` looks at every block in the same pass, and one that it finds out of
  /// order is not evaluated.
  func evaluate(
    _ point: [Double], _ order: EvaluationOrder, _ information: InformationMaking, besides check: RowCheck?
  ) throws -> (Evaluation, MergeableSums) {
    let all = frame.expand(point)
    let own = planeCoefficients(all)
    let scores = order.wantsResidual ? planes * columnCount : 0
    let grams = information == .none ? 0 : curvatureCount * gramCount
    let base = Slot.products + scores
    let pass = Pass(
      threads: threads, sums: base + RowCheck.sums, plainSums: grams, maxima: 2 + RowCheck.maxima)
    let offsets = source.offsetCount
    let totals = try pass.run(over: source) { block, work, totals in
      frame.withProductColumns(of: block, work) { columns in
        if let check,
          !check.look(at: block, offsets: offsets, &totals, sums: base, maxima: 2)
        {
          return
        }
        fillPredictors(own, of: columns, block, work, into: work.predictors)
        evaluateRows(block, work, order)
        weigh(block, work, order, &totals)
        if order.wantsResidual { addProducts(of: columns, work.residual, work, &totals, from: Slot.products) }
        switch information {
        case .none: break
        case .rounded: addRoundedGram(of: columns, work, &totals)
        case .exact: addGrams(of: columns, work, &totals)
        }
      }
    }
    return (assemble(totals, all, order, scores: scores, information), totals)
  }

  package func values(
    from point: [Double], along direction: [Double], steps: [Double]
  ) throws -> [Double] {
    let from = frame.expand(point)
    let along = frame.expand(direction)
    let (fromPlanes, alongPlanes) = (planeCoefficients(from), planeCoefficients(along))
    let pass = Pass(threads: threads, sums: steps.count + Slot.products, maxima: steps.count + 1)
    let totals = try pass.run(over: source) { block, work, totals in
      let size = planes * block.count
      frame.withProductColumns(of: block, work) { columns in
        fillPredictors(fromPlanes, of: columns, block, work, into: work.second)
        fillPredictors(alongPlanes, of: columns, block, work, into: work.direction, withOffset: false)
      }
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
      fillPredictors(all, block, work, into: work.predictors)
      fillPredictors(along, block, work, into: work.direction, withOffset: false)
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
          for i in 0..<n {
            work.second[k * n + i] = weights[i] == 0 ? 0 : weights[i] * work.second[k * n + i]
          }
        }
      }
      frame.withProductColumns(of: block, work) {
        addProducts(of: $0, work.second, work, &totals, from: 0)
      }
    }
    let product = scatter(totals[0..<scores])
    let curved = prior.curvature(all, layout: layout)
    return frame.contract(product.indices.map { product[$0] + curved[$0] * along[$0] })
  }

  package func thinned(stride: Int) -> (any Objective)? { thinnedModel(stride: stride) }

  package func restricted(to active: [Int]) -> (any Objective)? {
    if frame.combination != nil { return nil }
    return ModelObjective(
      source: source, likelihood: likelihood, prior: prior,
      frame: Frame(layout: layout, shift: frame.shift, active: active.map { frame.active[$0] }),
      threads: threads, totalWeight: totalWeight)
  }
}

/// How the information matrix of an evaluation is made.
enum InformationMaking {
  /// Not at all.
  case none
  /// About, of columns rounded to 7 bits: as good as any other to measure steps by, for a small part of the cost.
  case rounded
  /// To the rounding of its sums.
  case exact
}

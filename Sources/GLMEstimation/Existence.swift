import GLMAlgebra
import GLMModel

/// Whether the loss has a minimum: the certificate that the last Newton step gives for one pass, or the direction of
/// recession that it has turned into (Docs/Mathematics.md, "When the estimate does not exist").
struct Existence {
  let objective: ModelObjective
  /// The coefficients, in the objective's own coordinates.
  let point: [Double]
  /// The information and gradient there (without the prior's kink).
  let here: Evaluation

  enum Verdict {
    case exists
    case infinite(Recession)
    case unknown
  }

  /// Decides, in one or two passes.
  func verdict() throws -> Verdict {
    // A prior that holds a coefficient keeps it finite: only the others can run away.
    let held = objective.prior.holds(objective.frame.layout)
    let free = objective.frame.active.indices.filter { !held[objective.frame.active[$0]] }
    if free.isEmpty { return .exists }
    guard let information = here.information?.selecting(free) else { return .unknown }
    let gradient = free.map { here.gradient[$0] }
    let factor = Cholesky(information, tolerance: 1e-14)
    let step = spread(factor.solve(gradient.map { -$0 }), over: free)
    if factor.dependent.isEmpty, try certified(step, factor, free) { return .exists }
    // Far out the information can be singular to rounding; the ridge step still runs along the direction.
    let ridged = Newton.step(
      Evaluation(value: here.value, gradient: gradient, information: information))
    guard let ridged else { return .unknown }
    if let recession = try recession(along: spread(ridged, over: free)) { return .infinite(recession) }
    return .unknown
  }

  private func spread(_ values: [Double], over free: [Int]) -> [Double] {
    var all = Array(repeating: 0.0, count: point.count)
    for (i, j) in free.enumerated() { all[j] = values[i] }
    return all
  }

  /// Whether r − CXδ, which is orthogonal to the columns, lies strictly inside the dual of every row's recession
  /// cone, by more than what rounding can have moved it.
  private func certified(_ step: [Double], _ factor: Cholesky, _ free: [Int]) throws -> Bool {
    // What rounding may have done to δ, as a vector: H⁻¹ applied to the error of the gradient, taken in the direction
    // of each column's own scale with alternating signs.
    let scales = free.indices.map { j in
      (j % 2 == 0 ? 1.0 : -1.0) * (here.noise * (here.information?[free[j], free[j]] ?? 0)).squareRoot()
    }
    let error = spread(factor.solve(scales), over: free)
    let model = objective
    let planes = model.likelihood.predictorCount
    let coefficients = model.frame.expand(point)
    let along = model.frame.expand(step)
    let wrong = model.frame.expand(error)
    let totals = try Pass(threads: model.threads, sums: 0, maxima: 1).run(over: model.source) {
      block, work, totals in
      let n = block.count
      model.fillPredictors(coefficients, block, into: work.predictors)
      model.evaluateRows(block, work, .curvature(model.preferredCurvature))
      model.fillPredictors(along, block, into: work.direction, withOffset: false)
      model.fillPredictors(wrong, block, into: work.second, withOffset: false)
      forEachRow(of: block, model.likelihood) { i, _, response in
        let cone = model.likelihood.recession(response)
        if cone == .origin || cone == .whole { return }
        func curved(_ k: Int, _ x: (Int) -> Double) -> Double {
          (0..<planes).reduce(0) {
            $0 + work.curvature[PackedSymmetric.index(k, $1) * n + i] * x($1 * n + i)
          }
        }
        // Where residual and curvature both underflow, their ratio is what counts, and a step at rounding level is
        // far below it.
        let vanished = (0..<planes).allSatisfy {
          work.residual[$0 * n + i] == 0 && work.curvature[PackedSymmetric.index($0, $0) * n + i] == 0
        }
        if vanished {
          let size = (0..<planes).reduce(0.0) {
            max($0, work.direction[$1 * n + i].magnitude + work.second[$1 * n + i].magnitude)
          }
          if size > 1e-9 { totals.raise(0, to: 1) }
          return
        }
        let inside = cone.dualContains(
          { work.residual[$0 * n + i] - curved($0) { work.direction[$0] } },
          slack: { 4 * abs(curved($0) { work.second[$0] }) }, planes: planes)
        if !inside { totals.raise(0, to: 1) }
      }
    }
    return !(totals.maximum(0) > 0)
  }

  /// The direction of the step, if it moves some rows, moves each within its recession cone, and leaves the others
  /// where they are.
  private func recession(along step: [Double]) throws -> Recession? {
    let model = objective
    let planes = model.likelihood.predictorCount
    let along = model.frame.expand(step)
    func moves(_ body: @escaping @Sendable (RecessionCone, [Double], inout MergeableSums) -> Void) throws
      -> MergeableSums
    {
      try Pass(threads: model.threads, sums: 3, maxima: 1).run(over: model.source) { block, work, totals in
        let n = block.count
        model.fillPredictors(along, block, into: work.direction, withOffset: false)
        forEachRow(of: block, model.likelihood) { i, _, response in
          let direction = (0..<planes).map { work.direction[$0 * n + i] }
          body(model.likelihood.recession(response), direction, &totals)
        }
      }
    }
    let sizes = try moves { _, d, totals in totals.raise(0, to: d.reduce(0) { max($0, abs($1)) }) }
    let largest = sizes.maximum(0)
    guard largest > 1e-3, largest.isFinite else { return nil }
    let still = 1e-4 * largest
    let checked = try moves { cone, d, totals in
      totals.add(1, to: 1)
      if cone.strictlyContains(d, margin: still) { totals.add(1, to: 2) }
      if d.allSatisfy({ abs($0) <= still }) { return }
      totals.add(1, to: 0)
      if cone == .origin || !cone.contains(d.map { abs($0) <= still ? 0 : $0 }, tolerance: 1e-4) {
        totals.raise(0, to: 1)
      }
    }
    guard !(checked.maximum(0) > 0) else { return nil }
    let user = model.frame.layout
    var all = Array(repeating: 0.0, count: user.count)
    for (coefficient, value) in zip(model.frame.active, model.frame.userRows.map({ row in
      row.reduce(0) { $0 + $1.value * step[$1.column] }
    })) { all[coefficient] = value }
    let top = all.reduce(0) { max($0, abs($1)) }
    return Recession(
      isComplete: checked[2] == checked[1], direction: all.map { abs($0) < 1e-4 * top ? 0 : $0 / top },
      rows: Int(checked[0]))
  }
}

/// Each row of weight above 0, with its weight and response.
package func forEachRow(
  of block: borrowing RowBlock, _ likelihood: any Likelihood,
  _ body: (_ row: Int, _ weight: Double, _ response: RowResponse) -> Void
) {
  let n = block.count
  let pairs = likelihood.responseCount == 2
  block.withResponse { response in
    block.withWeights { weights in
      for i in 0..<n {
        var w = 1.0
        if let weights { w = weights[i] }
        if w > 0 { body(i, w, RowResponse(response[i], trials: pairs ? response[n + i] : 1)) }
      }
    }
  }
}

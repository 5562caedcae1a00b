import GLMAlgebra
import GLMModel
import Synchronization

/// How far the rows let a step go.
struct Room {
  /// The largest movement towards an edge that a row can rest on, in parts of the way there: 2 means that half the step
  /// ends on the edge.
  var soft: Double
  /// The same for edges that no row can be on.
  var hard: Double
}

extension ModelObjective {
  /// The largest size of the terms that a linear predictor is the sum of: what its rounding is measured by.
  func largestTerms(at point: [Double]) throws -> Double {
    let all = frame.expand(point)
    let planes = planes
    let bounds = likelihood.domain.constraints.reduce(0) { max($0, $1.bound.magnitude) }
    let totals = try Pass(threads: threads, sums: 0, maxima: 1).run(over: source) { block, work, totals in
      let n = block.count
      fillTermSizes(all, block, work)
      forEachRow(of: block, likelihood) { i, _, _ in
        for k in 0..<planes { totals.raise(0, to: work.second[k * n + i]) }
      }
    }
    return max(totals.maximum(0), bounds)
  }

  /// Σ |xⱼ βⱼ| + |offset| of each predictor, into the second buffer.
  func fillTermSizes(_ all: [Double], _ block: borrowing RowBlock, _ work: PassWorkspace) {
    let n = block.count
    work.second.reserve(planes * n)
    work.second.fill(0..<planes * n, with: 0)
    for k in 0..<planes {
      block.withOffset(ofPlane: k) { offset in
        guard let offset else { return }
        for i in 0..<n { work.second[k * n + i] = offset[i].magnitude }
      }
      let coefficients = layout.coefficients(all, inPlane: k)
      block.withColumns(shift: frame.shift) { columns in
        for (j, b) in coefficients.enumerated() where b != 0 {
          columns.withColumn(j) { x in for i in 0..<n { work.second[k * n + i] += abs(x[i] * b) } }
        }
      }
    }
  }

  /// How far the step `direction` from `point` can go. A row that it moves by rounding alone is none that stops it.
  func room(from point: [Double], along direction: [Double]) throws -> Room {
    let from = frame.expand(point)
    let along = frame.expand(direction)
    let domain = likelihood.domain
    let planes = planes
    let totals = try Pass(threads: threads, sums: 0, maxima: 2).run(over: source) { block, work, totals in
      let n = block.count
      fillPredictors(from, block, into: work.predictors)
      fillPredictors(along, block, into: work.direction, withOffset: false)
      fillTermSizes(along, block, work)
      for constraint in domain.constraints {
        let square = constraint.normal.reduce(0) { $0 + $1 * $1 }
        // Only rows that the whole step takes to the edge have to be asked what they find there.
        var reached: [(row: Int, ratio: Double)] = []
        forEachRow(of: block, likelihood) { i, _, _ in
          var (side, movement, size) = (0.0, 0.0, 0.0)
          for k in 0..<planes {
            side += constraint.normal[k] * work.predictors[k * n + i]
            movement += constraint.normal[k] * work.direction[k * n + i]
            size += abs(constraint.normal[k]) * work.second[k * n + i]
          }
          guard movement > 1e-12 * size else { return }
          let ratio = movement / max(constraint.bound - side, 0)
          if ratio > 0.9 { reached.append((i, ratio)) }
        }
        if reached.isEmpty { continue }
        var there = (0..<planes * n).map { work.predictors[$0] }
        for (i, _) in reached {
          let side = (0..<planes).reduce(0) { $0 + constraint.normal[$1] * there[$1 * n + i] }
          for k in 0..<planes {
            there[k * n + i] =
              planes == 1
              ? constraint.bound / constraint.normal[0]
              : there[k * n + i] + constraint.normal[k] * (constraint.bound - side) / square
          }
        }
        let rests = block.withResponse { EdgeLikelihood.canRest(there, of: likelihood, response: $0) }
        for (i, ratio) in reached { totals.raise(!constraint.isOpen && rests[i] ? 0 : 1, to: ratio) }
      }
    }
    return Room(soft: max(totals.maximum(0), 0), hard: max(totals.maximum(1), 0))
  }

  /// The rows within `reach` of an edge that they can rest on, as equations independent of `set` and of each other, in the
  /// order of the rows; with a direction, only those that it would take outwards; with a gain, only those whose loss is
  /// above that on the edge by no more.
  ///
  /// One pass on one thread: the first row of those with the same normal stands for all of them.
  func rowsOnEdge(
    at point: [Double], within reach: Double, beside set: WorkingSet, along direction: [Double]? = nil,
    gain: Double? = nil
  ) throws -> [WorkingSet.Equation] {
    let all = frame.expand(point)
    let along = direction.map(frame.expand)
    let closed = likelihood.domain.constraints.filter { !$0.isOpen }
    let planes = planes
    let known = set.count
    let found = Mutex(set)
    _ = try Pass(threads: 1, sums: 0).run(over: source) { block, work, _ in
      let n = block.count
      fillPredictors(all, block, into: work.predictors)
      if let along {
        fillPredictors(along, block, into: work.direction, withOffset: false)
        fillTermSizes(along, block, work)
      }
      for constraint in closed {
        var near: [Int] = []
        forEachRow(of: block, likelihood) { i, _, _ in
          let side = (0..<planes).reduce(0) { $0 + constraint.normal[$1] * work.predictors[$1 * n + i] }
          guard constraint.bound - side <= reach else { return }
          if along != nil {
            var (movement, size) = (0.0, 0.0)
            for k in 0..<planes {
              movement += constraint.normal[k] * work.direction[k * n + i]
              size += abs(constraint.normal[k]) * work.second[k * n + i]
            }
            guard movement > 1e-12 * size else { return }
          }
          near.append(i)
        }
        if near.isEmpty { continue }
        let gains = gain == nil ? [] : gainsOnEdge(block, work, near, constraint)
        var there = (0..<planes * n).map { work.predictors[$0] }
        let (onEdge, residual) = block.withResponse { response in
          let onEdge = EdgeLikelihood.putOnEdge(
            &there, of: likelihood, closed: [constraint], within: reach, response: response)
          return (onEdge, EdgeLikelihood.residuals(there, of: likelihood, response: response).residual)
        }
        for (place, i) in near.enumerated() where onEdge[i] {
          if let gain, !(gains[place] <= gain) { continue }
          let isLocked = !(0..<planes).allSatisfy {
            constraint.normal[$0] == 0 || residual[$0 * n + i].isFinite
          }
          let equation = equation(block, row: i, constraint, isLocked: isLocked, units: set.units)
          found.withLock { _ = $0.add(equation) }
        }
      }
    }
    return Array(found.withLock { $0.equations }[known...])
  }

  /// By how much the weighted loss of each of `rows` is above what it is on the edge; infinite where that cannot hold it.
  /// The linear predictors of the block are in the workspace.
  func gainsOnEdge(
    _ block: borrowing RowBlock, _ work: PassWorkspace, _ rows: [Int],
    _ constraint: PredictorDomain.Constraint
  ) -> [Double] {
    let n = block.count
    let here = (0..<planes * n).map { work.predictors[$0] }
    var there = here
    return block.withResponse { response in
      let onEdge = EdgeLikelihood.putOnEdge(
        &there, of: likelihood, closed: [constraint], within: .infinity, response: response)
      let before = EdgeLikelihood.residuals(here, of: likelihood, response: response).loss
      let after = EdgeLikelihood.residuals(there, of: likelihood, response: response).loss
      return block.withWeights { weights in
        rows.map { i in
          var w = 1.0
          if let weights { w = weights[i] }
          return onEdge[i] ? w * (before[i] - after[i]).magnitude : .infinity
        }
      }
    }
  }

  /// a · η = b of row `i` of a block as an equation of the point.
  private func equation(
    _ block: borrowing RowBlock, row i: Int, _ constraint: PredictorDomain.Constraint, isLocked: Bool,
    units: [Double]
  ) -> WorkingSet.Equation {
    var gradient = Array(repeating: 0.0, count: layout.count)
    var target = constraint.bound
    for k in 0..<planes where constraint.normal[k] != 0 {
      block.withOffset(ofPlane: k) { offset in
        if let offset { target -= constraint.normal[k] * offset[i] }
      }
      block.withColumns(shift: frame.shift) { columns in
        for (j, coefficient) in layout.index[k].enumerated() {
          guard let coefficient else { continue }
          columns.withColumn(j) { x in gradient[coefficient] += constraint.normal[k] * x[i] }
        }
      }
    }
    return WorkingSet.Equation(
      row: block.rows.lowerBound + i, normal: zip(frame.contract(gradient), units).map { $0 / $1 },
      target: target, isLocked: isLocked)
  }
}

import GLMAlgebra
import GLMModel

/// Makes an exact direction of recession of one that nearly is, or refuses it.
///
/// Comparisons of rows that the direction leaves nearly where they are must be left exactly: what of the direction moves
/// them is taken out. What is then left must move no row against its cone by more than rounding, and some row along it
/// by far more. Data that are separated but for a hair are therefore not called separated.
struct RecessionSearch {
  private let objective: ModelObjective
  /// √Σx² of the column of each coefficient.
  let scale: [Double]

  init(_ objective: ModelObjective) throws {
    self.objective = objective
    scale = try Design.squares(objective).map { $0 > 0 ? $0.squareRoot() : 1 }
  }

  /// The part of `direction` along which `matrix`, in units of `scale`, is nearly flat: (ε(S + ε)⁻¹)⁸ of it.
  static func flatPart(
    of direction: [Double], under matrix: PackedSymmetric, scale: [Double], flatness: Double
  ) -> [Double] {
    var damped = matrix
    for i in 0..<matrix.order {
      for j in 0...i { damped[i, j] /= scale[i] * scale[j] }
      damped[i, i] += flatness
    }
    let factor = Cholesky(damped, tolerance: 0)
    var kept = zip(direction, scale).map { $0 * $1 }
    for _ in 0..<8 { kept = factor.solve(kept).map { $0 * flatness } }
    return zip(kept, scale).map { $0 / $1 }
  }

  /// The direction of recession that `direction` stands for, if any.
  func recession(along direction: [Double]) throws -> Recession? {
    let largest = try movements(direction) { _, values, totals in
      for value in values { totals.raise(0, to: abs(value)) }
    }.maximum(0)
    guard largest > 1e-3, largest.isFinite else { return nil }
    for closeness in [1e-6, 1e-9, 1e-12] {
      let still = try stillness(direction, below: closeness * largest)
      let exact = Self.flatPart(of: direction, under: still, scale: scale, flatness: 1e-10)
      if let found = try verified(exact, atLeast: 1e-3 * largest) { return found }
    }
    return nil
  }

  /// Σ v vᵀ over the comparisons that move less than `bound`, v their gradients in the coefficients.
  private func stillness(_ direction: [Double], below bound: Double) throws -> PackedSymmetric {
    let model = objective
    let planes = model.likelihood.predictorCount
    let along = model.frame.expand(direction)
    return try model.gram { block, work in
      let n = block.count
      model.fillPredictors(along, block, work, into: work.direction, withOffset: false)
      let count = planes * (planes + 1) / 2
      work.curvature.reserve(count * n)
      work.curvature.fill(0..<count * n, with: 0)
      forEachRow(of: block, model.likelihood) { i, _, response in
        let (inequalities, equalities) = model.likelihood.recession(response).halfspaces(planes: planes)
        for g in inequalities + equalities {
          let value = (0..<planes).reduce(0) { $0 + g[$1] * work.direction[$1 * n + i] }
          guard abs(value) < bound else { continue }
          for k in 0..<planes {
            for l in 0...k { work.curvature[PackedSymmetric.index(k, l) * n + i] += g[k] * g[l] }
          }
        }
      }
    }
  }

  /// `direction` as a recession, if it moves no row against its cone, and some row by `least` or more.
  private func verified(_ direction: [Double], atLeast least: Double) throws -> Recession? {
    let rounding = 16 * Double.ulpOfOne * zip(direction, scale).reduce(0) { $0 + abs($1.0) * $1.1 }
    let moving = max(1e3 * rounding, 1e-9 * least)
    // Rows, rows that move, rows that move in every comparison; the most against, the most along.
    let totals = try movements(direction) { isEquality, values, totals in
      totals.add(1, to: 0)
      var moves = false
      var allMove = !isEquality && !values.isEmpty
      for value in values {
        totals.raise(1, to: isEquality ? abs(value) : -value)
        if !isEquality { totals.raise(0, to: value) }
        if abs(value) > moving { moves = true } else { allMove = false }
      }
      if moves { totals.add(1, to: 1) }
      if allMove { totals.add(1, to: 2) }
    }
    guard totals.maximum(0) >= least, !(totals.maximum(1) > rounding) else { return nil }
    let frame = objective.frame
    var all = Array(repeating: 0.0, count: frame.layout.count)
    for (coefficient, row) in zip(frame.active, frame.userRows) {
      all[coefficient] = row.reduce(0) { $0 + $1.value * direction[$1.column] }
    }
    let top = all.reduce(0) { max($0, abs($1)) }
    return Recession(
      isComplete: totals[2] == totals[0],
      direction: all.map { abs($0) < 1e-9 * top ? 0 : $0 / top }, rows: Int(totals[1]))
  }

  /// Adds up `body` over the rows, with the values of each row's comparisons: the equalities of a row whose cone has any,
  /// otherwise its inequalities.
  private func movements(
    _ direction: [Double],
    _ body: @escaping @Sendable (_ isEquality: Bool, _ values: [Double], inout MergeableSums) -> Void
  ) throws -> MergeableSums {
    let model = objective
    let planes = model.likelihood.predictorCount
    let along = model.frame.expand(direction)
    return try Pass(threads: model.threads, sums: 3, maxima: 2).run(over: model.source) {
      block, work, totals in
      let n = block.count
      model.fillPredictors(along, block, work, into: work.direction, withOffset: false)
      forEachRow(of: block, model.likelihood) { i, _, response in
        let (inequalities, equalities) = model.likelihood.recession(response).halfspaces(planes: planes)
        let normals = equalities.isEmpty ? inequalities : equalities
        body(
          !equalities.isEmpty,
          normals.map { g in (0..<planes).reduce(0) { $0 + g[$1] * work.direction[$1 * n + i] } }, &totals)
      }
    }
  }
}

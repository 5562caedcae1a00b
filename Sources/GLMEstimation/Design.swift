import GLMAlgebra
import GLMModel

/// The model matrix by itself: which coefficients it determines, in which coordinates to work, and least squares on it
/// for a start.
///
/// Rank is decided on shifted and scaled columns of the rows with weight: from Xᵀ X where no column is near to the
/// earlier ones, otherwise by a QR factorization (Docs/Mathematics.md, "Columns that are nearly dependent").
struct Design {
  /// The whole frame, aliased coefficients included.
  private(set) var frame: Frame
  /// Xᵀ X over the rows with weight, in the frame's columns; where those were rounded, what the factor is of.
  let gram: PackedSymmetric
  /// The factor of that, one block for each plane.
  let factor: Cholesky
  /// What a dependent column is made of, told by the QR factorization: factors of earlier columns.
  let relationFactors: [Int: [(column: Int, factor: Double)]]?
  /// Xᵀ X is at least so much of what the factor is of.
  let share: Double

  init(
    _ source: any RowSource, _ plain: Frame, held: [Bool], survey: Survey, threads: Int,
    fewDigits: Double = Conditioning.fewDigits
  ) throws {
    let layout = plain.layout
    let rows = survey.rows
    var gram = try Design.gram(source, plain, threads: threads)
    // A column that its shift leaves nothing of but rounding is constant.
    for (j, shift) in (plain.shift ?? []).enumerated() where shift != 0 {
      let rounding = 2 * .ulpOfOne * shift
      if gram[j, j] <= rounding * rounding * Double(rows) { gram[j, j] = 0 }
    }
    self.gram = gram
    // Planes are apart: coefficient (k, i) meets (k, j) at entry (i, j).
    var stacked = PackedSymmetric(order: layout.count)
    for k in 0..<layout.planes {
      for i in layout.columns.indices {
        guard let a = layout.index[k][i] else { continue }
        for j in layout.columns.indices {
          guard let b = layout.index[k][j], b <= a else { continue }
          stacked[a, b] += gram[i, j]
        }
      }
    }
    factor = Cholesky(stacked, tolerance: 1e-13)
    var chosen: [Int]
    var combination: ColumnCombination?
    var relations: [Int: [(column: Int, factor: Double)]]?
    let all = Array(0..<layout.count)
    if held.contains(true) {
      // What the prior holds it also determines, whatever the columns do: only what is free can be aliased.
      let free = held.indices.filter { !held[$0] }
      let kept = Set(Cholesky(stacked.selecting(free), tolerance: 1e-13).independent.map { free[$0] })
      chosen = held.indices.filter { held[$0] || kept.contains($0) }
    } else if factor.smallestPivot < fewDigits, Frame.allowsCombination(layout, active: all) {
      let (decomposition, scales) = try Design.decompose(source, plain, gram, survey, threads: threads)
      let kept = Set(decomposition.independent)
      let column = layout.columnOfCoefficient
      chosen = all.filter { kept.contains(column[$0]) }
      combination = ColumnCombination(
        order: layout.columns.count, kept: decomposition.independent, scales: scales,
        triangle: decomposition.inverse())
      relations = decomposition.relations.reduce(into: [:]) { found, relation in
        let (column, factors) = relation
        let earlier = decomposition.independent.prefix(factors.count)
        found[column] = zip(earlier, factors).map { ($0, $1 * scales[$0] / scales[column]) }
      }
    } else {
      chosen = factor.independent
    }
    if !held.contains(true) {
      // So many rows determine so many coefficients of a plane: what is left of later columns is rounding.
      var left = Array(repeating: rows, count: layout.planes)
      let plane = layout.planeOfCoefficient
      let enough = chosen.filter { coefficient in
        left[plane[coefficient]] -= 1
        return left[plane[coefficient]] >= 0
      }
      if enough.count < chosen.count { combination = nil }
      chosen = enough
    }
    independent = chosen
    relationFactors = relations
    share = 1
    frame = plain.combined(by: combination)
  }

  /// The same from columns rounded to 7 bits, which cost a small part; nil where those leave it open whether columns
  /// are nearly dependent.
  ///
  /// In units in which every rounded column X̂ⱼ has length 1, X = X̂ + D with ‖D‖ ≤ d = (Σⱼ n maxᵢ xᵢⱼ²/(254² Σᵢ x̂ᵢⱼ²))^½. Where
  /// X̂ᵀX̂ − s² I has a factor, s = d + (1 + d) `fewDigits`^½, every |Xv| is at least (1 − d/s) |X̂v|, and at least
  /// (1 + d) `fewDigits`^½ |v|: no scaled pivot of XᵀX is below `fewDigits`.
  init?(
    rounding source: any RowSource, _ plain: Frame, survey: Survey, threads: Int, fewDigits: Double
  ) throws {
    let layout = plain.layout
    guard layout.planes == 1, layout.isOrdinary, survey.rows > layout.count else { return nil }
    var about = try Design.gram(source, plain, threads: threads, rounded: true)
    let rows = Double(survey.rows)
    var change = 0.0
    for j in 0..<about.order {
      let shift = plain.shift?[j].magnitude ?? 0
      let most = (survey.largest[j] + shift) * BlockColumns.roundedError
      change += rows * most * most / about[j, j]
      // What a shift leaves of a constant column is rounding.
      guard about[j, j].squareRoot() > 1e6 * .ulpOfOne * shift * rows.squareRoot() else { return nil }
    }
    let distance = change.squareRoot()
    let least = (1 + distance) * fewDigits.squareRoot()
    let shortest = distance + least
    // Not so where a column of zeros has left no number.
    guard shortest < 0.7 else { return nil }
    for j in 0..<about.order { about[j, j] *= 1 - shortest * shortest }
    gram = about
    factor = Cholesky(about, tolerance: 1e-9)
    guard factor.dependent.isEmpty else { return nil }
    share = (least / shortest) * (least / shortest)
    independent = Array(0..<layout.count)
    relationFactors = nil
    frame = plain
  }

  /// The coefficients that are determined.
  private(set) var independent: [Int]

  /// What stands for the information of an objective whose coordinates have every coefficient: XᵀX of each plane, times the curvature
  /// that the rows have along the step downhill from `start`, where the objective is `here` at order residual. Nil where they have
  /// none.
  func metric(_ objective: ModelObjective, at start: [Double], _ here: Evaluation) throws -> Cholesky? {
    let step = factor.solve(here.gradient)
    let product = try objective.informationProduct(start, step, objective.preferredCurvature)
    let (curved, plain) = (dot(step, product), dot(step, here.gradient))
    let ratio = curved / plain
    // From the optimum no step leads away.
    guard plain > 0 else { return factor }
    return ratio > 0 && ratio.isFinite ? factor.scaled(by: ratio) : nil
  }

  /// The same with some coefficients left out.
  func without(_ coefficients: Set<Int>) -> Design {
    if coefficients.isEmpty { return self }
    var result = self
    // Combinations would bring the left out back in.
    result.frame = frame.combined(by: nil)
    result.independent.removeAll { coefficients.contains($0) }
    return result
  }

  /// The frame of the coefficients that are determined.
  var activeFrame: Frame {
    Frame(
      layout: frame.layout, shift: frame.shift, active: independent, constant: frame.constant,
      combination: frame.combination)
  }

  /// Which shifted columns are independent, by a QR factorization of the rows with weight, columns scaled to about 1.
  ///
  /// A column is dependent when what is left of it is what rounding of the data, or of the factorization, can have left:
  /// some ε of the terms of the relation that nearly holds. Whole numbers, and columns with low parts, are not rounded.
  private static func decompose(
    _ source: any RowSource, _ frame: Frame, _ gram: PackedSymmetric, _ survey: Survey, threads: Int
  ) throws -> (ColumnDecomposition, scales: [Double]) {
    let scales = gram.diagonal.map { $0 > 0 && $0.isFinite ? 1 / $0.squareRoot().binade : 0 }
    let triangle = try Conditioning.triangle(of: source, frame, scales: scales, threads: threads) {
      block, work in
      work.scratch.fill(0..<block.count, with: 1)
      block.withWeights { weights in
        guard let weights else { return }
        for i in 0..<block.count where !(weights[i] > 0) { work.scratch[i] = 0 }
      }
    }
    let root = Double(survey.rows).squareRoot()
    let sizes = scales.indices.map { j in
      let norm = triangle.norm(ofColumn: j)
      return survey.isExact[j] ? norm : max(norm, root * survey.largest[j] * scales[j])
    }
    var kept: [Int] = []
    let decomposition = ColumnDecomposition(triangle) { column, rest, factors in
      var rounding = sizes[column]
      for (k, factor) in zip(kept, factors) { rounding += factor.magnitude * sizes[k] }
      let isDependent = rest <= 8 * .ulpOfOne * rounding || rest <= 1e-14 * triangle.norm(ofColumn: column)
      if !isDependent { kept.append(column) }
      return isDependent
    }
    return (decomposition, scales)
  }

  /// Σ x² of the column of each coefficient of an objective, in its own coordinates.
  static func squares(_ objective: ModelObjective) throws -> [Double] {
    let gram = try gram(objective.source, objective.frame, threads: objective.threads)
    let column = objective.frame.layout.columnOfCoefficient
    return objective.frame.active.map { gram[column[$0], column[$0]] }
  }

  /// Xᵀ X over the rows with weight, in the shifted columns; about, of columns rounded to 7 bits, where that is enough.
  private static func gram(
    _ source: any RowSource, _ frame: Frame, threads: Int, rounded: Bool = false
  ) throws -> PackedSymmetric {
    let p = source.columns.count
    let size = p * (p + 1) / 2
    let totals = try Pass(threads: threads, sums: 0, plainSums: size).run(over: source) {
      block, work, totals in
      let n = block.count
      work.loss.reserve(n)
      work.loss.fill(0..<n, with: 1)
      block.withWeights { weights in
        guard let weights else { return }
        for i in 0..<n { work.loss[i] = weights[i] > 0 ? 1 : 0 }
      }
      frame.withProductColumns(of: block, work) { columns in
        work.loss.withSpan(0..<n) { ones in
          totals.withPlainSums(0..<size) {
            if rounded {
              columns.addRoundedGram(ones, to: &$0)
            } else {
              columns.addGrams(ones, planes: 1, to: &$0)
            }
          }
        }
      }
    }
    return PackedSymmetric(order: p, entries: totals.plainSums)
  }

  /// The coefficients (in the shifted columns, aliased ones left out) whose predictors come nearest to the
  /// likelihood's own start.
  func leastSquares(_ objective: ModelObjective) throws -> [Double] {
    try project(objective) { response, predictors, likelihood in
      likelihood.start(response: response, predictors: &predictors)
    }
  }

  /// The same for the mean of the starting predictors in every row.
  func constant(_ objective: ModelObjective) throws -> [Double] {
    let planes = objective.likelihood.predictorCount
    let totals = try Pass(threads: objective.threads, sums: planes + 1).run(over: objective.source) {
      block, work, totals in
      let n = block.count
      work.predictors.reserve(planes * n)
      block.withResponse { response in
        work.predictors.withMutableSpan(0..<planes * n) {
          objective.likelihood.start(response: response, predictors: &$0)
        }
      }
      forEachRow(of: block, objective.likelihood) { i, weight, _ in
        totals.add(weight, to: planes)
        for k in 0..<planes { totals.add(weight * work.predictors[k * n + i], to: k) }
      }
    }
    let means = (0..<planes).map { totals[$0] / totals[planes] }
    return try project(objective) { _, predictors, _ in
      let n = predictors.count / planes
      for k in 0..<planes {
        for i in 0..<n { predictors[k * n + i] = means[k] }
      }
    }
  }

  /// Least squares of predictors that `fill` sets, less the offset, on the columns.
  private func project(
    _ objective: ModelObjective,
    _ fill: @Sendable (Span<Double>, inout MutableSpan<Double>, any Likelihood) -> Void
  ) throws -> [Double] {
    let likelihood = objective.likelihood
    let planes = likelihood.predictorCount
    let layout = frame.layout
    let p = layout.columns.count
    let totals = try Pass(threads: objective.threads, sums: planes * p).run(over: objective.source) {
      block, work, totals in
      let n = block.count
      work.predictors.reserve(planes * n)
      work.products.reserve(planes * p)
      work.products.fill(0..<planes * p, with: 0)
      block.withResponse { response in
        work.predictors.withMutableSpan(0..<planes * n) { fill(response, &$0, likelihood) }
      }
      for k in 0..<planes {
        block.withOffset(ofPlane: k) { offset in
          guard let offset else { return }
          for i in 0..<n { work.predictors[k * n + i] -= offset[i] }
        }
      }
      block.withWeights { weights in
        guard let weights else { return }
        for i in 0..<n where weights[i] == 0 {
          for k in 0..<planes { work.predictors[k * n + i] = 0 }
        }
      }
      block.withColumns(shift: frame.shift) { columns in
        for k in 0..<planes {
          work.predictors.withSpan(k * n..<(k + 1) * n) { z in
            work.products.withMutableSpan(k * p..<(k + 1) * p) { columns.addTransposeProduct(z, to: &$0) }
          }
        }
      }
      work.products.withSpan(0..<planes * p) { totals.add($0, from: 0) }
    }
    var right = Array(repeating: 0.0, count: layout.count)
    for k in 0..<planes {
      for (j, coefficient) in layout.index[k].enumerated() {
        if let coefficient { right[coefficient] += totals[k * p + j] }
      }
    }
    let solution = factor.solve(right)
    return independent.map { solution[$0] }
  }
}

import GLMAlgebra
import GLMModel

extension ModelObjective {
  /// Σ over rows and planes of c x xᵀ, gathered by active coefficient, for the curvature planes that `fill` leaves in the
  /// workspace.
  func gram(
    _ fill: @escaping @Sendable (borrowing RowBlock, PassWorkspace) -> Void
  ) throws -> PackedSymmetric {
    let pass = Pass(threads: threads, sums: 0, plainSums: curvatureCount * gramCount)
    let totals = try pass.run(over: source) { block, work, totals in
      fill(block, work)
      frame.withProductColumns(of: block, work) { addGrams(of: $0, work, &totals) }
    }
    return information(totals.plainSums).selecting(frame.active)
  }

  /// Adds Xᵀ diag(c) X of every curvature plane of the workspace to the plain sums.
  func addGrams(of columns: ProductColumns, _ work: PassWorkspace, _ totals: inout MergeableSums) {
    work.curvature.withSpan(0..<curvatureCount * columns.rows) { c in
      totals.withPlainSums(0..<curvatureCount * gramCount) {
        columns.addGrams(c, planes: curvatureCount, to: &$0)
      }
    }
  }

  /// The same for one plane, about.
  func addRoundedGram(of columns: ProductColumns, _ work: PassWorkspace, _ totals: inout MergeableSums) {
    work.curvature.withSpan(0..<columns.rows) { c in
      totals.withPlainSums(0..<gramCount) { columns.addRoundedGram(c, to: &$0) }
    }
  }

  /// The gram products of every pair of planes, at the coefficients that the layout names.
  private func information(_ grams: [Double]) -> PackedSymmetric {
    if planes == 1, layout.isOrdinary { return PackedSymmetric(order: columnCount, entries: grams) }
    var information = PackedSymmetric(order: layout.count)
    for k in 0..<planes {
      for l in 0...k {
        addGram(
          grams, from: PackedSymmetric.index(k, l) * gramCount, planes: k, l, to: &information)
      }
    }
    return information
  }

  func smoothPrior(_ all: [Double]) -> Double {
    prior.hasKink ? 0 : prior.value(all, layout: layout)
  }

  /// Products with the columns, plane by plane, gathered by coefficient.
  func scatter(_ products: [Double]) -> [Double] {
    var result = Array(repeating: 0.0, count: layout.count)
    for k in 0..<planes {
      for (j, coefficient) in layout.index[k].enumerated() {
        if let coefficient { result[coefficient] += products[k * columnCount + j] }
      }
    }
    return result
  }

  /// What one unit of log-likelihood is on the scale of a loss of `value`.
  func unit(of value: Double) -> Double {
    likelihood.dispersion.unit(of: value, rows: max(source.rowCount, 1), totalWeight: totalWeight)
  }

  func assemble(
    _ totals: MergeableSums, _ all: [Double], _ order: EvaluationOrder, scores: Int,
    _ information: InformationMaking
  ) -> Evaluation {
    let penalty = smoothPrior(all)
    var value = totals[Slot.loss] + penalty
    if totals.maximum(0) > 0 || value.isNaN { value = .infinity }
    var result = Evaluation(
      value: value,
      scale: unit(of: value),
      rounding: .ulpOfOne * (4 * totals[Slot.rounding] + 2 * abs(penalty)),
      noise: .ulpOfOne * .ulpOfOne * totals[Slot.noise], pearson: totals[Slot.pearson])
    guard order.wantsResidual else { return result }
    let score = scatter(totals[Slot.products..<Slot.products + scores])
    let slope = prior.gradient(all, layout: layout)
    result.gradient = frame.contract(score.indices.map { slope[$0] - score[$0] })
    guard order.wantedCurvature != nil else { return result }
    result.smallestCurvature = max(-totals.maximum(1), 0)
    guard information != .none else { return result }
    var sums = self.information(totals.plainSums)
    for (i, c) in prior.curvature(all, layout: layout).enumerated() where c != 0 { sums[i, i] += c }
    result.information = frame.active.count == layout.count ? sums : sums.selecting(frame.active)
    return result
  }

  /// information += Xᵀ diag(c) X of planes k and l, at the coefficients that the layout names.
  private func addGram(
    _ grams: [Double], from start: Int, planes k: Int, _ l: Int, to information: inout PackedSymmetric
  ) {
    for i in 0..<columnCount {
      guard let a = layout.index[k][i] else { continue }
      for j in 0..<columnCount {
        guard let b = layout.index[l][j] else { continue }
        let value = grams[start + PackedSymmetric.index(i, j)]
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

import GLMAlgebra
import GLMModel

extension ModelObjective {
  /// Σ over rows and planes of c x xᵀ, gathered by active coefficient, for the curvature planes that `fill` leaves in the
  /// workspace.
  func gram(
    _ fill: @escaping @Sendable (borrowing RowBlock, PassWorkspace) -> Void
  ) throws -> PackedSymmetric {
    let pass = Pass(threads: threads, sums: curvatureCount * gramCount)
    let totals = try pass.run(over: source) { block, work, totals in
      fill(block, work)
      work.products.reserve(gramCount)
      frame.withColumns(of: block, work) { addGrams(of: $0, work, &totals, from: 0) }
    }
    return information(totals, from: 0).selecting(frame.active)
  }

  /// Adds Xᵀ diag(c) X of every curvature plane of the workspace.
  func addGrams(
    of columns: BlockColumns, _ work: PassWorkspace, _ totals: inout MergeableSums, from start: Int
  ) {
    let n = columns.rows
    work.scratch.reserve(4 * n)
    for plane in 0..<curvatureCount {
      work.products.fill(0..<gramCount, with: 0)
      work.curvature.withSpan(plane * n..<(plane + 1) * n) { c in
        work.products.withMutableSpan(0..<gramCount) { gram in
          work.scratch.withMutableSpan(0..<4 * n) { columns.addGram(c, to: &gram, scratch: &$0) }
        }
      }
      work.products.withSpan(0..<gramCount) { totals.add($0, from: start + plane * gramCount) }
    }
  }

  /// The gram products of every pair of planes, at the coefficients that the layout names.
  private func information(_ totals: MergeableSums, from start: Int) -> PackedSymmetric {
    var information = PackedSymmetric(order: layout.count)
    for k in 0..<planes {
      for l in 0...k {
        addGram(
          totals, from: start + PackedSymmetric.index(k, l) * gramCount, planes: k, l, to: &information)
      }
    }
    return information
  }

  func smoothPrior(_ all: [Double]) -> Double {
    prior.hasKink ? 0 : prior.value(all, layout: layout)
  }

  /// What one unit of log-likelihood is on the scale of the loss: the dispersion (at the mean weight, where that is
  /// below 1), or what it would be estimated as.
  private func scale(of value: Double) -> Double {
    switch likelihood.dispersion {
    case .known(let dispersion): dispersion * min(1, totalWeight / Double(max(source.rowCount, 1)))
    case .estimated: 2 * value / Double(max(source.rowCount, 1))
    }
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

  func assemble(
    _ totals: MergeableSums, _ all: [Double], _ order: EvaluationOrder, scores: Int
  ) -> Evaluation {
    let penalty = smoothPrior(all)
    var value = totals[Slot.loss] + penalty
    if totals.maximum(0) > 0 || value.isNaN { value = .infinity }
    var result = Evaluation(
      value: value, scale: scale(of: value),
      rounding: .ulpOfOne * (4 * totals[Slot.rounding] + 2 * abs(penalty)),
      noise: .ulpOfOne * .ulpOfOne * totals[Slot.noise], pearson: totals[Slot.pearson])
    guard order.wantsResidual else { return result }
    let score = scatter(totals[Slot.products..<Slot.products + scores])
    let slope = prior.gradient(all, layout: layout)
    result.gradient = frame.contract(score.indices.map { slope[$0] - score[$0] })
    guard order.wantedCurvature != nil else { return result }
    var information = information(totals, from: Slot.products + scores)
    for (i, c) in prior.curvature(all, layout: layout).enumerated() { information[i, i] += c }
    result.information = information.selecting(frame.active)
    result.smallestCurvature = max(-totals.maximum(1), 0)
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

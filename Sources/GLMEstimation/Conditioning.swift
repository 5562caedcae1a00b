import GLMAlgebra
import GLMModel

/// How nearly dependent columns are, and the QR factorization that makes good columns of them.
enum Conditioning {
  /// The scaled pivot of an information matrix below which it would lose more than a few digits: condition numbers of the
  /// columns above 10.
  static let fewDigits = 1e-2

  /// The same for an end over the rows of `source`: where a factorization of the rows costs seconds, standard errors of 11
  /// digits or more do.
  static func fewDigits(of source: any RowSource) -> Double { isLarge(source) ? 1e-4 : fewDigits }

  /// Whether a pass in twice the precision over the rows takes long.
  static func isLarge(_ source: any RowSource) -> Bool {
    let p = Double(source.columns.count)
    return Double(source.rowCount) * p * max(p, 10) > 5e7
  }

  /// R of the frame's columns, times `scales`, each row times what `fill` leaves in the workspace's scratch.
  static func triangle(
    of source: any RowSource, _ frame: Frame, scales: [Double], threads: Int,
    _ fill: @escaping @Sendable (borrowing RowBlock, PassWorkspace) -> Void
  ) throws -> TriangularFactor {
    let p = scales.count
    return try Pass.run(over: source, threads: threads, in: TriangularFactor(order: p)) {
      block, work, factor in
      let n = block.count
      work.scratch.reserve(n)
      fill(block, work)
      work.second.reserve(n * p)
      frame.withColumns(of: block, work) { columns in
        for j in 0..<p {
          columns.withColumn(j) { x in
            for i in 0..<n { work.second[j * n + i] = scales[j] * x[i] * work.scratch[i] }
          }
        }
      }
      factor.absorb(work.second, rows: n)
    }
  }
}

extension ModelObjective {
  /// The same objective in columns that are nearly orthonormal under the weights that the curvature gives the rows at
  /// `point`; nil where that cannot be had.
  ///
  /// One pass, 2 n p² operations.
  func orthonormalized(at point: [Double]) throws -> ModelObjective? {
    guard prior.isFlat, Frame.allowsCombination(layout, active: frame.active) else { return nil }
    let all = frame.expand(point)
    let kind = preferredCurvature
    let model = self
    let kept = frame.layout.index[0].indices.filter { j in
      frame.layout.index[0][j].map { Set(frame.active).contains($0) } ?? false
    }
    let triangle = try Conditioning.triangle(
      of: source, frame, scales: Array(repeating: 1, count: columnCount), threads: threads
    ) { block, work in
      let n = block.count
      model.fillPredictors(all, block, work, into: work.predictors)
      model.evaluateRows(block, work, .curvature(kind))
      for i in 0..<n {
        // Of several planes, all the curvature that the row has.
        let share = (0..<model.planes).reduce(0) {
          $0 + work.curvature[PackedSymmetric.index($1, $1) * n + i]
        }
        work.scratch[i] = share > 0 && share.isFinite ? share.squareRoot() : 0
      }
      block.withWeights { weights in
        guard let weights else { return }
        for i in 0..<n { work.scratch[i] = weights[i] > 0 ? work.scratch[i] * weights[i].squareRoot() : 0 }
      }
    }
    let active = Set(kept)
    let decomposition = ColumnDecomposition(triangle) { column, _, _ in !active.contains(column) }
    guard decomposition.independent == kept else { return nil }
    let own = ColumnCombination(
      order: columnCount, kept: kept, scales: Array(repeating: 1, count: columnCount),
      triangle: decomposition.inverse())
    guard own.entries.allSatisfy(\.isFinite) else { return nil }
    return with(frame.combined(by: frame.combination?.followed(by: own) ?? own))
  }

  /// The same objective with another total of the weights.
  func with(totalWeight: Double) -> ModelObjective {
    ModelObjective(
      source: source, likelihood: likelihood, prior: prior, frame: frame, threads: threads,
      totalWeight: totalWeight)
  }

  /// The same objective in other coordinates.
  func with(_ frame: Frame) -> ModelObjective {
    ModelObjective(
      source: source, likelihood: likelihood, prior: prior, frame: frame, threads: threads,
      totalWeight: totalWeight)
  }
}

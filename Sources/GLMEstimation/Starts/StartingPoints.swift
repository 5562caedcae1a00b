import GLMAlgebra
import GLMModel
import Synchronization

/// Where else to start on a loss that is not known to be convex: a fixed set of points, the same on every run
/// (Docs/Mathematics.md, "Several starts").
struct StartingPoints {
  let objective: ModelObjective
  /// An optimum, or the best that a descent has come to.
  let center: [Double]

  /// Coefficients beyond which an axis or a subset of rows for each is too much work.
  private static let most = 40
  private static let sampled = 32

  /// The points, those outside the domain brought inside; with their values, in no order.
  func points() throws -> [(point: [Double], value: Double)] {
    var points = try alongAxes()
    if objective.count <= Self.most { points += try throughRows() }
    return try points.compactMap { point in
      guard point.allSatisfy(\.isFinite) else { return nil }
      let value = try objective.evaluate(point, .loss).value
      if value.isFinite { return (point, value) }
      let steps = [0.25, 0.0625, 0.015625]
      let values = try objective.values(from: center, along: moved(point, center, -1), steps: steps)
      guard let i = values.firstIndex(where: \.isFinite) else { return nil }
      return (moved(center, moved(point, center, -1), steps[i]), values[i])
    }
  }

  /// 4 and 10 standard errors of each coefficient either way, the others following; of the first eight coefficients.
  private func alongAxes() throws -> [[Double]] {
    let here = try objective.evaluate(center, .curvature(objective.preferredCurvature))
    guard let information = here.information else { return [] }
    let factor = Cholesky(information, tolerance: 1e-14)
    let unit = abs(here.scale).squareRoot()
    return (0..<min(objective.count, 8)).flatMap { j -> [[Double]] in
      let column = factor.solve((0..<objective.count).map { $0 == j ? 1 : 0 })
      guard column[j] > 0 else { return [] }
      let axis = column.map { $0 * unit / column[j].squareRoot() }
      return [-10.0, -4, 4, 10].map { moved(center, axis, $0) }
    }
  }

  /// The coefficients that give as many rows as there are coefficients the linear predictors that each would start at, or
  /// four times those: of sixty sets of rows.
  private func throughRows() throws -> [[Double]] {
    let rows = try sample()
    let p = objective.count
    guard !rows.isEmpty, p > 0 else { return [] }
    var generator = Shuffle()
    return (0..<60).flatMap { set -> [[Double]] in
      let chosen = (0..<p).map { _ in rows[generator.next(below: rows.count)] }
      return [1.0, 4].map { factor in
        var gram = PackedSymmetric(order: p)
        var right = Array(repeating: 0.0, count: p)
        for (x, offset, start) in chosen {
          for a in 0..<p where x[a] != 0 {
            right[a] += x[a] * (factor * start - offset)
            for b in 0...a { gram[a, b] += x[a] * x[b] }
          }
        }
        for a in 0..<p { gram[a, a] *= 1 + 1e-8 }
        return Cholesky(gram, tolerance: 1e-12).solve(right)
      }
    }
  }

  /// Some rows, spread evenly: the gradient of one linear predictor in the coefficients, its offset, and where it would
  /// start. Of several predictors they come in turn.
  private func sample() throws -> [(x: [Double], offset: Double, start: Double)] {
    let model = objective
    let planes = model.planes
    let every = max(1, model.source.rowCount / Self.sampled)
    let found = Mutex<[(x: [Double], offset: Double, start: Double)]>([])
    _ = try Pass(threads: 1, sums: 0).run(over: model.source) { block, work, _ in
      let n = block.count
      let first = block.rows.lowerBound
      work.predictors.reserve(planes * n)
      block.withResponse { response in
        work.predictors.withMutableSpan(0..<planes * n) {
          model.likelihood.start(response: response, predictors: &$0)
        }
      }
      forEachRow(of: block, model.likelihood) { i, _, _ in
        guard (first + i) % every == 0 else { return }
        for k in 0..<planes {
          var gradient = Array(repeating: 0.0, count: model.layout.count)
          model.frame.withColumns(of: block, work) { columns in
            for (j, coefficient) in model.layout.index[k].enumerated() {
              guard let coefficient else { continue }
              columns.withColumn(j) { x in gradient[coefficient] += x[i] }
            }
          }
          let offset = block.withOffset(ofPlane: k) { offset -> Double in
            if let offset { return offset[i] }
            return 0
          }
          let start = work.predictors[k * n + i]
          let x = model.frame.contract(gradient)
          found.withLock { $0.append((x, offset, start)) }
        }
      }
    }
    return found.withLock { $0 }
  }
}

/// The generator SplitMix64 of Steele, Lea and Flood (2014) from a fixed seed: the same sets of rows on every run.
private struct Shuffle {
  private var state: UInt64 = 1

  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }
}

import GLMAlgebra
import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Rows that are a rounding away from being separated, or from not being: exact arithmetic decides.
@Suite struct NearSeparationTests {
  private func fit(_ columns: [[Double]], _ y: [Double]) throws -> Estimate {
    let likelihood = try Bernoulli().likelihood(through: Logit(), for: .values)
    return try Estimator(threads: 1).fit(likelihood, to: Matrix(columns: columns).source(response: y))
  }

  /// Six rows on a line with a tie at 3 of which one row is moved a little.
  @Test(arguments: [1e-6, 1e-9, 1e-12, 1e-15, 1.5e-16])
  func `a tie that is none`(_ size: Double) throws {
    let y: [Double] = [0, 0, 0, 1, 1, 1]
    for scale in [1, 1e-9, 1e6, 0.1] {
      let edge = 3 * scale
      func column(_ fourth: Double) -> [Double] {
        [1 * scale, 2 * scale, edge, fourth, 4 * scale, 5 * scale]
      }
      let above = try fit([column(max(edge.nextUp, edge * (1 + size)))], y)
      guard case .infinite(let apart) = above.outcome else {
        Issue.record("\(size) above at \(scale): \(above.outcome)")
        continue
      }
      #expect(apart.isComplete && apart.isExact && apart.rows == 6)
      #expect(apart.limits == [.minusInfinity, .plusInfinity])
      let tied = try fit([column(edge)], y)
      guard case .infinite(let touching) = tied.outcome else {
        Issue.record("a tie at \(scale): \(tied.outcome)")
        continue
      }
      #expect(!touching.isComplete && touching.isExact && touching.separatedRows == [0, 1, 4, 5])
      // The overlap has an estimate, of size 1/overlap: it need not be reached, but it is not called infinite.
      let below = try fit([column(min(edge.nextDown, edge * (1 - size)))], y)
      #expect(below.outcome.name != "infinite", "\(size) below at \(scale)")
    }
  }

  /// Rows on both sides of a hyperplane, and on it every point with both responses: a cone that is known.
  private func data(_ seed: UInt64, rows n: Int, width p: Int, spanning: Bool) -> (x: [[Double]], y: [Double])
  {
    var generator = SplitMix(seed: seed)
    func whole(_ size: Int) -> Int { Int(generator.uniform() * Double(2 * size + 1)) - size }
    // A first entry of 1: points as near as any exist.
    let w = [1] + (1..<p).map { _ in whole(3) * 2 + 1 }
    var points: [([Int], Int)] = []
    while points.count < 2 * (p + 2) {
      // w · x = 0 by the choice of the last but one against the last.
      var x = (0..<p).map { _ in whole(8) }
      let rest = zip(w, x).dropLast().reduce(0) { $0 + $1.0 * $1.1 }
      for j in 0..<p { x[j] *= w[p - 1] }
      x[p - 1] = -rest
      points += [(x, 0), (x, 1)]
    }
    if spanning {
      points += [([1] + Array(repeating: 0, count: p - 1), 0), ([1] + Array(repeating: 0, count: p - 1), 1)]
    }
    while points.count < n {
      let x = (0..<p).map { _ in whole(40) }
      let side = zip(w, x).reduce(0) { $0 + $1.0 * $1.1 }
      // Only the nearest rows: a hair from the hyperplane.
      if side != 0, abs(side) <= 3 { points.append((x, side > 0 ? 1 : 0)) }
    }
    return (
      (0..<p).map { j in points.map { Double($0.0[j]) } }, points.map { Double($0.1) }
    )
  }

  @Test(arguments: 0..<12) func `rows near a hyperplane`(_ seed: Int) throws {
    for spanning in [false, true] {
      let (x, y) = data(UInt64(seed), rows: 60, width: 4, spanning: spanning)
      let fit = try fit(x, y)
      if spanning {
        #expect(fit.outcome.isOptimum, "\(fit.outcome)")
        continue
      }
      guard case .infinite(let recession) = fit.outcome else {
        Issue.record("\(fit.outcome)")
        continue
      }
      #expect(recession.isExact && !recession.isComplete)
      #expect(recession.separatedRows == Array(12..<60))
      #expect(recession.limits[0] == .finite)
      #expect(fit.limit?.outcome.isOptimum == true)
    }
  }
}

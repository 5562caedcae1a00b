import GLMAlgebra
import GLMEstimation
import GLMModel
import GLMTestSupport
import Testing

/// Whether the estimate exists: classic cases, and every response of small designs against an exact test.
@Suite struct ExistenceTests {
  private func fit(_ name: String, _ x: [[Double]], _ y: [Double]) throws -> Estimate {
    let model = try #require(likelihoodCases.first { $0.name == name })
    return try Estimator(threads: 1).fit(
      model.likelihood, to: model.source(SmallData(columns: x, response: y)))
  }

  private func recession(_ fit: Estimate, sourceLocation: SourceLocation = #_sourceLocation) -> Recession? {
    guard case .infinite(let recession) = fit.outcome else {
      Issue.record("\(fit.outcome)", sourceLocation: sourceLocation)
      return nil
    }
    #expect(fit.inverseInformation == nil, "no standard errors at infinity", sourceLocation: sourceLocation)
    return recession
  }

  private static let links = ["bernoulli logit", "bernoulli probit", "bernoulli cloglog"]

  @Test(arguments: links) func completeSeparation(_ name: String) throws {
    let found = recession(try fit(name, [[1, 2, 3, 4, 5, 6]], [0, 0, 0, 1, 1, 1]))
    #expect(found?.isComplete == true && found?.rows == 6)
    #expect(found.map { $0.direction[1] > 0 && $0.direction[0] < 0 } == true)
  }

  @Test(arguments: links) func quasiSeparation(_ name: String) throws {
    let found = recession(try fit(name, [[1, 2, 3, 3, 4, 5]], [0, 0, 0, 1, 1, 1]))
    #expect(found?.isComplete == false && found?.rows == 4)
    // The direction turns at x = 3: −3 : 1.
    #expect(found.map { ($0.direction[0] + 3 * $0.direction[1]).magnitude < 1e-3 } == true)
  }

  @Test(arguments: links) func oneClassOnly(_ name: String) throws {
    for y in [0.0, 1] {
      let found = recession(try fit(name, [[1, 2, 3, 4, 5, 6]], Array(repeating: y, count: 6)))
      #expect(found?.isComplete == true && found?.rows == 6)
    }
    let found = recession(try fit(name, [], [1, 1, 1]))
    #expect(found.map { $0.direction == [1] } == true)
  }

  @Test(arguments: ["poisson log", "linked poisson log", "user's negative binomial log"])
  func allZeroLevel(_ name: String) throws {
    let level: [Double] = [0, 0, 0, 1, 1, 1]
    let found = recession(try fit(name, [level], [3, 1, 4, 0, 0, 0]))
    #expect(
      found.map { $0.direction[0] == 0 && $0.direction[1] == -1 } == true, "\(String(describing: found))")
    #expect(found?.isComplete == false && found?.rows == 3)
    #expect(try fit(name, [level], [3, 1, 4, 0, 1, 0]).outcome.isOptimum)
    #expect(recession(try fit(name, [], [0, 0, 0]))?.isComplete == true)
  }

  /// A normal response through the log, all at or below 0: the mean runs to 0, and that is not called an optimum.
  @Test func normalResponsesBelowTheMeans() throws {
    #expect(try !fit("gaussian log", [], [-1, 0, -3]).outcome.isOptimum)
  }

  @Test(arguments: links) func overlapIsAnOptimum(_ name: String) throws {
    #expect(try fit(name, [[1, 2, 3, 4, 5, 6]], [0, 1, 0, 1, 0, 1]).outcome == .optimum(isGlobal: true))
    // All but separated: one pair out of order.
    #expect(try fit(name, [[1, 2, 3, 4, 5, 6]], [0, 0, 1, 0, 1, 1]).outcome == .optimum(isGlobal: true))
  }

  /// All responses of up to six rows on a line, with ties and without.
  @Test(
    arguments: links,
    [[1, 2, 3, 4], [1, 2, 3, 4, 5, 6], [1, 1, 2, 2, 3, 3], [1, 2, 2, 2, 5], [-7, 0, 1, 1, 9]])
  func everyResponseOfSmallDesigns(_ name: String, _ x: [Int]) throws {
    var counts = (infinite: 0, optimum: 0)
    for bits in 0..<(1 << x.count) {
      let y = x.indices.map { (bits >> $0) & 1 }
      // a + b x on the right side of 0 for every row.
      let rows = zip(x, y).map { x, y in y == 1 ? [1, x] : [-1, -x] }
      let separated = coneIsMoreThanOrigin(rows, dimension: 2)
      let outcome = try fit(name, [x.map { Double($0) }], y.map { Double($0) }).outcome
      #expect(outcome.name == (separated ? "infinite" : "optimum"), "y = \(y): \(outcome)")
      if separated { counts.infinite += 1 } else { counts.optimum += 1 }
    }
    #expect(counts.infinite >= 2 && counts.optimum >= 2)
  }

  /// All counts 0 or 1 of a Poisson response.
  @Test func everyCountOfSmallDesigns() throws {
    let x = [1, 2, 2, 3, 5]
    for bits in 0..<(1 << x.count) {
      let y = x.indices.map { (bits >> $0) & 1 }
      // Zeros may move down only; the others stay.
      let rows = zip(x, y).flatMap { x, y in y == 0 ? [[-1, -x]] : [[1, x], [-1, -x]] }
      let infinite = coneIsMoreThanOrigin(rows, dimension: 2)
      let outcome = try fit("poisson log", [x.map { Double($0) }], y.map { Double($0) }).outcome
      #expect(outcome.name == (infinite ? "infinite" : "optimum"), "y = \(y): \(outcome)")
    }
  }

  /// All responses of five rows in three classes.
  @Test(arguments: [[1, 2, 3, 4, 5], [1, 1, 2, 2, 4]]) func everyClassOfSmallDesigns(_ x: [Int]) throws {
    var counts = (infinite: 0, optimum: 0)
    for code in 0..<243 {
      let y = (0..<5).map { code / [1, 3, 9, 27, 81][$0] % 3 }
      // The class that happened has the largest of 0, a₁ + b₁x and a₂ + b₂x.
      let rows = zip(x, y).flatMap { x, y -> [[Int]] in
        let lines = [[0, 0, 0, 0], [1, x, 0, 0], [0, 0, 1, x]]
        return (0..<3).filter { $0 != y }.map { k in zip(lines[y], lines[k]).map { $0 - $1 } }
      }
      let infinite = coneIsMoreThanOrigin(rows, dimension: 4)
      let outcome = try fit("categorical of 3", [x.map { Double($0) }], y.map { Double($0) }).outcome
      #expect(outcome.name == (infinite ? "infinite" : "optimum"), "y = \(y): \(outcome)")
      if infinite { counts.infinite += 1 } else { counts.optimum += 1 }
    }
    #expect(counts.infinite > 0)
  }
}

import GLMAlgebra
import GLMEstimation
import GLMModel
import GLMTestSupport
import Testing

/// Whether the estimate exists, for the families and links beyond the canonical ones: every response of small designs
/// against an exact test.
@Suite struct FamilyExistenceTests {
  private func fit(_ name: String, _ x: [Int], _ y: [Int]) throws -> Estimate {
    let model = try #require(likelihoodCases.first { $0.name == name })
    let data = SmallData(columns: [x.map { Double($0) }], response: y.map { Double($0) })
    return try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
  }

  @Test(
    arguments: ["bernoulli loglog", "bernoulli cauchit", "quasi-bernoulli logit", "quasi:mu(1-mu) probit"],
    [[1, 2, 3, 4], [1, 1, 2, 2, 3, 3], [-7, 0, 1, 1, 9]])
  func `every yes and no of small designs`(_ name: String, _ x: [Int]) throws {
    var counts = (infinite: 0, optimum: 0)
    for bits in 0..<(1 << x.count) {
      let y = x.indices.map { (bits >> $0) & 1 }
      // a + b x on the right side of 0 for every row.
      let rows = zip(x, y).map { x, y in y == 1 ? [1, x] : [-1, -x] }
      let separated = coneIsMoreThanOrigin(rows, dimension: 2)
      let fit = try fit(name, x, y)
      #expect(fit.outcome.name == (separated ? "infinite" : "optimum"), "y = \(y): \(fit.outcome)")
      #expect((fit.inverseInformation == nil) == separated)
      if separated { counts.infinite += 1 } else { counts.optimum += 1 }
    }
    #expect(counts.infinite >= 2 && counts.optimum >= 2)
  }

  @Test(
    arguments: [
      "negative binomial log", "negative binomial of small theta log", "tweedie 1.5 log", "quasi-poisson log",
      "quasi:mu+0.5*mu^2 log", "quasi:mu+0.5*mu^1.5 log", "quasi:3*mu log",
    ], [[1, 2, 2, 3, 5], [1, 1, 2, 2]])
  func `every zero of small designs`(_ name: String, _ x: [Int]) throws {
    for bits in 0..<(1 << x.count) {
      let y = x.indices.map { 3 * ((bits >> $0) & 1) * ($0 + 1) }
      // Zeros may move down only; the others stay.
      let rows = zip(x, y).flatMap { x, y in y == 0 ? [[-1, -x]] : [[1, x], [-1, -x]] }
      let infinite = coneIsMoreThanOrigin(rows, dimension: 2)
      let outcome = try fit(name, x, y).outcome
      #expect(outcome.name == (infinite ? "infinite" : "optimum"), "y = \(y): \(outcome)")
    }
  }

  /// Through a negative power of the mean zeros run the other way.
  @Test func `zeros raise the predictor of an inverse`() throws {
    let fit = try fit("tweedie 1.5 power -0.5", [0, 0, 0, 1, 1, 1], [3, 1, 4, 0, 0, 0])
    guard case .infinite(let recession) = fit.outcome else {
      Issue.record("\(fit.outcome)")
      return
    }
    #expect(recession.direction == [0, 1] && recession.rows == 3 && !recession.isComplete)
  }
}

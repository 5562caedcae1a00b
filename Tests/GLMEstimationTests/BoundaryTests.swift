import GLMAlgebra
import GLMEstimation
import GLMModel
import GLMTestSupport
import Testing

/// Optima on the edge of the possible means: p = a + b x with a = 0 at the best.
@Suite struct BoundaryTests {
  /// Nobody of 10 at x = 0, 4 of 20 at x = 1, 10 of 20 at x = 2.
  private var data: SmallData {
    let groups: [(x: Double, n: Int, s: Int)] = [(0, 10, 0), (1, 20, 4), (2, 20, 10)]
    return SmallData(
      columns: [groups.flatMap { Array(repeating: $0.x, count: $0.n) }],
      response: groups.flatMap { group in (0..<group.n).map { $0 < group.s ? 1 : 0 } })
  }

  @Test(arguments: solverCases.filter { !$0.solver.handlesKinks }) func edgesAreCalledEdges(
    _ item: SolverCase
  ) throws {
    let model = try #require(likelihoodCases.first { $0.name == "bernoulli identity" })
    let fit = try Estimator(solver: item.solver, threads: 1).fit(model.likelihood, to: model.source(data))
    // With a = 0: 14/b = 16/(1 − b) + 20/(1 − 2b), by bisection.
    var (low, high) = (0.01, 0.49)
    for _ in 0..<60 {
      let b = (low + high) / 2
      if 14 / b > 16 / (1 - b) + 20 / (1 - 2 * b) { low = b } else { high = b }
    }
    let best =
      -4 * Double.log(low) - 16 * Double.log(onePlus: -low) - 10 * Double.log(2 * low)
      - 10 * Double.log(onePlus: -2 * low)
    #expect(
      fit.outcome == .boundary(Boundary(isOptimum: true, rows: [0])), "\(fit.outcome) at \(fit.coefficients)")
    #expect((fit.loss - best).magnitude < 1e-13 * best, "\(fit.loss), \(best)")
    #expect((fit.coefficients[1] - low).magnitude < 1e-14 && fit.coefficients[0].magnitude < 1e-15)
    #expect(fit.inverseInformation == nil, "no standard errors on an edge")
  }

  /// No start that suits the rows one by one suits them all: the search for one ends inside the domain.
  @Test func startsAreFoundInsideTheDomain() throws {
    for model in likelihoodCases where !model.likelihood.domain.isEverywhere {
      let fit = try Estimator(threads: 1).fit(model.likelihood, to: model.source(model.data()))
      #expect(fit.loss.isFinite, "\(model)")
    }
    let model = try #require(likelihoodCases.first { $0.name == "poisson identity" })
    // A given start outside is moved inside.
    let own = try Estimator(threads: 1).fit(model.likelihood, to: model.source(model.data()))
    let moved = try Estimator(start: [-100, 0], threads: 1).fit(
      model.likelihood, to: model.source(model.data()))
    #expect(moved.outcome == own.outcome)
    #expect(largestDifference(moved.coefficients, own.coefficients) < 1e-12)
  }
}

import Foundation
import GLMAlgebra
import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Losses with several minima: the estimate is the best of them.
@Suite struct SeveralStartsTests {
  private struct Problem: Decodable {
    let model: String
    let columns: [[Double]]
    let response: [Double]
    let loss: Double
  }

  private static func likelihood(_ name: String) throws -> any Likelihood {
    switch name {
    case "cauchit": try Bernoulli().likelihood(through: Cauchit(), for: .values)
    case "gaussian-log": try Gaussian().likelihood(through: Log(), for: .values)
    default: try Gaussian().likelihood(through: Inverse(), for: .values)
    }
  }

  /// The best of 300 random starts of scipy's BFGS (Tests/Fixtures/several_starts.py) is never better.
  @Test func `as good as the best of three hundred random starts`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/several_starts.json")
    let problems = try JSONDecoder().decode([Problem].self, from: Data(contentsOf: file))
    #expect(problems.count == 30)
    for (i, problem) in problems.enumerated() {
      let data = SmallData(columns: problem.columns, response: problem.response)
      let fit = try Estimator(threads: 1).fit(Self.likelihood(problem.model), to: data.source())
      #expect(
        fit.loss <= problem.loss * (1 + 1e-9) + 1e-12,
        "\(i) \(problem.model): \(fit.loss) for \(problem.loss), \(fit.outcome)")
    }
  }

  /// Two minima: the default start is in the valley of the worse.
  private let twoMinima = SmallData(
    columns: [[-0.5, -0.4, -0.3, -0.2, -0.1, 0.1, 0.2, 0.3, 0.4, 12]],
    response: [0, 0, 0, 0, 0, 1, 1, 1, 1, 0])

  @Test func `a given start is taken at its word`() throws {
    let likelihood = try Self.likelihood("cauchit")
    let best = try Estimator(threads: 1).fit(likelihood, to: twoMinima.source())
    #expect(best.outcome == .optimum(isGlobal: false))
    let own = try Estimator(start: best.coefficients, threads: 1).fit(likelihood, to: twoMinima.source())
    #expect(largestDifference(own.coefficients, best.coefficients, floor: 1) < 1e-9)
    for start in [[0.0, 0], [0, -1], [-1, 0.1]] {
      let given = try Estimator(start: start, threads: 1).fit(likelihood, to: twoMinima.source())
      #expect(given.loss >= best.loss - 1e-9)
    }
  }

  @Test func `the same on any number of threads and in every run`() throws {
    let likelihood = try Self.likelihood("cauchit")
    let fits = try [1, 1, 4].map {
      try Estimator(threads: $0).fit(likelihood, to: twoMinima.source(blockSize: 256))
    }
    for fit in fits { #expect(fit.coefficients == fits[0].coefficients && fit.passes == fits[0].passes) }
  }

  /// More rows than the starts are tried on: the best end on some of them goes on over all.
  @Test func `many rows are thinned for the search alone`() throws {
    var generator = SplitMix(seed: 4)
    let x = (0..<6000).map { _ in 6 * generator.uniform() - 3 }
    let y = x.map { x in generator.uniform() < 0.5 + Double.atan(4 * x - 2) / Double.pi ? 1.0 : 0 }
    let likelihood = try Self.likelihood("cauchit")
    let fit = try Estimator().fit(likelihood, to: SmallData(columns: [x], response: y).source())
    #expect(fit.outcome == .optimum(isGlobal: false))
    #expect((fit.coefficients[1] - 4).magnitude < 0.6 && (fit.coefficients[0] + 2).magnitude < 0.4)
    #expect(fit.rows == 6000 && fit.decrement < 1e-16)
  }
}

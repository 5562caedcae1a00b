import GLMAlgebra
import GLMEstimation
import GLMModel
import GLMTestSupport
import Synchronization
import Testing

/// No accepted step raises the loss, from wherever the descent starts.
@Suite struct NeverUpTests {
  private static let starts: [[Double]] = [
    [30, 30], [30, -30], [-30, 30], [1e3, -1e3], [-1e3, -1e3], [1e8, 1e8], [1e300, -1e300],
  ]

  private func start(_ pair: [Double], _ count: Int) -> [Double] { (0..<count).map { pair[$0 % 2] } }

  /// Runs of values, each from where an iteration counts from 0 again.
  private final class Trace: Sendable {
    private let runs = Mutex<[[Double]]>([])

    func note(_ step: SolverProgress) {
      runs.withLock { runs in
        if step.iteration == 0 || runs.isEmpty { runs.append([]) }
        runs[runs.count - 1].append(step.value)
      }
    }

    var values: [[Double]] { runs.withLock { $0 } }
  }

  @Test(arguments: solverCases, likelihoodCases)
  func `values fall from every start`(_ item: SolverCase, _ model: LikelihoodCase) throws {
    let source = model.source(model.data(rowCount: 12))
    let count = 2 * model.likelihood.predictorCount
    for pair in item.name == "newton" ? Self.starts : [Self.starts[1], Self.starts[3]] {
      let trace = Trace()
      let options = SolverOptions(maximumIterations: 40, progress: { trace.note($0) })
      let fit = try Estimator(
        solver: item.solver, options: options, start: start(pair, count), threads: 1
      ).fit(model.likelihood, to: source)
      #expect(fit.penalizedLoss.isFinite, "from \(pair)")
      for run in trace.values {
        for (before, after) in zip(run, run.dropFirst()) {
          #expect(after <= before + 1e-12 * max(before.magnitude, 1), "from \(pair): \(before) to \(after)")
        }
        if let first = run.first {
          #expect(fit.penalizedLoss <= first + 1e-12 * max(first.magnitude, 1), "from \(pair)")
        }
      }
    }
  }

  /// Absurd starts of convex losses come to the one optimum.
  @Test(arguments: likelihoodCases.filter(\.likelihood.isConvex))
  func `absurd starts end where sensible ones do`(_ model: LikelihoodCase) throws {
    let source = model.source(model.data(rowCount: 12))
    let count = 2 * model.likelihood.predictorCount
    let own = try Estimator(threads: 1).fit(model.likelihood, to: source)
    for pair in Self.starts {
      let fit = try Estimator(start: start(pair, count), threads: 1).fit(model.likelihood, to: source)
      #expect(fit.outcome == own.outcome, "from \(pair): \(fit.outcome), not \(own.outcome)")
      guard own.outcome.isOptimum else { continue }
      #expect(
        largestDifference(fit.coefficients, own.coefficients, floor: 1) < 1e-8,
        "from \(pair): \(fit.coefficients), \(own.coefficients)")
    }
  }

  @Test func `starts that are no numbers are refused`() throws {
    let model = try #require(likelihoodCases.first { $0.name == "poisson identity" })
    let source = model.source(model.data(rowCount: 12))
    #expect(throws: FitError.badStart("one is not a finite number")) {
      try Estimator(start: [.nan, 0], threads: 1).fit(model.likelihood, to: source)
    }
    #expect(throws: FitError.badStart("there are 3 for 2 coefficients")) {
      try Estimator(start: [1, 2, 3], threads: 1).fit(model.likelihood, to: source)
    }
  }
}

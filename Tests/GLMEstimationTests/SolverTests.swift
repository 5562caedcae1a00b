import GLMAlgebra
import GLMEstimation
import GLMModel
import GLMTestSupport
import Synchronization
import Testing

/// The laws of solvers, over ``solverCases`` and ``likelihoodCases``.
@Suite struct SolverTests {
  /// ½ (x − m)ᵀ A (x − m) + 3.
  private struct Quadratic: Objective {
    let center: [Double]
    let matrix: PackedSymmetric
    var count: Int { center.count }

    func evaluate(_ point: [Double], _ order: EvaluationOrder) throws -> Evaluation {
      let d = zip(point, center).map { $0 - $1 }
      let gradient = matrix.multiplying(d)
      return Evaluation(
        value: 3 + dot(d, gradient) / 2, rounding: 1e-15, gradient: order.wantsResidual ? gradient : [],
        information: order.wantedCurvature == nil ? nil : matrix)
    }
  }

  private let quadratic = Quadratic(
    center: [1, -2, 30], matrix: PackedSymmetric(order: 3, entries: [4, 1, 3, -0.05, 0.02, 0.01]))

  @Test func newtonMinimizesAQuadraticInOneStep() throws {
    let result = try Newton().minimize(quadratic, from: [100, 0, -7], options: SolverOptions())
    #expect(result.termination == .converged)
    // One step; one more iteration may clear the rounding of the first.
    #expect(result.iterations <= 2 && result.passes <= 3)
    #expect(largestDifference(result.point, quadratic.center) < 1e-13)
    let one = try Newton().minimize(
      quadratic, from: [100, 0, -7], options: SolverOptions(maximumIterations: 1))
    #expect(largestDifference(one.point, quadratic.center) < 1e-12, "the first step alone")
  }

  @Test(arguments: solverCases) func everySolverMinimizesAQuadratic(_ item: SolverCase) throws {
    let result = try item.solver.minimize(quadratic, from: [0, 0, 0], options: SolverOptions())
    #expect(result.termination == .converged, "\(result)")
    #expect(largestDifference(result.point, quadratic.center) < 1e-8)
    #expect((result.value - 3).magnitude < 1e-12)
  }

  /// Every solver comes to Newton's estimate, in a reasonable number of passes, and none rises on the way.
  @Test(arguments: solverCases, likelihoodCases)
  func solversMeetAndNeverRise(_ item: SolverCase, _ model: LikelihoodCase) throws {
    let source = model.source(model.data())
    let newton = try Estimator(threads: 1).fit(model.likelihood, to: source)
    #expect(newton.outcome.isOptimum, "newton: \(newton.outcome)")
    let trace = Mutex<[Double]>([])
    let options = SolverOptions(progress: { step in trace.withLock { $0.append(step.value) } })
    let fit = try Estimator(solver: item.solver, options: options, threads: 1).fit(
      model.likelihood, to: source)
    #expect(fit.outcome.isOptimum, "\(fit.outcome)")
    #expect(
      largestDifference(fit.coefficients, newton.coefficients, floor: 1) < 1e-8,
      "\(fit.coefficients), \(newton.coefficients)")
    #expect(relativeDifference(fit.loss, newton.loss, floor: 1) < 1e-12)
    #expect(fit.passes <= item.passes, "\(fit.passes) passes")
    let values = trace.withLock { $0 }
    #expect(!values.isEmpty)
    for (before, after) in zip(values, values.dropFirst()) {
      #expect(after <= before + 1e-12 * max(before.magnitude, 1), "from \(before) to \(after)")
    }
  }

  /// Newton needs few passes on every model, and the first-order certificate holds at what it returns.
  @Test(arguments: likelihoodCases) func newtonIsQuick(_ model: LikelihoodCase) throws {
    let fit = try Estimator(threads: 1).fit(model.likelihood, to: model.source(model.data(columnCount: 3)))
    #expect(fit.outcome == .optimum(isGlobal: model.likelihood.isConvex))
    #expect(fit.passes <= 12, "\(fit.passes) passes")
    #expect(fit.decrement < 1e-20, "decrement \(fit.decrement)")
  }

  @Test(arguments: solverCases) func solversStopWhenAsked(_ item: SolverCase) throws {
    let calls = Mutex(0)
    let options = SolverOptions(isCancelled: {
      calls.withLock {
        $0 += 1
        return $0 > 1
      }
    })
    let result = try item.solver.minimize(quadratic, from: [50, 50, 50], options: options)
    #expect(result.termination == .cancelled && result.iterations <= 1)
    let none = try item.solver.minimize(
      quadratic, from: [50, 50, 50], options: SolverOptions(maximumIterations: 0))
    #expect(none.termination == .iterationLimit && none.point == [50, 50, 50])
  }
}

import GLMEstimation
import GLMFamilies
import GLMModel
import Testing

/// What a solver may ask of an objective beside its value: a subset of rows, active coefficients, a product.
@Suite struct CapabilityTests {
  /// Sees the objective that an estimator hands to its solver, and ends at once.
  final class Spy: Solver, @unchecked Sendable {
    private(set) var objective: (any Objective)?
    let name = "spy"
    let coordinates = Coordinates.user
    func minimize(
      _ objective: any Objective, from start: [Double], options: SolverOptions
    ) throws -> SolverResult {
      self.objective = objective
      return SolverResult(
        point: start, value: 0, termination: .stalled("a spy does not move"), iterations: 0, passes: 0)
    }
  }

  private func objective(rows: Int, blockSize: Int = 4) throws -> any Objective {
    let x = (0..<rows).map { Double(($0 * 7) % 11) / 11 - 0.4 }
    let z = (0..<rows).map { Double(($0 * 5) % 13) / 13 - 0.5 }
    let y = (0..<rows).map { Double(($0 * 3) % 2) }
    let source = MemorySource(
      rowCount: rows, columns: [.intercept, ColumnDescription(name: "x"), ColumnDescription(name: "z")],
      pieces: [.constant, .dense(ColumnStorage(x)), .dense(ColumnStorage(z))], response: [ColumnStorage(y)],
      blockSize: blockSize)
    let spy = Spy()
    _ = try Estimator(solver: spy).fit(
      try Bernoulli().likelihood(through: .logit, for: .values), to: source)
    return try #require(spy.objective)
  }

  /// Every second block: the value is that of those rows alone.
  @Test func aSubsetOfRows() throws {
    let whole = try objective(rows: 8)
    let first = try objective(rows: 4)
    let thinned = try #require(whole.thinned(stride: 2))
    let point = [0.2, -0.3, 0.7]
    #expect(try thinned.evaluate(point, .loss).value == first.evaluate(point, .loss).value)
    #expect(thinned.totalWeight == 4)
  }

  @Test func activeCoefficients() throws {
    let whole = try objective(rows: 12)
    let some = try #require(whole.restricted(to: [0, 2]))
    let here = try whole.evaluate([0.2, 0, 0.7], .curvature(.expected))
    let there = try some.evaluate([0.2, 0.7], .curvature(.expected))
    #expect(there.value == here.value)
    #expect(there.gradient == [here.gradient[0], here.gradient[2]])
    #expect(there.information == here.information?.selecting([0, 2]))
  }

  @Test func raysAndProducts() throws {
    let whole = try objective(rows: 12)
    let point = [0.2, -0.3, 0.7]
    let direction = [1.0, 0.5, -2]
    let steps = [0, 0.25, 1]
    let values = try whole.values(from: point, along: direction, steps: steps)
    for (step, value) in zip(steps, values) {
      let moved = zip(point, direction).map { $0 + step * $1 }
      #expect(abs(try whole.evaluate(moved, .loss).value - value) < 1e-13)
    }
    let product = try whole.informationProduct(point, direction, .observed)
    let matrix = try #require(try whole.evaluate(point, .curvature(.observed)).information)
    for (a, b) in zip(product, matrix.multiplying(direction)) { #expect(abs(a - b) < 1e-13) }
  }
}

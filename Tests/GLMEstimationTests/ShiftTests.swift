import GLMAlgebra
import GLMEstimation
import GLMModel
import GLMTestSupport
import Testing

/// Columns far from zero: dates and heights above the sea are ordinary data.
@Suite struct ShiftTests {
  /// Mean 1e9 and standard deviation about 1, on a grid that doubles hold exactly: the slope of the centred column.
  @Test(arguments: likelihoodCases, [1e9, -1e6]) func farColumnsFitAsCentredOnes(
    _ model: LikelihoodCase, _ far: Double
  ) throws {
    var data = model.data(columnCount: 2)
    let grid = 0x1p-20
    data.columns = data.columns.map { column in column.map { ($0 / grid).rounded() * grid } }
    let near = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    data.columns[0] = data.columns[0].map { $0 + far }
    let moved = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(near.outcome == moved.outcome && near.outcome.isOptimum, "\(moved.outcome)")
    #expect(moved.aliased.isEmpty)
    for k in 0..<model.likelihood.predictorCount {
      for j in 1...2 {
        #expect(
          relativeDifference(moved.coefficients[3 * k + j], near.coefficients[3 * k + j], floor: 1) < 1e-9)
        let (a, b) = (moved.inverseInformation, near.inverseInformation)
        #expect(relativeDifference(a?[3 * k + j, 3 * k + j] ?? .nan, b?[3 * k + j, 3 * k + j] ?? .nan) < 1e-8)
      }
      let back = moved.coefficients[3 * k] + far * moved.coefficients[3 * k + 1]
      #expect((back - near.coefficients[3 * k]).magnitude < 1e-6 * max(1, far.magnitude * 1e-8))
    }
    #expect(relativeDifference(moved.loss, near.loss, floor: 1) < 1e-9)
  }

  /// The same for the second-order and the first-order methods that centre.
  @Test(arguments: solverCases.filter { $0.solver.coordinates == .centred }) func solversThatCentre(
    _ item: SolverCase
  ) throws {
    let model = try #require(likelihoodCases.first { $0.name == "bernoulli logit" })
    var data = model.data()
    let near = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    data.columns[0] = data.columns[0].map { 0x1p30 + ($0 * 0x1p20).rounded() * 0x1p-20 }
    let moved = try Estimator(solver: item.solver, threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(moved.outcome.isOptimum, "\(moved.outcome)")
    #expect(relativeDifference(moved.coefficients[1], near.coefficients[1]) < 1e-4)
    let newton = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(relativeDifference(moved.coefficients[1], newton.coefficients[1]) < 1e-8)
  }
}

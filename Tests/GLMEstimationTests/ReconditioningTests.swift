import GLMAlgebra
import GLMModel
import GLMTestSupport
import Testing

@testable import GLMEstimation

/// The end of a fit in columns that are nearly dependent, brought to better ones.
struct ReconditioningTests {
  /// Terms of a million that cancel in a third of the rows leave losses that differ by their rounding between the columns: that is no
  /// reason to stay with columns whose information has lost the digits of the errors.
  @Test(arguments: [0, 2, 3]) func termsThatCancelAreNoReasonToStay(_ index: Int) throws {
    let model = MachineLawTests.models[index]
    let rows = 3000
    for seed in 1...8 {
      var random = SplitMix(seed: UInt64(seed))
      var columns = (0..<4).map { _ in (0..<rows).map { _ in random.uniform() - 0.5 } }
      let response = (0..<rows).map { model.response(columns[0][$0] - columns[1][$0], random.uniform()) }
      for i in stride(from: 0, to: rows, by: 3) {
        columns[0][i] *= 1e6
        columns[1][i] = columns[0][i]
      }
      let source = MemorySource(
        rowCount: rows,
        columns: [.intercept]
          + columns.indices.map { ColumnDescription(name: "x\($0)", group: $0 + 1) },
        pieces: [.constant] + columns.map { .dense(ColumnStorage($0)) },
        response: [ColumnStorage(response)])
      let fit = try Estimator(threads: 1).fit(model.likelihood, to: source)
      #expect(fit.outcome.isOptimum)
      let errors = try #require(fit.inverseInformation).diagonal
      let layout = CoefficientLayout(columns: source.columns, planes: 1)
      let objective = ModelObjective(
        source: source, likelihood: model.likelihood, prior: FlatPrior(),
        frame: Frame(layout: layout, shift: nil, active: Array(0..<layout.count)), threads: 1,
        totalWeight: Double(rows))
      let here = try objective.evaluate(fit.coefficients, .curvature(objective.preferredCurvature))
      let factor = Cholesky(try #require(here.information), tolerance: 1e-14)
      #expect(factor.dependent.isEmpty && factor.smallestPivot < 1e-9)
      let end = End(
        objective, at: fit.coefficients, Survey(totalWeight: Double(rows), rows: rows), here: here,
        factor: factor)
      let better = try #require(try end.reconditioned(SolverOptions()), "seed \(seed)")
      let inverse = better.model.frame.userCovariance(try #require(better.factor).inverse())
      for (own, told) in zip(inverse.diagonal, errors) { #expect((own / told - 1).magnitude <= 1e-10) }
    }
  }
}

import GLMAlgebra
import GLMEstimation
import GLMModel
import GLMTestSupport
import Testing

/// What weights mean, over ``likelihoodCases``: weight 2 is the row twice, weight 0 is no row.
@Suite struct WeightTests {
  private func expectEqual(
    _ a: Estimate, _ b: Estimate, _ tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      a.outcome == b.outcome && a.outcome.isOptimum, "\(a.outcome), \(b.outcome)",
      sourceLocation: sourceLocation)
    #expect(
      largestDifference(a.coefficients, b.coefficients, floor: 1) < tolerance, sourceLocation: sourceLocation)
    #expect(relativeDifference(a.loss, b.loss, floor: 1) < 1e-12, sourceLocation: sourceLocation)
    #expect(
      largestDifference(
        a.inverseInformation?.entries ?? [], b.inverseInformation?.entries ?? [.nan], floor: 0.1) < tolerance,
      sourceLocation: sourceLocation)
  }

  @Test(arguments: likelihoodCases) func weightTwoIsTheRowTwice(_ model: LikelihoodCase) throws {
    var data = model.data()
    data.weights = (0..<data.rowCount).map { $0 % 3 == 0 ? 2 : 1 }
    var twice = data.rows((0..<data.rowCount).flatMap { $0 % 3 == 0 ? [$0, $0] : [$0] })
    twice.weights = nil
    let estimator = Estimator(weightKind: .frequency, threads: 1)
    let weighted = try estimator.fit(model.likelihood, to: model.source(data))
    let repeated = try estimator.fit(model.likelihood, to: model.source(twice))
    expectEqual(weighted, repeated, 1e-10)
    #expect(weighted.totalWeight == repeated.totalWeight)
    #expect(weighted.observations == repeated.observations)
    #expect(weighted.residualDegreesOfFreedom == repeated.residualDegreesOfFreedom)
    // Precision weights give the same coefficients and count rows.
    let precise = try Estimator(weightKind: .precision, threads: 1).fit(
      model.likelihood, to: model.source(data))
    #expect(sameBits(precise.coefficients, weighted.coefficients))
    #expect(precise.observations == Double(data.rowCount))
  }

  /// Weight 0 removes a row whatever it holds.
  @Test(arguments: likelihoodCases) func weightZeroIsNoRow(_ model: LikelihoodCase) throws {
    let data = model.data()
    let kept = (0..<data.rowCount).filter { $0 % 5 != 2 }
    var muted = data
    muted.weights = (0..<data.rowCount).map { $0 % 5 == 2 ? 0 : 1 }
    for i in 0..<data.rowCount where i % 5 == 2 {
      muted.columns[0][i] = i == 2 ? 1e6 : -1e3
      muted.responses[i] = RowResponse(model.responses[0].value, trials: model.responses[0].trials)
    }
    let estimator = Estimator(threads: 1)
    let without = try estimator.fit(model.likelihood, to: model.source(data.rows(kept)))
    let with = try estimator.fit(model.likelihood, to: model.source(muted))
    expectEqual(with, without, 1e-10)
    #expect(with.rows == kept.count && with.observations == Double(kept.count))
  }

  /// All weights times c: the same coefficients, the information c times as large.
  @Test(arguments: likelihoodCases) func scaleOfWeights(_ model: LikelihoodCase) throws {
    var data = model.data()
    let one = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    for c in [1e-6, 3, 1e9] {
      data.weights = Array(repeating: c, count: data.rowCount)
      let scaled = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
      #expect(scaled.outcome == one.outcome, "weight \(c): \(scaled.outcome)")
      #expect(largestDifference(scaled.coefficients, one.coefficients, floor: 1) < 1e-9, "weight \(c)")
      let inverse = scaled.inverseInformation?.entries.map { $0 * c } ?? []
      #expect(
        largestDifference(inverse, one.inverseInformation?.entries ?? [.nan], floor: 0.1) < 1e-8,
        "weight \(c)")
    }
  }

  @Test func impossibleWeightsAreNamed() throws {
    let model = likelihoodCases[0]
    for bad in [-1, Double.nan, .infinity] {
      var data = model.data()
      data.weights = Array(repeating: 1, count: data.rowCount)
      data.weights?[5] = bad
      #expect {
        try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
      } throws: { error in
        guard case FitError.weight(row: 6, line: nil, let value)? = error as? FitError else { return false }
        return value == bad || value.isNaN && bad.isNaN
      }
    }
    var none = model.data()
    none.weights = Array(repeating: 0, count: none.rowCount)
    #expect(throws: FitError.noRows) {
      try Estimator(threads: 1).fit(model.likelihood, to: model.source(none))
    }
  }
}

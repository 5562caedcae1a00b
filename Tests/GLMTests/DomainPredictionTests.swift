import GLM
import Testing

/// A linear predictor that no mean belongs to has no prediction, rather than a wrong one.
@Suite struct DomainPredictionTests {
  @Test func `beyond the domain there is no mean`() throws {
    let table = try Table(columns: ["y": [9, 5, 4, 3, 2.4, 2.1], "x": [1, 2, 3, 4, 5, 6]])
    let fit = try GeneralizedLinearModel("y ~ x", family: .gamma, link: .inverse).fit(table)
    let all = try fit.predict(Table(columns: ["x": [3, -5]]), level: 0.9, observationLevel: 0.9).predictions
    #expect(all.means[0][0] > 0 && all.linearPredictors[1][0] < 0)
    #expect(all.means[1][0].isNaN)
    #expect(try #require(all.meanStandardErrors)[1][0].isNaN)
    #expect(try #require(all.intervals)[1].lower.isNaN)
    #expect(try #require(all.observationIntervals)[1].upper.isNaN)
  }

  /// A tiny response puts a huge constant into the deviance: the claim of an optimum does not lean on it.
  @Test(arguments: [1e-12, 1e-20, 1e-40]) func `a huge constant hides no gradient`(tiny: Double) throws {
    let x = (0..<40).map { Double($0) / 20 - 1 }
    let y = x.enumerated().map {
      $0 == 7 ? tiny : Double.exp(0.5 * $1) * (1 + 0.3 * Double(($0 * 7) % 5 - 2))
    }
    let fit = try GeneralizedLinearModel("y ~ x", family: .inverseGaussian, link: .log)
      .fit(Table(columns: ["y": y, "x": x]))
    // With the responses known, the score equations decide: Σ x (y − μ)/μ² = 0.
    let score = try zip(zip(x, y), fit.fittedMeans()).reduce((0.0, 0.0)) { sum, row in
      let (value, mean) = (row.0.1, row.1[0])
      let part = (value - mean) / (mean * mean)
      return (sum.0 + part, sum.1 + row.0.0 * part)
    }
    if fit.outcome.isOptimum { #expect(max(abs(score.0), abs(score.1)) < 1e-6, "\(score)") }
  }
}

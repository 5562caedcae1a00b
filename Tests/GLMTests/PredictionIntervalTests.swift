import GLM
import GLMTestSupport
import Testing

/// Intervals for a new observation.
@Suite struct PredictionIntervalTests {
  private func table() throws -> Table {
    try Table(columns: [
      "y": [3, 1, 4, 1, 5, 9, 2, 6, 5, 3], "x": [0.1, 0.9, 1.4, 2.2, 2.9, 3.3, 4.1, 5.2, 5.5, 6.1],
    ])
  }

  /// R: predict(lm(y ~ x), data.frame(x = c(-1, 3, 10)), interval = "prediction", level = 0.9).
  @Test func `normal responses are exact`() throws {
    let fit = try GeneralizedLinearModel("y ~ x", family: .gaussian).fit(table())
    let ends = try #require(
      fit.predict(Table(columns: ["x": [-1, 3, 10]]), observationLevel: 0.9).predictions.observationIntervals)
    let truth = [
      (-3.48840439396432522, 8.0245322125170926), (-1.00087742224920362, 8.6678178848760545),
      (-0.46960942689342744, 13.6154720166499246),
    ]
    for (interval, (lower, upper)) in zip(ends, truth) {
      #expect(abs(interval.lower - lower) < 1e-12 && abs(interval.upper - upper) < 1e-12)
    }
  }

  /// P(Y ≤ y) with the mean integrated out, by Simpson's rule on a fine grid, straddles the ends.
  @Test func `counts have the coverage and no more`() throws {
    let fit = try GeneralizedLinearModel("y ~ x", family: .poisson).fit(table())
    let all = try fit.predict(Table(columns: ["x": [-1, 3, 10]]), observationLevel: 0.9).predictions
    let intervals = try #require(all.observationIntervals)
    for (i, interval) in intervals.enumerated() {
      let eta = all.linearPredictors[i][0]
      let error = try #require(all.standardErrors)[i][0]
      func cumulative(_ y: Double) -> Double {
        let steps = 2000
        var sum = 0.0
        for k in 0...steps {
          let z = -9 + 18 * Double(k) / Double(steps)
          let weight = k == 0 || k == steps ? 1.0 : k % 2 == 1 ? 4 : 2
          let density = Double.exp(-z * z / 2) / (2 * Double.pi).squareRoot()
          let mean = Double.exp(eta + error * z)
          sum +=
            weight * density * PoissonDistribution().cumulative(RowResponse(y), means: [mean], dispersion: 1)
        }
        return sum * 18 / Double(steps) / 3
      }
      for (end, p) in [(interval.lower, 0.05), (interval.upper, 0.95)] {
        #expect(end == end.rounded())
        #expect(cumulative(end) >= p && (end == 0 || cumulative(end - 1) < p))
      }
    }
  }

  /// Where nothing is known of the mean's error the interval is the family's own, over every likelihood.
  @Test(
    arguments: likelihoodCases.filter { $0.likelihood.distribution != nil && $0.likelihood.meanCount == 1 })
  func `a certain mean leaves the family's quantiles`(_ model: LikelihoodCase) throws {
    let data = model.data()
    let source = model.source(data)
    let layout = CoefficientLayout(columns: source.columns, planes: 1)
    let coefficients = [model.middle[0], model.slope[0]]
    let predictor = Predictor(
      likelihood: model.likelihood, layout: layout, coefficients: coefficients,
      covariance: PackedSymmetric(order: 2), dispersion: 0.7)
    let all = try predictor.predict(source, observationLevel: 0.8)
    let distribution = try #require(model.likelihood.distribution)
    for (i, interval) in try #require(all.observationIntervals).enumerated() {
      let trials = data.responses[i].trials
      for (end, p) in [(interval.lower, 0.1), (interval.upper, 0.9)] {
        let own = distribution.quantile(p, trials: trials, means: all.means[i], dispersion: 0.7)
        #expect(abs(end - own) <= 1e-9 * max(1, abs(own)), "\(end) and \(own)")
      }
    }
  }

  @Test func `classes have none`() throws {
    let table = try Table(csv: "y,x\na,1\nb,2\nc,1.5\na,2\nb,1\nc,3\na,2.5\n")
    let fit = try GeneralizedLinearModel("y ~ x", family: .categorical).fit(table)
    #expect(throws: InferenceError.noDistribution) { try fit.predict(table, observationLevel: 0.9) }
  }
}

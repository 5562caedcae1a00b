import GLM
import GLMTestSupport
import Testing

/// What each kind of weight means, in every number that is reported, over every likelihood of the list.
@Suite struct WeightLawTests {
  private struct Numbers {
    var statistics: Statistics
    var wald: WaldInference?

    /// Every number with what it is called.
    var all: [(name: String, value: Double?)] {
      let s = statistics
      var result: [(String, Double?)] = [
        ("deviance", s.deviance), ("null deviance", s.nullDeviance), ("Pearson", s.pearson),
        ("residual degrees of freedom", s.residualDegreesOfFreedom),
        ("null degrees of freedom", s.nullDegreesOfFreedom), ("dispersion", s.dispersion),
        ("log-likelihood", s.logLikelihood), ("AIC", s.aic), ("BIC", s.bic),
        ("observations", s.observations), ("t degrees of freedom", wald?.degreesOfFreedom),
      ]
      for (i, row) in (wald?.coefficients ?? []).enumerated() {
        result += [
          ("estimate \(i)", row?.estimate), ("standard error \(i)", row?.standardError),
          ("statistic \(i)", row?.statistic), ("p-value \(i)", row?.pValue), ("lower \(i)", row?.lower),
          ("upper \(i)", row?.upper),
        ]
      }
      return result
    }
  }

  private func numbers(_ model: LikelihoodCase, _ data: SmallData, _ kind: WeightKind) throws -> Numbers {
    let fit = try Estimator(weightKind: kind, threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(fit.outcome.isOptimum, "\(fit.outcome)")
    let statistics = try fit.statistics()
    return Numbers(statistics: statistics, wald: try? fit.wald(dispersion: statistics.dispersion))
  }

  private func expectEqual(_ a: Numbers, _ b: Numbers, but left: Set<String> = []) {
    #expect((a.wald == nil) == (b.wald == nil))
    for (x, y) in zip(a.all, b.all) where !left.contains(x.name) {
      guard let p = x.value, let q = y.value else {
        #expect(x.value == nil && y.value == nil, "\(x.name): \(x) \(y)")
        continue
      }
      #expect(abs(p - q) <= 1e-9 * max(abs(p), 1), "\(x.name): \(p) and \(q)")
    }
  }

  /// Frequency k is the row k times, in every number.
  @Test(arguments: likelihoodCases) func `a frequency is so many rows`(_ model: LikelihoodCase) throws {
    var short = model.data(columnCount: 2)
    let counts = (0..<short.rowCount).map { [1, 3, 0, 2][$0 % 4] }
    let long = short.rows(counts.indices.flatMap { Array(repeating: $0, count: counts[$0]) })
    short.weights = counts.map(Double.init)
    expectEqual(try numbers(model, short, .frequency), try numbers(model, long, .frequency))
  }

  /// Precision weights have no unit where the dispersion is estimated.
  @Test(arguments: likelihoodCases.filter { $0.likelihood.dispersion == .estimated }, [1e-6, 3, 1e9])
  func `precision has no unit`(_ model: LikelihoodCase, scale: Double) throws {
    var data = model.data(columnCount: 2)
    data.weights = (0..<data.rowCount).map { [1, 2.5, 0.25, 1.75][$0 % 4] }
    let one = try numbers(model, data, .precision)
    data.weights = data.weights?.map { $0 * scale }
    let other = try numbers(model, data, .precision)
    let units: Set = ["deviance", "null deviance", "Pearson", "dispersion", "log-likelihood", "AIC", "BIC"]
    expectEqual(one, other, but: units)
    for (a, b) in [
      (one.statistics.deviance, other.statistics.deviance),
      (one.statistics.pearson, other.statistics.pearson),
      (one.statistics.dispersion ?? .nan, other.statistics.dispersion ?? .nan),
    ] { #expect(abs(b / a / scale - 1) < 1e-9) }
  }

  /// Sampling weights have no unit, and no likelihood.
  @Test(arguments: likelihoodCases) func `sampling has no unit`(_ model: LikelihoodCase) throws {
    var data = model.data(columnCount: 2)
    data.weights = (0..<data.rowCount).map { [1, 2.5, 0, 1.75][$0 % 4] }
    let one = try numbers(model, data, .sampling)
    data.weights = data.weights?.map { $0 * 1e3 }
    let other = try numbers(model, data, .sampling)
    expectEqual(one, other, but: ["deviance", "null deviance", "Pearson"])
    #expect(one.statistics.logLikelihood == nil && one.statistics.aic == nil && one.statistics.bic == nil)
    #expect(one.statistics.observations == Double(data.weights?.count { $0 > 0 } ?? 0))
  }

  /// The robust covariance is n/(n − 1) H⁻¹ (Σ u uᵀ) H⁻¹, row by row.
  @Test(arguments: likelihoodCases) func `sampling errors are robust`(_ model: LikelihoodCase) throws {
    var data = model.data(columnCount: 1)
    data.weights = (0..<data.rowCount).map { [1, 2.5, 0, 1.75][$0 % 4] }
    let fit = try Estimator(weightKind: .sampling, threads: 1).fit(model.likelihood, to: model.source(data))
    let robust = try #require(fit.robustCovariance)
    let inverse = try #require(fit.inverseInformation)
    let planes = model.likelihood.predictorCount
    let columns = data.modelColumns
    let order = planes * columns.count
    var meat = Array(repeating: Array(repeating: 0.0, count: order), count: order)
    for (i, eta) in data.predictors(fit.coefficients, planes: planes).enumerated() {
      let residual = model.likelihood.residual(data.responses[i], at: eta)
      let score = (0..<order).map { c in
        (data.weights?[i] ?? 1) * residual[c / columns.count] * columns[c % columns.count][i]
      }
      for a in 0..<order { for b in 0..<order { meat[a][b] += score[a] * score[b] } }
    }
    let n = Double(fit.rows)
    for a in 0..<order {
      for b in 0...a {
        var sum = 0.0
        for c in 0..<order { for d in 0..<order { sum += inverse[a, c] * meat[c][d] * inverse[d, b] } }
        sum *= n / (n - 1)
        let size = (robust[a, a] * robust[b, b]).squareRoot()
        #expect(abs(robust[a, b] - sum) <= 1e-7 * size, "\(robust[a, b]) and \(sum)")
      }
    }
  }

  /// Frequencies are whole numbers: a half is told, with its line.
  @Test func `a frequency is whole`() throws {
    var model = GeneralizedLinearModel("y ~ x", family: .poisson)
    model.options.frame.weights = .frequency("w")
    let table = try Table(csv: "y,x,w\n1,2,1\n2,1,1.5\n3,3,1\n")
    #expect {
      try model.fit(table)
    } throws: { error in
      "\(error)".contains("line 3") && "\(error)".contains("1.5")
        && "\(error)".contains("precision or sampling")
    }
  }

  /// R's survey package 4.1: svyglm(…, svydesign(~1, weights = ~w)).
  @Test(arguments: [
    (
      "y ~ x", "gaussian", [1.8331514173040795, 0.5765026599264218],
      [1.1586870394238942, 0.21340823723242328],
      0.027015082118278997
    ),
    (
      "y ~ x", "poisson", [0.7427645058857002, 0.16142142150625419],
      [0.45682848660977271, 0.07686063218745616],
      0.068917863459624792
    ),
    (
      "b ~ x", "bernoulli", [-1.5306513398977954, 0.5660199038905761],
      [1.7195544044510589, 0.44577214697989587],
      0.23986060175380658
    ),
  ])
  func `sampling weights agree with survey`(
    formula: String, family: String, estimates: [Double], errors: [Double], pValue: Double
  ) throws {
    let table = try Table(columns: [
      "y": [3, 1, 4, 1, 5, 9, 2, 6, 5, 3], "x": [0.1, 0.9, 1.4, 2.2, 2.9, 3.3, 4.1, 5.2, 5.5, 6.1],
      "b": [0, 1, 0, 0, 1, 1, 0, 1, 1, 1], "w": [1.5, 2, 1, 3.25, 1, 2, 2.5, 1, 4, 0.5],
    ])
    var model = GeneralizedLinearModel(formula, response: try Catalog.responseModel(family: family))
    model.options.frame.weights = .sampling("w")
    let rows = try model.fit(table).inference().coefficients.compactMap { $0 }
    for (row, (estimate, error)) in zip(rows, zip(estimates, errors)) {
      #expect(abs(row.estimate / estimate - 1) < 1e-11, "\(row.estimate)")
      #expect(abs(row.standardError / error - 1) < 1e-11, "\(row.standardError)")
    }
    #expect(abs(rows[1].pValue / pValue - 1) < 1e-10)
  }
}

import GLM
import Testing

/// A family added from outside the package, in five lines, under every link and every solver.
@Suite struct NegativeBinomialTests {
  /// Counts with mean below 1, so that links to probabilities have an optimum too.
  static let counts: [Double] = [0, 1, 0, 2, 1, 0, 0, 1, 3, 0, 1, 0, 0, 2, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0]
  static let ages: [Double] = (0..<24).map { Double($0 % 7) - 3 }

  static func table() throws -> Table {
    try Table(columns: ["days": counts, "age": ages])
  }

  static let links: [any Link] = [Identity(), Logit(), Log(), Probit(), ComplementaryLogLog()]
  static let solvers: [any Solver] = [Newton(), LBFGS(), GradientDescent(), ProximalGradient()]

  @Test(arguments: links.indices, solvers.indices)
  func everyLinkAndSolverMeets(link: Int, solver: Int) throws {
    let model = GeneralizedLinearModel(
      "days ~ age", family: NegativeBinomial(theta: 2), link: Self.links[link], solver: Self.solvers[solver])
    let fit = try model.fit(Self.table())
    guard case .optimum = fit.outcome else {
      Issue.record("\(Self.links[link].name), \(Self.solvers[solver].name): \(fit.outcome)")
      return
    }
    // The score of the chain rule is zero: Σ (y − μ) μ′/V x = 0, computed here by hand.
    let (a, b) = (try #require(fit["(Intercept)"]), try #require(fit["age"]))
    var score = (0.0, 0.0)
    for (y, x) in zip(Self.counts, Self.ages) {
      let inverse = Self.links[link].inverse(a + b * x)
      let variance = inverse.mean + inverse.mean * inverse.mean / 2
      let r = (y - inverse.mean) * inverse.slope / variance
      score.0 += r
      score.1 += r * x
    }
    #expect(abs(score.0) < 1e-7 && abs(score.1) < 1e-7, "\(score)")
  }

  /// θ = 2, log link, against a fit by 50-digit Newton steps (see Tests/Fixtures/negative_binomial.py).
  @Test func agreesWithTheTruth() throws {
    let fit = try GeneralizedLinearModel(
      "days ~ age", family: NegativeBinomial(theta: 2), link: .log
    ).fit(Self.table())
    let truth = NegativeBinomialTruth.self
    #expect(abs(try #require(fit["(Intercept)"]) / truth.intercept - 1) < 1e-11)
    #expect(abs(try #require(fit["age"]) / truth.slope - 1) < 1e-11)
    let errors = try fit.inference().coefficients.map { $0?.standardError ?? .nan }
    #expect(abs(errors[0] / truth.interceptError - 1) < 1e-11)
    #expect(abs(errors[1] / truth.slopeError - 1) < 1e-11)
    #expect(abs(fit.statistics.deviance / truth.deviance - 1) < 1e-11)
    // No density was given, so there is no log-likelihood, and no AIC that looks like one.
    #expect(fit.statistics.logLikelihood == nil && fit.statistics.aic == nil)
    #expect(fit.summary().contains("negative-binomial"))
  }

  @Test func impossibleCountsAreRefused() throws {
    let table = try Table(columns: ["days": [1, -1, 2], "age": [1, 2, 3]])
    #expect(throws: FitError.response(row: 2, line: nil, value: -1, expected: "a whole number, 0 or more")) {
      try GeneralizedLinearModel("days ~ age", family: NegativeBinomial(theta: 2), link: .log).fit(table)
    }
  }
}

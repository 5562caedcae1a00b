import GLM
import Testing

/// Priors from the front door: ridge, lasso, and what they refuse.
@Suite struct PenaltyTests {
  static func births() throws -> Table { try Table(contentsOf: GLMTestFiles.path("Docs/Data/birthwt.csv")) }
  static let formula = "low ~ age + lwt + smoke + ht + ui"

  @Test func ridgeShrinksTowardZero() throws {
    var last = Double.infinity
    for precision in [0, 0.1, 1, 10, 1000, 1e8] {
      let fit = try GeneralizedLinearModel(
        Self.formula, family: .bernoulli, prior: NormalPrior(precision: precision)
      ).fit(Self.births())
      #expect(fit.outcome.isOptimum, "\(precision): \(fit.outcome)")
      let size = fit.estimate.coefficients.dropFirst().reduce(0) { $0 + $1 * $1 }
      #expect(size < last)
      last = size
    }
    #expect(last < 1e-8)
  }

  /// The stationarity of the ridge: Xᵀ(y − μ) = λ β off the intercept, 0 on it.
  @Test func ridgeScore() throws {
    let table = try Self.births()
    let fit = try GeneralizedLinearModel(
      Self.formula, family: .bernoulli, prior: NormalPrior(precision: 2.5)
    ).fit(table)
    let y = table.column(named: "low")!.numbers!
    let means = try fit.fittedMeans().map { $0[0] }
    for (j, name) in ["", "age", "lwt", "smoke", "ht", "ui"].enumerated() {
      let x = name.isEmpty ? Array(repeating: 1.0, count: y.count) : table.column(named: name)!.numbers!
      let score = y.indices.reduce(0.0) { $0 + x[$1] * (y[$1] - means[$1]) }
      let pull = j == 0 ? 0 : 2.5 * fit.estimate.coefficients[j]
      #expect(abs(score - pull) < 1e-8 * x.reduce(1) { $0 + abs($1) })
    }
  }

  /// Unscaled columns (age, weight in pounds, indicators) do not keep the lasso from its optimum.
  @Test(arguments: [0.5, 2, 8, 30])
  func lassoIsOptimal(rate: Double) throws {
    let table = try Self.births()
    let fit = try GeneralizedLinearModel(Self.formula, family: .bernoulli, prior: LaplacePrior(rate: rate))
      .fit(table)
    #expect(fit.outcome.isOptimum, "\(fit.outcome)")
    let y = table.column(named: "low")!.numbers!
    let means = try fit.fittedMeans().map { $0[0] }
    for (j, name) in ["age", "lwt", "smoke", "ht", "ui"].enumerated() {
      let x = table.column(named: name)!.numbers!
      let score = y.indices.reduce(0.0) { $0 + x[$1] * (y[$1] - means[$1]) }
      let b = fit.estimate.coefficients[j + 1]
      if b == 0 {
        #expect(abs(score) <= rate * (1 + 1e-9))
      } else {
        #expect(abs(score - (b < 0 ? -rate : rate)) < 1e-7 * rate, "\(name)")
      }
    }
    #expect(try #require(fit.estimate.optimalityResidual) < 1e-7)
    #expect(fit.statistics.aic == nil)
  }

  @Test func lassoNeedsASolverWithCorners() throws {
    #expect(
      throws: FitError.priorNeedsAnotherSolver(
        prior: "laplace:1", solver: "newton", use: "proximal-gradient")
    ) {
      try GeneralizedLinearModel(
        Self.formula, family: .bernoulli, prior: LaplacePrior(rate: 1), solver: Newton()
      ).fit(Self.births())
    }
  }

  /// A prior on the slopes cannot hold the intercept: every response 1 has no estimate still.
  @Test func freeInterceptCanRunAway() throws {
    let table = try Table(columns: ["y": [1, 1, 1, 1], "x": [1, 2, 3, 5]])
    for prior in [NormalPrior(precision: 1), LaplacePrior(rate: 1)] as [any Prior] {
      let fit = try GeneralizedLinearModel("y ~ x", family: .bernoulli, prior: prior).fit(table)
      guard case .infinite = fit.outcome else {
        Issue.record("\(prior.name): \(fit.outcome)")
        continue
      }
    }
    let held = try GeneralizedLinearModel(
      "y ~ x", family: .bernoulli, prior: NormalPrior(precision: 1, includesIntercept: true)
    ).fit(table)
    #expect(held.outcome.isOptimum)
  }
}

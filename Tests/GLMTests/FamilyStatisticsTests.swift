import Foundation
import GLM
import Testing

/// The laws of weights and of statistics, over every family of the catalog.
@Suite struct FamilyStatisticsTests {
  /// Every family with a response of its kind.
  static let families: [String] = [
    "gaussian", "bernoulli", "poisson", "gamma", "inverse-gaussian", "negative-binomial:1.7", "tweedie:1.4",
    "tweedie:3",
    "quasi-bernoulli", "quasi-poisson", "quasi:mu^2", "quasi:mu+0.3*mu^2",
  ]

  /// Links with which all means are possible, so that no weight moves an estimate to an edge.
  static func link(_ family: String) -> String {
    family == "gaussian" ? "identity" : family.hasSuffix("bernoulli") ? "logit" : "log"
  }

  static let counts: [Double] = [3, 1, 4, 1, 5, 9, 2, 6]
  static let shares: [Double] = [0, 1, 0, 1, 1, 0, 1, 1]
  static let x: [Double] = [0.1, 0.9, 1.4, 2.2, 2.9, 3.3, 4.1, 5.2]
  static let w: [Double] = [1, 2, 1, 3, 1, 2, 2, 1]

  static func fit(
    _ family: String, rows: [Int]? = nil, weights: [Double]? = nil, kind: WeightKind = .precision
  ) throws -> Fit {
    let rows = rows ?? Array(x.indices)
    let y = family.hasSuffix("bernoulli") ? shares : counts
    var model = GeneralizedLinearModel(
      "y ~ x", response: try Catalog.responseModel(family: family, link: link(family)))
    if weights != nil {
      model.options.frame.weights = Weights(kind, column: "w")
    }
    return try model.fit(
      Table(columns: [
        "y": rows.map { y[$0] }, "x": rows.map { x[$0] },
        "w": weights ?? Array(repeating: 1, count: rows.count),
      ]))
  }

  private static func numbers(_ s: Statistics) -> [Double?] {
    [
      s.deviance, s.nullDeviance, s.pearson, s.residualDegreesOfFreedom, s.nullDegreesOfFreedom, s.dispersion,
      s.logLikelihood, s.aic, s.bic,
    ]
  }

  /// Weight k as a frequency is the row k times, in every number.
  @Test(arguments: families) func `frequency is repetition`(family: String) throws {
    let repeated = Self.w.indices.flatMap { Array(repeating: $0, count: Int(Self.w[$0])) }
    let long = try Self.fit(family, rows: repeated)
    let short = try Self.fit(family, weights: Self.w, kind: .frequency)
    #expect(long.outcome.isOptimum && short.outcome.isOptimum)
    for (p, q) in zip(Self.numbers(long.statistics), Self.numbers(short.statistics)) {
      #expect((p == nil) == (q == nil))
      if let p, let q { #expect(abs(p - q) <= 1e-11 * max(abs(p), 1), "\(p) \(q)") }
    }
    for (p, q) in zip(try long.inference().coefficients, try short.inference().coefficients) {
      #expect(abs(p!.estimate - q!.estimate) < 1e-10)
      #expect(abs(p!.standardError - q!.standardError) < 1e-10)
      #expect(abs(p!.pValue - q!.pValue) < 1e-10)
    }
  }

  /// Precision weights in other units leave estimates alone, and the standard errors of an estimated dispersion.
  @Test(arguments: families, [1e-6, 3, 1e9]) func `precision has no unit`(family: String, scale: Double)
    throws
  {
    let one = try Self.fit(family, weights: Self.w)
    let other = try Self.fit(family, weights: Self.w.map { $0 * scale })
    let isEstimated = one.statistics.dispersionIsEstimated
    for (p, q) in zip(try one.inference().coefficients, try other.inference().coefficients) {
      #expect(abs(p!.estimate / q!.estimate - 1) < 1e-9)
      let factor = isEstimated ? 1 : scale.squareRoot()
      #expect(abs(p!.standardError / q!.standardError / factor - 1) < 1e-9)
    }
    #expect(abs(other.statistics.deviance / one.statistics.deviance / scale - 1) < 1e-9)
  }

  /// A weight of 0 is no row, whatever it holds.
  @Test(arguments: families) func `zero weight is no row`(family: String) throws {
    let rows = [0, 1, 2, 4, 5, 7]
    let without = try Self.fit(family, rows: rows)
    let with = try Self.fit(family, weights: Self.x.indices.map { rows.contains($0) ? 1 : 0 })
    for (p, q) in zip(Self.numbers(without.statistics), Self.numbers(with.statistics)) {
      #expect((p == nil) == (q == nil))
      if let p, let q { #expect(abs(p - q) <= 1e-12 * max(abs(p), 1), "\(p) \(q)") }
    }
  }

  /// Quasi-likelihoods have no density; an estimated dispersion is a parameter.
  @Test(arguments: families) func `what has a density has a likelihood`(family: String) throws {
    let fit = try Self.fit(family)
    let s = fit.statistics
    let isQuasi = family.hasPrefix("quasi") || family.hasPrefix("tweedie")
    #expect((s.logLikelihood == nil) == isQuasi && (s.aic == nil) == isQuasi && (s.bic == nil) == isQuasi)
    #expect(s.parameters == 2 + (s.dispersionIsEstimated ? 1 : 0))
    #expect(fit.summary().contains("log-likelihood") == !isQuasi)
    #expect(fit.summary().contains(family))
  }

  /// Densities at the dispersion that the family says, row by row, weights and all.
  @Test func `log-likelihoods by hand`() throws {
    let weights = [1.5, 2, 0.3, 3, 1, 2.2, 2, 1]
    for family in ["gamma", "inverse-gaussian"] {
      let fit = try Self.fit(family, weights: weights)
      let dispersion = fit.statistics.deviance / weights.reduce(0, +)
      let means = Self.x.map { Double.exp(fit.estimate.coefficients[0] + fit.estimate.coefficients[1] * $0) }
      let distribution: any Distribution =
        family == "gamma" ? GammaDistribution() : InverseGaussianDistribution()
      var sum = 0.0
      for i in means.indices {
        sum +=
          weights[i]
          * distribution.logDensity(
            RowResponse(Self.counts[i]), means: [means[i]], dispersion: dispersion)
      }
      #expect(abs(fit.statistics.logLikelihood! - sum) < 1e-11 * abs(sum))
    }
    let counts = try Self.fit("negative-binomial:1.7")
    let means = Self.x.map {
      Double.exp(counts.estimate.coefficients[0] + counts.estimate.coefficients[1] * $0)
    }
    var sum = 0.0
    for (y, mean) in zip(Self.counts, means) {
      // Γ(y + θ)/(Γ(θ) y!) (θ/(μ + θ))^θ (μ/(μ + θ))^y.
      let choose = Double.logGamma(y + 1.7) - Double.logGamma(1.7) - Double.logGamma(y + 1)
      sum += choose + 1.7 * Double.log(1.7 / (mean + 1.7)) + y * Double.log(mean / (mean + 1.7))
    }
    #expect(abs(counts.statistics.logLikelihood! - sum) < 1e-12 * abs(sum))
    #expect(counts.statistics.dispersion == 1 && !counts.statistics.dispersionIsEstimated)
  }

  /// The names in a model file are enough to predict by.
  @Test(arguments: families) func `model files predict the same bits`(family: String) throws {
    let fit = try Self.fit(family)
    let loaded = try FittedModel(json: fit.model.json())
    let rows = try Table(columns: ["x": [0.3, 2, 9]])
    #expect(loaded.family == family && loaded.link == Self.link(family))
    #expect(try loaded.predict(rows, level: 0.9) == fit.predict(rows, level: 0.9))
  }

  /// Quasi-likelihood has the estimates of the likelihood that it borrows, and its own standard errors.
  @Test func `quasi-likelihoods borrow estimates`() throws {
    for (quasi, plain) in [
      ("quasi-poisson", "poisson"), ("quasi-bernoulli", "bernoulli"), ("tweedie:2", "gamma"),
      ("quasi:mu^3", "inverse-gaussian"),
      ("quasi:1", "gaussian"), ("quasi:mu + mu^2/1.7", "negative-binomial:1.7"),
      ("quasi:mu(1-mu)", "bernoulli"),
    ] {
      func model(_ family: String) throws -> GeneralizedLinearModel {
        let link = Self.link(plain)
        return GeneralizedLinearModel(
          "y ~ x", response: try Catalog.responseModel(family: family, link: link))
      }
      let y = plain == "bernoulli" ? Self.shares : Self.counts
      let table = try Table(columns: ["y": y, "x": Self.x])
      let (a, b) = (try model(quasi).fit(table), try model(plain).fit(table))
      let scale = (a.statistics.dispersion! / b.statistics.dispersion!).squareRoot()
      for (p, q) in zip(try a.inference().coefficients, try b.inference().coefficients) {
        #expect(abs(p!.estimate / q!.estimate - 1) < 1e-10, "\(quasi)")
        #expect(abs(p!.standardError / q!.standardError / scale - 1) < 1e-10, "\(quasi)")
      }
      #expect(abs(a.statistics.deviance / b.statistics.deviance - 1) < 1e-11, "\(quasi)")
    }
  }

  /// A parameter that no model has is a typed error where the model is used, not before.
  @Test func `impossible parameters are refused`() throws {
    let table = try Table(columns: ["y": Self.counts, "x": Self.x])
    for theta in [0, -1, .nan, .infinity] {
      #expect(throws: ModelError.self) {
        try GeneralizedLinearModel("y ~ x", family: .negativeBinomial(theta: theta), link: .log).fit(table)
      }
    }
    for power in [0.5, 1e-9, .nan, .infinity] {
      #expect(throws: ModelError.self) {
        try GeneralizedLinearModel("y ~ x", family: .tweedie(power: power), link: .log).fit(table)
      }
    }
    #expect(throws: VarianceError.self) {
      try GeneralizedLinearModel("y ~ x", family: .quasi(variance: "mu^"), link: .log).fit(table)
    }
  }

  /// Every name of the issue compiles where a family or a link is expected.
  @Test func `spellings`() throws {
    let table = try Table(columns: ["y": Self.counts, "x": Self.x, "s": Self.shares])
    for model in [
      GeneralizedLinearModel("y ~ x", family: .gamma, link: .inverse),
      GeneralizedLinearModel("y ~ x", family: .inverseGaussian, link: .inverseSquare),
      GeneralizedLinearModel("y ~ x", family: .negativeBinomial(theta: 2), link: .log),
      GeneralizedLinearModel("y ~ x", family: .tweedie(power: 1.5), link: .power(0.5)),
      GeneralizedLinearModel("y ~ x", family: .quasiPoisson),
      GeneralizedLinearModel("s ~ x", family: .quasiBernoulli),
      GeneralizedLinearModel("s ~ x", family: .bernoulli, link: .cauchit),
      GeneralizedLinearModel("s ~ x", family: .bernoulli, link: .logLog),
      GeneralizedLinearModel("y ~ x", family: .poisson, link: .squareRoot),
      try GeneralizedLinearModel("y ~ x", family: .quasi(variance: "mu^2"), link: .log),
    ] {
      let fit = try model.fit(table)
      #expect(
        fit.outcome.isOptimum, "\(model.response.familyName) \(model.response.linkName): \(fit.outcome)")
    }
  }
}

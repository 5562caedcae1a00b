import GLM
import Testing

/// The numbers under the table, by their definitions.
@Suite struct StatisticsTests {
  static let y: [Double] = [3, 1, 4, 1, 5, 9, 2, 6]
  static let x: [Double] = [0.1, 0.9, 1.4, 2.2, 2.9, 3.3, 4.1, 5.2]
  static let w: [Double] = [1, 2, 1, 3, 1, 2, 2, 1]

  static func table() throws -> Table { try Table(columns: ["y": y, "x": x, "w": w]) }

  static func fit(_ formula: String, _ family: String, _ kind: WeightKind?, scale: Double = 1) throws -> Fit {
    var model = GeneralizedLinearModel(formula, response: try Catalog.responseModel(family: family))
    let table = try Table(columns: ["y": y, "x": x, "w": w.map { $0 * scale }])
    if let kind {
      model.options.frame.weights = Weights(kind, column: "w")
    }
    return try model.fit(table)
  }

  /// Weight k as a frequency is the row k times, in every number.
  @Test(arguments: ["gaussian", "poisson"])
  func frequencyIsRepetition(family: String) throws {
    let repeated = w.indices.flatMap { Array(repeating: $0, count: Int(Self.w[$0])) }
    let table = try Table(columns: ["y": repeated.map { Self.y[$0] }, "x": repeated.map { Self.x[$0] }])
    let long = try GeneralizedLinearModel("y ~ x", response: Catalog.responseModel(family: family)).fit(table)
    let short = try Self.fit("y ~ x", family, .frequency)
    let (a, b) = (long.statistics, short.statistics)
    for (p, q) in [
      (a.deviance, b.deviance), (a.nullDeviance!, b.nullDeviance!), (a.pearson, b.pearson),
      (a.residualDegreesOfFreedom, b.residualDegreesOfFreedom),
      (a.nullDegreesOfFreedom, b.nullDegreesOfFreedom),
      (a.dispersion!, b.dispersion!), (a.logLikelihood!, b.logLikelihood!), (a.aic!, b.aic!),
      (a.bic!, b.bic!),
    ] { #expect(abs(p - q) <= 1e-12 * abs(p), "\(p) \(q)") }
    for (p, q) in zip(try long.inference().coefficients, try short.inference().coefficients) {
      #expect(abs(p!.estimate - q!.estimate) < 1e-12)
      #expect(abs(p!.pValue - q!.pValue) < 1e-12)
    }
  }

  private var w: [Double] { Self.w }

  /// Precision weights in other units leave the standard errors of an estimated dispersion alone.
  @Test(arguments: [1e-6, 3, 1e12])
  func precisionHasNoUnit(scale: Double) throws {
    let one = try Self.fit("y ~ x", "gaussian", .precision)
    let other = try Self.fit("y ~ x", "gaussian", .precision, scale: scale)
    for (p, q) in zip(try one.inference().coefficients, try other.inference().coefficients) {
      #expect(abs(p!.estimate / q!.estimate - 1) < 1e-12)
      #expect(abs(p!.standardError / q!.standardError - 1) < 1e-12)
    }
    #expect(abs(one.statistics.logLikelihood! - other.statistics.logLikelihood!) < 1e-9)
  }

  /// Gaussian: deviance is the residual sum of squares, φ = RSS/df, log-likelihood at RSS/n.
  @Test func gaussianByHand() throws {
    let fit = try Self.fit("y ~ x", "gaussian", nil)
    let (a, b) = (fit.estimate.coefficients[0], fit.estimate.coefficients[1])
    let rss = zip(Self.y, Self.x).reduce(0.0) { $0 + ($1.0 - a - b * $1.1) * ($1.0 - a - b * $1.1) }
    let s = fit.statistics
    #expect(abs(s.deviance / rss - 1) < 1e-13)
    #expect(abs(s.dispersion! / (rss / 6) - 1) < 1e-13)
    #expect(abs(s.logLikelihood! + 4 * (Double.log(2 * .pi * rss / 8) + 1)) < 1e-12)
    #expect(s.parameters == 3)
    #expect(abs(s.bic! - (-2 * s.logLikelihood! + 3 * Double.log(8))) < 1e-12)
    #expect(try fit.inference().degreesOfFreedom == 6)
  }

  /// The null model of a fit with an offset is a fit of its own; without an intercept it is the offset alone.
  @Test func nullDeviances() throws {
    let fit = try GeneralizedLinearModel("y ~ x + offset(log(w))", family: .poisson).fit(Self.table())
    let total = Self.y.reduce(0, +) / Self.w.reduce(0, +)
    let expected = zip(Self.y, Self.w).reduce(0.0) { sum, row in
      let mean = total * row.1
      return sum + 2 * (row.0 * Double.log(row.0 / mean) - (row.0 - mean))
    }
    #expect(abs(fit.statistics.nullDeviance! / expected - 1) < 1e-13)
    let without = try GeneralizedLinearModel("y ~ 0 + x", family: .poisson).fit(Self.table())
    let atOne = Self.y.reduce(0.0) { $0 + 2 * ($1 * Double.log($1) - ($1 - 1)) }
    #expect(abs(without.statistics.nullDeviance! / atOne - 1) < 1e-13)
    #expect(without.statistics.nullDegreesOfFreedom == 8)
  }

  /// No degrees of freedom: coefficients, but no standard errors.
  @Test func saturatedGaussian() throws {
    let table = try Table(columns: ["y": [1, 2, 4], "a": [1, 0, 2], "b": [0, 1, 1], "c": [3, 1, 4]])
    let fit = try GeneralizedLinearModel("y ~ a + b + c", family: .gaussian).fit(table)
    #expect(fit.estimate.rank == 3 && fit.estimate.aliased == [3])
    #expect(fit.statistics.dispersion == nil)
    #expect(throws: InferenceError.saturated) { try fit.inference() }
    #expect(fit.summary().contains("aliased"))
  }

  /// Pearson's statistic of a Gaussian is its deviance, even where every mean has run off to 0.
  @Test func pearsonWithoutCurvature() throws {
    let table = try Table(columns: ["y": [-1, -2, -1.5], "x": [1, 2, 3]])
    let fit = try GeneralizedLinearModel("y ~ x", family: .gaussian, link: .log).fit(table)
    #expect(!fit.outcome.isOptimum)
    #expect(abs(fit.statistics.pearson / fit.statistics.deviance - 1) < 1e-12)
  }

  @Test func smallPValuesPrintAsSuch() throws {
    let x = (0..<108).map { Double($0 % 2) }
    let y = x.map { $0 * 60 + 40 }
    let fit = try GeneralizedLinearModel("y ~ x", family: .poisson).fit(Table(columns: ["y": y, "x": x]))
    let row = try fit.inference().coefficients[1]!
    // Twice the normal tail by its asymptotic series, in logarithms.
    let z = row.statistic
    let logTail =
      -z * z / 2 - Double.log(z * Double.sqrt(2 * .pi))
      + Double.log(onePlus: -1 / (z * z) + 3 / (z * z * z * z))
    #expect(row.pValue > 0 && row.pValue < 1e-270)
    #expect(abs(Double.log(row.pValue) - (Double.log(2) + logTail)) < 1e-6)
    #expect(fit.summary().contains("e-28"))
  }
}

import GLM
import Testing

/// Models of the same rows side by side.
@Suite struct ComparisonTests {
  static func fits() throws -> [Fit] {
    let table = try FrontDoorTests.beetles()
    return try [Logit(), Probit(), ComplementaryLogLog()].map { (link: any Link) in
      try GeneralizedLinearModel(FrontDoorTests.formula, family: .bernoulli, link: link).fit(table)
    }
  }

  @Test func differencesAndEffects() throws {
    let fits = try Self.fits()
    let comparison = try Comparison(fits)
    let means = try fits.map { try $0.fittedMeans().map { $0[0] } }
    var largest = 0.0
    for i in 0..<8 {
      let row = means.map { $0[i] }
      largest = max(largest, row.max()! - row.min()!)
    }
    #expect(comparison.largestDifferenceInMeans == largest)
    // The average slope by hand: Σ n μ′ β / Σ n.
    let table = try FrontDoorTests.beetles()
    let trials = zip(table.column(named: "killed")!.numbers!, table.column(named: "survived")!.numbers!).map(
      +)
    let dose = table.column(named: "logdose")!.numbers!
    for (fit, effects) in zip(fits, comparison.effects) {
      let (a, b) = (fit.estimate.coefficients[0], fit.estimate.coefficients[1])
      let link = try #require(Catalog.links.first { $0.name == fit.model.link })
      let sum = zip(trials, dose).reduce(0.0) { $0 + $1.0 * link.inverse(a + b * $1.1).slope * b }
      #expect(effects.count == 1 && effects[0].variable == "logdose")
      #expect(abs(effects[0].estimate / (sum / trials.reduce(0, +)) - 1) < 1e-10)
      // The delta method against differences of the effect in the coefficients.
      func effect(_ a: Double, _ b: Double) -> Double {
        zip(trials, dose).reduce(0.0) { $0 + $1.0 * link.inverse(a + b * $1.1).slope * b }
          / trials.reduce(0, +)
      }
      let h = 1e-5
      let g = [
        (effect(a + h, b) - effect(a - h, b)) / (2 * h), (effect(a, b + h) - effect(a, b - h)) / (2 * h),
      ]
      let variance = try fit.inference().covariance.quadraticForm(g)
      #expect(abs(effects[0].standardError! / variance.squareRoot() - 1) < 1e-5)
    }
  }

  /// A variable that enters twice has one effect; a factor has one a level.
  @Test func effectsFollowVariables() throws {
    let births = try Table(contentsOf: GLMTestFiles.path("Docs/Data/birthwt.csv"))
    let fit = try GeneralizedLinearModel("low ~ age + I(age^2) + race + log(lwt)", family: .bernoulli).fit(
      births)
    let effects = try fit.averageMarginalEffects()
    #expect(effects.map(\.variable) == ["age", "race", "race", "lwt"])
    #expect(effects.map(\.level) == [nil, "other", "white", nil])
    // By hand for lwt: mean of μ(1 − μ) β / lwt.
    let means = try fit.fittedMeans().map { $0[0] }
    let lwt = births.column(named: "lwt")!.numbers!
    let beta = fit["log(lwt)"]!
    let byHand = zip(means, lwt).reduce(0.0) { $0 + $1.0 * (1 - $1.0) * beta / $1.1 } / 189
    #expect(abs(effects[3].estimate / byHand - 1) < 1e-9)
  }

  @Test func effectsOfClassesSumToNothing() throws {
    let table = try Table(contentsOf: GLMTestFiles.path("Docs/Data/womenlf.csv"))
    let fit = try GeneralizedLinearModel("partic ~ hincome + children", family: .categorical).fit(table)
    let effects = try fit.averageMarginalEffects()
    #expect(effects.count == 6)
    #expect(abs(effects[0..<3].reduce(0) { $0 + $1.estimate }) < 1e-12)
    #expect(abs(effects[3..<6].reduce(0) { $0 + $1.estimate }) < 1e-12)
  }

  @Test func otherRowsAreRefused() throws {
    let one = try Self.fits()[0]
    let other = try GeneralizedLinearModel("y ~ x", family: .poisson).fit(
      Table(columns: ["y": [1, 2, 3, 5], "x": [1, 2, 3, 4]]))
    #expect(throws: ComparisonError.differentRows(first: 8, other: 4)) { try Comparison(one, other) }
    #expect(throws: ComparisonError.tooFew(1)) { try Comparison([one]) }
  }
}

import GLM
import Testing

/// The one way in: a formula, a family and a link, fitted to a table.
@Suite struct FrontDoorTests {
  /// Bliss's beetles.
  static func beetles() throws -> Table {
    try Table(
      csv: """
        logdose,killed,survived
        1.69072754387037,6,53
        1.72419391951433,13,47
        1.75528169263894,18,44
        1.78421688398826,28,28
        1.81130124738844,52,11
        1.83679020702812,53,6
        1.86102066009443,61,1
        1.8839000000000000,60,0
        """)
  }

  static let formula = "cbind(killed, survived) ~ logdose"

  /// The same model by three roads: static types, an existential link, and names.
  @Test(arguments: ["logit", "probit", "cloglog"])
  func everyRoadGivesTheSameBits(name: String) throws {
    let table = try Self.beetles()
    let link = try #require(Catalog.links.first { $0.name == name })
    let throughAny = try GeneralizedLinearModel(Self.formula, family: .bernoulli, link: link).fit(table)
    let named = try GeneralizedLinearModel(
      Self.formula, response: Catalog.responseModel(family: "binomial", link: name)
    ).fit(table)
    let typed =
      switch name {
      case "logit": try GeneralizedLinearModel(Self.formula, family: .bernoulli, link: .logit).fit(table)
      case "probit": try GeneralizedLinearModel(Self.formula, family: .bernoulli, link: .probit).fit(table)
      default: try GeneralizedLinearModel(Self.formula, family: .bernoulli, link: .cloglog).fit(table)
      }
    let bits = typed.estimate.coefficients.map(\.bitPattern)
    #expect(throughAny.estimate.coefficients.map(\.bitPattern) == bits)
    #expect(named.estimate.coefficients.map(\.bitPattern) == bits)
    #expect(typed.estimate.inverseInformation == named.estimate.inverseInformation)
  }

  /// Every road leads to the exact likelihood, not to the chain rule: log Φ(−40) is used as it is.
  @Test func noRoadTakesTheInexactChainRule() throws {
    for link in [Probit(), ComplementaryLogLog(), Logit()] as [any Link] {
      let likelihood = try FamilyWithLink(.bernoulli, link).likelihood(for: .values)
      #expect(likelihood is BernoulliLikelihood)
    }
    let poisson = try FamilyWithLink(.poisson, Log() as any Link).likelihood(for: .values)
    #expect(poisson is PoissonLogLikelihood)
  }

  @Test func omittedLinkIsCanonical() throws {
    let fit = try GeneralizedLinearModel(Self.formula, family: .bernoulli).fit(Self.beetles())
    #expect(fit.model.family == "bernoulli" && fit.model.link == "logit")
  }

  @Test func coefficientsByName() throws {
    let fit = try GeneralizedLinearModel(Self.formula, family: .bernoulli).fit(Self.beetles())
    #expect(fit["logdose"] == fit.estimate.coefficients[1])
    #expect(fit["logdoes"] == nil)
  }

  /// Grouped counts and single trials: the same coefficients, standard errors and marginal effects.
  @Test func groupedIsUngrouped() throws {
    var dose: [Double] = []
    var dead: [Double] = []
    let table = try Self.beetles()
    let columns = ["logdose", "killed", "survived"].map { table.column(named: $0)!.numbers! }
    for i in 0..<8 {
      for (count, y) in [(columns[1][i], 1.0), (columns[2][i], 0.0)] {
        dose += Array(repeating: columns[0][i], count: Int(count))
        dead += Array(repeating: y, count: Int(count))
      }
    }
    let single = try GeneralizedLinearModel("dead ~ logdose", family: .bernoulli, link: .probit)
      .fit(Table(columns: ["dead": dead, "logdose": dose]))
    let grouped = try GeneralizedLinearModel(Self.formula, family: .bernoulli, link: .probit).fit(table)
    for j in 0..<2 {
      let (a, b) = (try single.inference().coefficients[j]!, try grouped.inference().coefficients[j]!)
      #expect(abs(a.estimate / b.estimate - 1) < 1e-11)
      #expect(abs(a.standardError / b.standardError - 1) < 1e-11)
    }
    let (a, b) = (try single.averageMarginalEffects()[0], try grouped.averageMarginalEffects()[0])
    #expect(abs(a.estimate / b.estimate - 1) < 1e-11)
    #expect(abs(a.standardError! / b.standardError! - 1) < 1e-8)
    // The likelihood-ratio statistic against the null model too, though the deviances differ.
    let gains = [single, grouped].map { $0.statistics.nullDeviance! - $0.statistics.deviance }
    #expect(abs(gains[0] / gains[1] - 1) < 1e-11)
  }

  @Test func progressAndCancellation() throws {
    let values = Recorder()
    var model = GeneralizedLinearModel(Self.formula, family: .bernoulli)
    model.options.solverOptions.progress = { values.add($0.value) }
    _ = try model.fit(Self.beetles())
    #expect(values.all.count > 2 && values.all == values.all.sorted(by: >))
    model.options.solverOptions = SolverOptions(isCancelled: { true })
    #expect(throws: FitError.cancelled) { try model.fit(Self.beetles()) }
    model.options.solverOptions = SolverOptions(maximumIterations: 1)
    let early = try model.fit(Self.beetles())
    #expect(early.outcome == .iterations)
    #expect(throws: InferenceError.notAnOptimum(.iterations)) { try early.inference() }
  }

  @Test func startsGoodAndAbsurd() throws {
    let table = try Table(columns: ["y": [1, 1, 1, 0]])
    for start in [-1.81, 5, 40, -700, 1e6, 5e15] {
      var model = GeneralizedLinearModel("y ~ 1", family: .bernoulli)
      model.options.start = [start]
      let fit = try model.fit(table)
      #expect(fit.outcome.isOptimum, "\(start)")
      #expect(abs(fit.estimate.coefficients[0] - Double.log(3)) < 1e-15, "\(start)")
    }
    var wrong = GeneralizedLinearModel("y ~ 1", family: .bernoulli)
    wrong.options.start = [1, 2]
    #expect(throws: FitError.badStart("there are 2 for 1 coefficients")) { try wrong.fit(table) }
  }
}

/// What a progress callback saw.
final class Recorder: @unchecked Sendable {
  private(set) var all: [Double] = []
  func add(_ x: Double) { all.append(x) }
}

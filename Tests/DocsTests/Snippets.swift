import GLM
import Testing

// What the pages of the documentation show, compiled and run. `SnippetTests` checks that each Swift block of a page
// stands here, line by line.

/// README.md
@Suite(.serialized) struct ReadmeSnippets {
  init() { DocsRoot.enter() }

  @Test func separation() throws {
    let screening = try Table(contentsOf: "Docs/Data/screening.csv")
    let separated = try GeneralizedLinearModel("response ~ dose + group", family: .bernoulli).fit(screening)
    if let limit = separated.limit {
      print(limit["dose"] ?? .nan, try limit.inference().coefficients[1]?.standardError ?? .nan)
    }
    let reduced = try GeneralizedLinearModel(
      "response ~ dose + group", family: .bernoulli, method: .meanBiasReduction
    ).fit(screening)
    #expect(reduced.outcome.isOptimum)
    #expect(separated.outcome.name == "infinite" && separated.limit?["group[c]"] == .infinity)
  }

  @Test func firstScreen() throws {
    let table = try Table(contentsOf: "Docs/Data/beetles.csv")
    let logit = try GeneralizedLinearModel("cbind(killed, survived) ~ logdose", family: .bernoulli).fit(table)
    let probit = try GeneralizedLinearModel(
      "cbind(killed, survived) ~ logdose", family: .bernoulli, link: .probit
    ).fit(table)
    print(probit.summary())
    print(try Comparison(logit, probit))
    #expect(abs(probit["logdose"]! - 19.7300193736863) < 1e-9)

    let x = [[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]]
    let spam = try LogisticRegression().fit(rows: x, [0, 0, 1, 0, 1, 1])
    let iris = try SoftmaxRegression(prior: NormalPrior(precision: 1)).fit(
      rows: x, ["a", "a", "b", "b", "c", "c"])
    #expect(spam.fit.outcome.isOptimum && iris.fit.outcome.isOptimum)
  }

  @Test func family() throws {
    struct NegativeBinomial: Family {
      var theta: Double
      var support: Support { .counts }
      func variance<S: Scalar>(_ mean: S) -> S { mean + mean * mean / S(theta) }
    }
    let warp = try Table(contentsOf: "Docs/Data/warpbreaks.csv")
    let counts = try GeneralizedLinearModel(
      "breaks ~ wool * tension", family: NegativeBinomial(theta: 10), link: .log
    ).fit(warp)
    #expect(counts.outcome.isOptimum)
  }
}

/// Docs/Guides/GettingStarted.md
@Suite(.serialized) struct GettingStartedSnippets {
  init() { DocsRoot.enter() }

  @Test func births() throws {
    let births = try Table(contentsOf: "Docs/Data/birthwt.csv")
      .settingLevels(of: "race", to: ["white", "black", "other"])
    let fit = try GeneralizedLinearModel("low ~ age + lwt + race + smoke", family: .bernoulli).fit(births)
    print(fit.summary())

    let smoke = fit["smoke"]  // a coefficient by name
    let deviance = fit.statistics.deviance  // the numbers under the table
    let inference = try fit.inference(level: 0.9)
    let chances = try fit.predict(births, level: 0.95).predictions
    #expect(smoke! > 1 && deviance > 200 && inference.level == 0.9 && chances.means.count == 189)

    var rates = GeneralizedLinearModel("incidents ~ type", family: .poisson)
    rates.options.frame.exposure = "service"
    rates.options.solverOptions.progress = { print($0.iteration, $0.value) }
    let ships = try rates.fit(Table(contentsOf: "Docs/Data/ships.csv"))
    let effects = try ships.averageMarginalEffects()
    let json = try ships.model.json()
    let loaded = try FittedModel(json: json)
    #expect(effects.count == 4 && loaded == ships.model)

    guard case .optimum = fit.outcome else { return }

    let ridge = try GeneralizedLinearModel(
      "low ~ age + lwt + smoke", family: .bernoulli, prior: NormalPrior(precision: 2)
    ).fit(births)
    let lasso = try GeneralizedLinearModel(
      "low ~ age + lwt + smoke", family: .bernoulli, prior: LaplacePrior(rate: 5)
    ).fit(births)
    let textbook = GradientDescent(learningRate: .fixed(1e-6), averaging: .sum, maximumIterations: 10)
    let stepwise = try GeneralizedLinearModel("low ~ lwt", family: .bernoulli, solver: textbook).fit(births)
    #expect(ridge.outcome.isOptimum && lasso.outcome.isOptimum && stepwise.outcome == .iterations)
  }

  @Test func labels() throws {
    let x = [[0.5, 1.2], [1.1, 0.3], [2.0, 1.9], [2.4, 0.1], [3.1, 1.4], [1.7, 2.2]]
    let labels = ["ham", "ham", "spam", "ham", "spam", "spam"]
    let spam = try LogisticRegression(prior: NormalPrior(precision: 1)).fit(rows: x, labels)
    let probabilities = try spam.probabilities(rows: [[1.0, 1.0]])
    #expect(abs(probabilities[0].reduce(0, +) - 1) < 1e-15)
  }
}

/// Docs/Guides/ReadingData.md
@Suite(.serialized) struct ReadingDataSnippets {
  init() { DocsRoot.enter() }

  @Test func readings() throws {
    let european = TableReading(delimiter: .semicolon, missing: ["NA", "."])
    let scores = try Table(csv: "group;score\na;1.5\nb;.\n", reading: european)
    let numbered = try Table(csv: "1,2\n3,4\n", reading: TableReading(hasHeader: false))  // columns x1 and x2
    let births = try Table(contentsOf: "Docs/Data/birthwt.csv", reading: TableReading(threads: 1))
    #expect(scores.column(named: "score")?.missing == [1] && numbered.columnNames == ["x1", "x2"])
    #expect(births.rowCount == 189)
  }
}

/// Docs/Guides/LogitAndProbit.md
@Suite(.serialized) struct LogitAndProbitSnippets {
  init() { DocsRoot.enter() }

  @Test func beetles() throws {
    let beetles = try Table(contentsOf: "Docs/Data/beetles.csv")
    let formula = "cbind(killed, survived) ~ logdose"
    let logit = try GeneralizedLinearModel(formula, family: .bernoulli).fit(beetles)
    let probit = try GeneralizedLinearModel(formula, family: .bernoulli, link: .probit).fit(beetles)
    let cloglog = try GeneralizedLinearModel(formula, family: .bernoulli, link: .cloglog).fit(beetles)

    let comparison = try Comparison(logit, probit, cloglog)
    print(comparison)
    print(comparison.largestDifferenceInMeans)
    print(comparison.effects[1])  // average marginal effects of the probit model
    // What the page says of them.
    #expect(abs(cloglog.statistics.deviance - 3.44) < 0.01 && abs(logit.statistics.deviance - 11.2) < 0.05)
    #expect(abs(probit["logdose"]! / logit["logdose"]! - 0.57) < 0.01)
    #expect(abs(logit.statistics.aic! - cloglog.statistics.aic! - 8) < 0.5)
    #expect(abs(Normal.logCumulative(-40) + 804.6) < 0.01)
  }
}

/// Docs/Guides/Families.md
@Suite(.serialized) struct FamiliesSnippets {
  init() { DocsRoot.enter() }

  @Test func breaks() throws {
    let breaks = try Table(contentsOf: "Docs/Data/warpbreaks.csv")
    let spread = try GeneralizedLinearModel("breaks ~ wool + tension", family: .quasiPoisson).fit(breaks)
    let tail = try GeneralizedLinearModel(
      "breaks ~ wool + tension", family: .negativeBinomial(theta: 10), link: .log
    ).fit(breaks)
    let amounts = try GeneralizedLinearModel("breaks ~ wool + tension", family: .gamma, link: .inverse).fit(
      breaks)
    let own = try GeneralizedLinearModel(
      "breaks ~ wool + tension", family: .quasi(variance: "mu+0.1*mu^2"), link: .log
    ).fit(breaks)
    for fit in [spread, tail, amounts, own] { #expect(fit.outcome == .optimum(isGlobal: fit.isOfConvexLoss)) }
    #expect(abs(spread.statistics.dispersion! - 4.26) < 0.01 && spread.statistics.aic == nil)
    #expect(abs(own["wool[B]"]! - tail["wool[B]"]!) < 1e-9)
  }
}

extension Fit {
  fileprivate var isOfConvexLoss: Bool { estimate.likelihood.isConvex }
}

/// Docs/Guides/AddingAFamily.md
@Suite(.serialized) struct AddingAFamilySnippets {
  init() { DocsRoot.enter() }

  struct NegativeBinomial: Family {
    var theta: Double
    var support: Support { .counts }
    func variance<S: Scalar>(_ mean: S) -> S { mean + mean * mean / S(theta) }
  }

  struct CountsWithDensity: Family {
    var theta: Double
    var support: Support { .counts }
    func variance<S: Scalar>(_ mean: S) -> S { mean + mean * mean / S(theta) }
    func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? {
      // log p(y) at μ = y: what is left is the deviance, which the engine subtracts.
      let (y, size) = (response.value, theta)
      let choose = Double.logGamma(y + size) - Double.logGamma(size) - Double.logGamma(y + 1)
      let saturated = (y == 0 ? 0 : y * Double.log(y / (y + size))) + size * Double.log(size / (y + size))
      return weight * (choose + saturated)
    }
  }

  struct Cauchit: Link {
    func callAsFunction(_ mean: Double) -> Double { Double.tan(.pi * (mean - 0.5)) }
    func inverse(_ predictor: Double) -> InverseLink {
      let slope = 1 / (.pi * (1 + predictor * predictor))
      return InverseLink(
        mean: 0.5 + Double.atan(predictor) / .pi, slope: slope,
        second: -2 * predictor * slope / (1 + predictor * predictor))
    }
  }

  @Test func negativeBinomial() throws {
    let warp = try Table(contentsOf: "Docs/Data/warpbreaks.csv")
    let counts = try GeneralizedLinearModel(
      "breaks ~ wool * tension", family: NegativeBinomial(theta: 10), link: .log
    ).fit(warp)
    print(counts.summary())
    #expect(counts.outcome.isOptimum && counts.statistics.aic == nil)

    let dense = try GeneralizedLinearModel(
      "breaks ~ wool * tension", family: CountsWithDensity(theta: 10), link: .log
    ).fit(warp)
    // The log-likelihood by its formula, at the fitted means.
    var sum = 0.0
    for (y, mean) in zip(warp.column(named: "breaks")!.numbers!, try dense.fittedMeans()) {
      let p = 10 / (10 + mean[0])
      sum += Double.logGamma(y + 10) - Double.logGamma(10) - Double.logGamma(y + 1)
      sum += 10 * Double.log(p) + y * Double.log(1 - p)
    }
    #expect(abs(dense.statistics.logLikelihood! - sum) < 1e-9)
  }

  @Test func cauchit() throws {
    let cauchit = try GeneralizedLinearModel(
      "cbind(killed, survived) ~ logdose", family: .bernoulli, link: Cauchit()
    ).fit(Table(contentsOf: "Docs/Data/beetles.csv"))
    #expect(cauchit.outcome == .optimum(isGlobal: false))
  }
}

/// Docs/Guides/Formulas.md
@Suite(.serialized) struct FormulasSnippets {
  init() { DocsRoot.enter() }

  @Test func contrasts() throws {
    var model = GeneralizedLinearModel("breaks ~ wool*tension", family: .poisson)
    model.options.frame = FrameOptions(
      ordered: ["tension": ["L", "M", "H"]], contrasts: ["wool": .treatment(base: "B")], missing: .fail)
    let contrasted = try model.fit(Table(contentsOf: "Docs/Data/warpbreaks.csv"))
    print(contrasted["wool[A]:tension[.L]"] ?? .nan)
    #expect(contrasted["wool[A]:tension[.L]"] != nil)
  }
}

/// Docs/Guides/TypedRows.md
@Suite(.serialized) struct TypedRowsSnippets {
  init() { DocsRoot.enter() }

  enum Race: String, CaseIterable, ColumnValue { case white, black, other }

  struct Birth {
    var isLow: Bool
    var age: Double
    var weight: Int  // of the mother, in pounds
    var race: Race
    var smokes: Bool
    var visits: Int?  // nil is a missing cell
    var copies: Int
    var isYoung: Bool { age < 20 }
  }

  struct Beetles {
    var dose: Double
    var exposed: Int
    var killed: Int
    var share: Double
  }

  private func births() throws -> [Birth] {
    let table = try Table(contentsOf: "Docs/Data/birthwt.csv")
    func numbers(_ name: String) throws -> [Double] { try #require(table.column(named: name)?.numbers) }
    let (low, age, weight) = (try numbers("low"), try numbers("age"), try numbers("lwt"))
    let (smoke, visits) = (try numbers("smoke"), try numbers("ftv"))
    let race = try #require(table.column(named: "race")).texts.map { $0.flatMap(Race.init) }
    return try low.indices.map { i in
      Birth(
        isLow: low[i] == 1, age: age[i], weight: Int(weight[i]), race: try #require(race[i]),
        smokes: smoke[i] == 1, visits: visits[i] > 3 ? nil : Int(visits[i]), copies: 1 + i % 2)
    }
  }

  @Test func rows() throws {
    let births = try births()
    let newBirths = Array(births.prefix(10))
    let model = RowModel(family: .bernoulli)
    let fit = try model.fit(births, \.isLow, on: { $0.age + $0.weight + $0.race + $0.smokes })
    print(fit.summary())

    let smokers = fit["smokes[TRUE]"]  // a coefficient by name
    let chances = try fit.predict(newBirths, level: 0.95)  // rows of the same type
    // The model of the first guide, where `low` and `smoke` are 0 and 1.
    let table = try Table(contentsOf: "Docs/Data/birthwt.csv")
      .settingLevels(of: "race", to: ["white", "black", "other"])
    let text = try GeneralizedLinearModel("low ~ age + lwt + race + smoke", family: .bernoulli).fit(table)
    #expect(smokers == text["smoke"] && chances.predictions.means.count == 10)
    #expect(fit.formula.text == "isLow ~ age + weight + race + smokes")

    let curved = try model.fit(
      births, \.isLow, on: { $0.race * $0.smokes + log($0.weight) + I(pow($0.age, 2)) })
    let named = try model.fit(births, \.isLow, on: { $0.isYoung.named("young") & $0.weight + $0.race })
    #expect(curved.formula.text == "isLow ~ race * smokes + log(weight) + I(age^2)")
    #expect(named.formula.text == "isLow ~ young:weight + race" && named.outcome.isOptimum)
  }

  @Test func responses() throws {
    let births = try births()
    let counts = try Table(contentsOf: "Docs/Data/beetles.csv")
    let columns = ["logdose", "exposed", "killed"].compactMap { counts.column(named: $0)?.numbers }
    let beetles = columns[0].indices.map { i in
      Beetles(
        dose: columns[0][i], exposed: Int(columns[1][i]), killed: Int(columns[2][i]),
        share: columns[2][i] / columns[1][i])
    }
    let dose = try RowModel(family: .bernoulli, link: .probit).fit(
      beetles, successes: \.killed, of: \.exposed, on: { $0.dose })
    let same = try RowModel(family: .bernoulli, link: .probit).fit(
      beetles, \.share, on: { $0.dose }, trials: \.exposed)
    let visits = try RowModel(family: .poisson).fit(
      births, \.visits, on: { $0.race }, exposure: \.age, weights: .frequency(\.copies))
    let logged = try RowModel(family: .gaussian).fit(births, response: { log($0.weight) }, on: { $0.age })
    #expect(dose["dose"] == same["dose"] && visits.outcome.isOptimum && logged.outcome.isOptimum)

    let formula = try RowFormula(\Birth.visits) { $0.race + $0.smokes }.with(exposure: \.age).with(
      weights: .frequency(\.copies))
    let rates = try RowModel(family: .poisson).fit(births, formula)
    print(rates.formula.text)  // visits ~ race + smokes
    #expect(rates.formula.text == "visits ~ race + smokes" && rates.outcome.isOptimum)
  }

  @Test func classes() throws {
    let births = try births()
    let races = try SoftmaxRegression().fit(births, \.race, on: { $0.age + $0.smokes })
    let guesses: [Race?] = try races.predict(births)
    let probabilities = try races.probabilities(births)  // one a class, in the order of races.classes
    #expect(races.classes == Race.allCases && guesses.count == 189 && probabilities[0]?.count == 3)
  }
}

/// Docs/Guides/ManyFits.md
@Suite struct ManyFitsSnippets {
  /// Numbers to draw rows by: one multiplication and two shifts each (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014).
  struct Draws {
    var state: UInt64

    init(seed: Int) { state = UInt64(seed) }

    mutating func next(below count: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((z ^ (z >> 31)) % UInt64(count))
    }
  }

  @Test func bootstrap() throws {
    let doses = (0..<60).map { Double($0) / 10 }
    let ages = (0..<60).map { Double(($0 * 37) % 41) }
    let cured = (0..<60).map { ($0 * 7) % 60 < $0 ? 1.0 : 0 }
    var slopes: [Double] = []

    let likelihood = try Bernoulli().likelihood(through: Logit(), for: .values)
    let rows = try Matrix(columns: [doses, ages], names: ["dose", "age"]).source(response: cured)
    let batch = BatchEstimator()

    let samples = batch.fitWeights(likelihood, to: rows, count: 200) { fit, weights in
      var random = Draws(seed: fit)
      for row in 0..<weights.count { weights[row] = 0 }
      for _ in 0..<weights.count { weights[random.next(below: weights.count)] += 1 }
    }

    for fit in 0..<samples.count where samples.endings[fit].isOptimum {
      slopes.append(samples.coefficients[samples.starts[fit] + 1])
    }

    let whole = try Estimator().fit(likelihood, to: rows)
    let mean = slopes.reduce(0, +) / Double(slopes.count)
    #expect(slopes.count > 190 && abs(mean - whole.coefficients[1]) < 0.3)
  }
}

import GLM
import Testing

/// A typed fit is the fit of its text to a table of the same columns, to the bit.
@Suite struct TypedFitTests {
  /// Every number of two fits, and their predictions of rows with a missing value among them.
  private func expectSame(
    _ typed: RowFit<Ship>, _ model: GeneralizedLinearModel, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let fit = try model.fit(Ship.table())
    func expect(_ condition: Bool, _ what: Comment) {
      #expect(condition, what, sourceLocation: sourceLocation)
    }
    expect(bits(typed.estimate.coefficients) == bits(fit.estimate.coefficients), "coefficients")
    expect(typed.outcome == fit.outcome && fit.outcome.isOptimum, "outcome")
    expect(bits(typed.model.covariance) == bits(fit.model.covariance), "covariance")
    expect(typed.statistics.deviance.bitPattern == fit.statistics.deviance.bitPattern, "deviance")
    expect(typed.statistics.logLikelihood == fit.statistics.logLikelihood, "log-likelihood")
    expect(
      typed.statistics.residualDegreesOfFreedom == fit.statistics.residualDegreesOfFreedom,
      "degrees of freedom")
    expect(typed.frame?.rows == fit.frame?.rows && typed.frame?.missing == fit.frame?.missing, "rows")
    let new = Array(Ship.all[2..<14])
    let predictions = try typed.predict(new, level: 0.9)
    let expected = try fit.predict(Ship.table(new), level: 0.9)
    expect(predictions == expected && !predictions.rows.isEmpty, "predictions")
  }

  private func bits(_ values: [Double?]?) -> [UInt64?]? { values?.map { $0?.bitPattern } }
  private func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }

  @Test func `a number through any family and link`() throws {
    try expectSame(
      try RowModel(family: .gaussian).fit(
        Ship.all, \.size, on: { $0.kind * $0.cargo + log($0.service) + factor($0.year) }),
      GeneralizedLinearModel("size ~ kind * cargo + log(service) + factor(year)", family: .gaussian))
    try expectSame(
      try RowModel(family: .poisson).fit(Ship.all, \.incidents) { $0.kind + $0.cargo & $0.isOld },
      GeneralizedLinearModel("incidents ~ kind + cargo:isOld", family: .poisson))
    try expectSame(
      try RowModel(family: .gaussian, link: .log).fit(Ship.all, \.service, on: { $0.isOld }),
      GeneralizedLinearModel("service ~ isOld", family: .gaussian, link: .log))
  }

  @Test func `a response that is an expression or computed`() throws {
    try expectSame(
      try RowModel(family: .gaussian).fit(
        Ship.all, response: { log($0.size) }, on: { $0.port.withoutIntercept }),
      GeneralizedLinearModel("log(size) ~ 0 + port", family: .gaussian))
    try expectSame(
      try RowModel(family: .gaussian).fit(
        Ship.all, response: { $0.tons.named("tons") }, on: { I(pow($0.size, 2) / 2) + $0.port }),
      GeneralizedLinearModel("tons ~ I(size^2 / 2) + port", family: .gaussian))
  }

  @Test func `successes of trials in all three forms`() throws {
    let model = GeneralizedLinearModel(
      "cbind(damaged, fleet - damaged) ~ kind + size", family: .bernoulli, link: .probit)
    let counts = RowModel(family: .bernoulli, link: .probit)
    try expectSame(
      try counts.fit(Ship.all, successes: \.damaged, of: \.fleet, on: { $0.kind + $0.size }), model)
    try expectSame(
      try counts.fit(Ship.all, successes: \.damaged, failures: \.copies, on: { $0.kind + $0.size }),
      GeneralizedLinearModel("cbind(damaged, copies) ~ kind + size", family: .bernoulli, link: .probit))
    struct Share: Sendable {
      var share: Double, fleet: UInt16, size: Double
    }
    var trials = GeneralizedLinearModel("share ~ size", family: .bernoulli)
    trials.options.frame.trials = "fleet"
    let shares = Ship.all.map { Share(share: $0.share, fleet: $0.fleet, size: $0.size) }
    let typed = try RowModel(family: .bernoulli).fit(shares, \.share, on: { $0.size }, trials: \.fleet)
    #expect(try typed.estimate.coefficients == trials.fit(Ship.table()).estimate.coefficients)
  }

  @Test func `weights, exposures and offsets`() throws {
    var model = GeneralizedLinearModel("incidents ~ kind + size", family: .poisson)
    model.options.frame.exposure = "service"
    let poisson = RowModel(family: .poisson)
    try expectSame(
      try poisson.fit(Ship.all, \.incidents, on: { $0.kind + $0.size }, exposure: \.service), model)
    for (weights, kind) in [
      (RowWeights<Ship>.frequency(\.copies), WeightKind.frequency), (.precision(\.copies), .precision),
      (.sampling(\.copies), .sampling),
    ] {
      model.options.frame.weights = Weights(kind, column: "copies")
      try expectSame(
        try poisson.fit(
          Ship.all, \.incidents, on: { $0.kind + $0.size }, exposure: \.service, weights: weights), model)
    }
    model.options.frame.offset = "size"
    model.options.frame.weights = .frequency("copies")
    let formula = try RowFormula(\Ship.incidents) { $0.kind + $0.size }
      .with(exposure: \.service).with(offset: \.size).with(weights: .frequency(\.copies))
    try expectSame(try poisson.fit(Ship.all, formula), model)
    try expectSame(
      try RowModel(family: .gaussian).fit(
        Ship.all, \.size, on: { $0.kind + offset(log($0.service)) }, weights: .precision(\.cargo)),
      {
        var model = GeneralizedLinearModel("size ~ kind + offset(log(service))", family: .gaussian)
        model.options.frame.weights = .precision("cargo")
        return model
      }())
  }

  /// A role needs no name of its own: a computed property is called by its role.
  @Test func `a computed exposure`() throws {
    var model = GeneralizedLinearModel("incidents ~ size", family: .poisson)
    model.options.frame.exposure = "months"
    let typed = try RowModel(family: .poisson).fit(Ship.all, \.incidents, on: { $0.size }, exposure: \.months)
    try expectSame(typed, model)
    #expect(typed.frame?.specification.exposure == "(exposure)")
  }

  @Test func `logicals, two levels and classes`() throws {
    try expectSame(
      try RowModel(family: .bernoulli).fit(Ship.all, \.isOld, on: { $0.size + $0.cargo }),
      GeneralizedLinearModel("isOld ~ size + cargo", family: .bernoulli))
    try expectSame(
      try RowModel(family: .categorical).fit(Ship.all, \.kind, on: { $0.size + $0.isOld }),
      GeneralizedLinearModel("kind ~ size + isOld", family: .categorical))
    let typed = try RowModel(family: .categorical).fit(Ship.all, \.kind, on: { $0.size })
    #expect(typed.model.classes == ["B", "A", "C"])
    #expect(typed["size", "A"] != nil && typed["size", "B"] == nil)
  }

  @Test func `priors and solvers`() throws {
    let ridge = try RowModel(family: .bernoulli, prior: NormalPrior(precision: 2), solver: LBFGS())
      .fit(Ship.all, \.isOld, on: { $0.size * $0.kind })
    let model = GeneralizedLinearModel(
      "isOld ~ size * kind", family: .bernoulli, prior: NormalPrior(precision: 2), solver: LBFGS())
    #expect(try bits(ridge.estimate.coefficients) == bits(model.fit(Ship.table()).estimate.coefficients))
  }

  @Test func `the fit itself is at hand`() throws {
    let typed = try RowModel(family: .gaussian).fit(Ship.all, \.size, on: { $0.kind + $0.cargo })
    #expect(typed["cargo"] == typed.fit["cargo"] && typed["carg"] == nil)
    #expect(typed.summary() == typed.fit.summary() && typed.summary().contains("size ~ kind + cargo"))
    #expect(try typed.inference(level: 0.9).coefficients.count == 4)
    // What it saved predicts a table of rows, too.
    let loaded = try FittedModel(json: typed.model.json())
    let table = try typed.formula.predictors(of: Ship.all)
    #expect(try loaded.predict(table) == typed.predict(Ship.all))
  }

  @Test func `a response twice is an error of the formula`() {
    #expect {
      try RowModel(family: .gaussian).fit(Ship.all, \.size, on: { $0.cargo + $0.size })
    } throws: { error in
      guard case FrameError.formula(.misplaced) = error else { return false }
      return "\(error)".contains(
        "the response size among the terms, at character 16 of \"size ~ cargo + size\"")
    }
  }

  @Test func `refusals name the row and the column`() throws {
    let poisson = RowModel(family: .poisson)
    #expect(throws: FrameError.badExposure(place: RowPlace(row: 3), column: "size", value: 0)) {
      var ships = Ship.all
      ships[3].size = 0
      _ = try poisson.fit(ships, \.incidents, on: { $0.kind }, exposure: \.size)
    }
    #expect(throws: RowFormulaError.unnamed(row: "Ship", formula: "incidents ~ ?")) {
      try poisson.fit(Ship.all, \.incidents, on: { $0.months })
    }
    #expect(throws: ModelError.self) { try poisson.fit(Ship.all, \.isOld, on: { $0.size }) }
    #expect(throws: FrameError.self) { try poisson.fit([Ship](), \.incidents, on: { $0.size }) }
    let fit = try RowModel(family: .gaussian).fit(Ship.all, \.size, on: { $0.port })
    var stranger = Ship.all[0]
    stranger.port = "Kobe"
    #expect(
      throws: FrameError.unseenLevel(
        place: RowPlace(row: 1), column: "port", level: "Kobe",
        levels: ["Brest", "Genova", "Rotterdam", "Ålesund"])
    ) { try fit.predict([Ship.all[1], stranger]) }
  }
}

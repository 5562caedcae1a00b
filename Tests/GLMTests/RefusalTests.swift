import GLM
import Testing

/// What the front door refuses, rather than fit something else.
@Suite struct RefusalTests {
  @Test func textIsNoNumber() throws {
    let table = try Table(csv: "x,y\n1,yes\n2,no\n3,yes\n4,no\n5,no\n")
    for family in ["gaussian", "poisson"] {
      #expect(throws: ModelError.self) {
        try GeneralizedLinearModel("y ~ x", response: Catalog.responseModel(family: family)).fit(table)
      }
    }
    #expect(
      try GeneralizedLinearModel("y ~ x", family: .bernoulli).fit(table).model.classes == ["no", "yes"])
  }

  @Test func `an exposure needs the link log`() throws {
    let table = try Table(columns: ["y": [1, 2, 3, 2], "x": [1, 2, 3, 5], "e": [1, 2, 1, 1]])
    var model = GeneralizedLinearModel("y ~ x", family: .poisson, link: .identity)
    model.options.frame.exposure = "e"
    #expect(throws: ModelError.exposureNeedsLog(link: "identity")) { try model.fit(table) }
    model = GeneralizedLinearModel("y ~ x", family: .poisson)
    model.options.frame.exposure = "e"
    let offset = try GeneralizedLinearModel("y ~ x + offset(log(e))", family: .poisson).fit(table)
    #expect(try model.fit(table).estimate.coefficients == offset.estimate.coefficients)
  }

  @Test func nothingNotFiniteHidesBehindAWeight() throws {
    let source = MemorySource(
      rowCount: 4, columns: [.intercept, ColumnDescription(name: "x")],
      pieces: [.constant, .dense(ColumnStorage([1, 2, .nan, 4]))], response: [ColumnStorage([1, 2, 0, 3])],
      weights: ColumnStorage([1, 1, 0, 1]))
    let likelihood = try Gaussian().likelihood(through: .identity, for: .values)
    #expect(throws: FitError.self) { try Estimator().fit(likelihood, to: source) }
    let classes = source.replacing(response: [ColumnStorage([0, 1, 7, 2])])
    #expect(throws: FitError.self) { try Estimator().fit(CategoricalLikelihood(classes: 3), to: classes) }
  }

  @Test func scalesThatNoSquareHolds() throws {
    for size in [1e155, 1e-160] {
      let table = try Table(columns: ["y": [1, 2, 2, 5], "x": [1, 2, 3, 4].map { $0 * size }])
      #expect(throws: FitError.scale(name: "x", size: 4 * size)) {
        try GeneralizedLinearModel("y ~ x", family: .gaussian).fit(table)
      }
    }
    let table = try Table(columns: ["y": [1e130, 2e130, 2e130, 5e130], "x": [1, 2, 3, 4]])
    let fit = try GeneralizedLinearModel("y ~ x", family: .gaussian).fit(table)
    #expect(abs(try fit.inference().coefficients[1]!.statistic - 2.8284271247461903) < 1e-9)
  }

  @Test func tooManyLevels() throws {
    let columns = (0..<8001).map { ColumnDescription(name: "id[\($0)]", term: "id", group: 1) }
    let source = MemorySource(
      rowCount: 2, columns: columns, pieces: columns.map { _ in .constant },
      response: [ColumnStorage([1, 2])])
    #expect(throws: FitError.tooManyCoefficients(count: 8001, limit: 8000, term: "id")) {
      try Estimator().fit(PoissonLogLikelihood(), to: source)
    }
  }

  @Test func levelsAndLabels() throws {
    let fit = try GeneralizedLinearModel("y ~ x", family: .gaussian).fit(
      Table(columns: ["y": [1, 3, 2, 6], "x": [1, 2, 3, 4]]))
    for level in [0, 1, 2, -0.5, .nan] {
      #expect(throws: InferenceError.self) { try fit.inference(level: level) }
      #expect(throws: InferenceError.self) {
        try fit.predict(Table(columns: ["x": [1]]), level: level)
      }
      #expect(!fit.summary(level: level).isEmpty)
    }
    #expect(throws: MatrixError.label(row: 2)) {
      try LogisticRegression().fit(rows: [[1], [2], [3], [4]], [1, .nan, 1, 1])
    }
  }

  /// Trials that are 0 say nothing and count for nothing.
  @Test func noTrialsNoRow() throws {
    let with = try GeneralizedLinearModel("cbind(s, f) ~ x", family: .bernoulli).fit(
      Table(columns: ["s": [1, 0, 3, 2], "f": [2, 0, 1, 3], "x": [1, 2, 3, 4]]))
    let without = try GeneralizedLinearModel("cbind(s, f) ~ x", family: .bernoulli).fit(
      Table(columns: ["s": [1, 3, 2], "f": [2, 1, 3], "x": [1, 3, 4]]))
    #expect(with.statistics.residualDegreesOfFreedom == 1)
    #expect(with.statistics.nullDegreesOfFreedom == without.statistics.nullDegreesOfFreedom)
    #expect(abs(with.statistics.bic! - without.statistics.bic!) < 1e-12)
  }

  /// Unlike models side by side: every term in its own row.
  @Test func comparisonsOfUnlikeModels() throws {
    let table = try Table(columns: [
      "y": [1, 3, 2, 5, 4, 7, 9, 8], "a": [1, 2, 3, 4, 5, 6, 7, 8], "b": [2, 1, 4, 3, 6, 5, 8, 9],
    ])
    let fits = try ["y ~ b", "y ~ a + b", "y ~ b + a"].map {
      try GeneralizedLinearModel($0, family: .gaussian).fit(table)
    }
    let comparison = try Comparison(fits)
    #expect(comparison.coefficients.map(\.term) == ["(Intercept)", "b", "a"])
    #expect(comparison.coefficients[2].values[0] == .absent)
    #expect(comparison.coefficients[2].values[1] == .value(fits[1]["a"]!))
    #expect(comparison.coefficients[2].values[2] == .value(fits[2]["a"]!))
    let row = try #require(comparison.description.split(separator: "\n").last { $0.hasPrefix("a ") })
    #expect(row.contains("–") && row.split(separator: "(").count == 3)
  }

  /// Small weights change what is known, not what is estimated.
  @Test(arguments: [1e-24, 1e-12, 1, 1e12])
  func weightsHaveNoUnit(weight: Double) throws {
    let y: [Double] = [0, 1, 0, 1, 1, 0, 1, 1]
    let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
    func fit(_ w: Double, _ solver: any Solver) throws -> Fit {
      var model = GeneralizedLinearModel("y ~ x", family: .bernoulli, solver: solver)
      model.options.frame.weights = .precision("w")
      return try model.fit(
        Table(columns: ["y": y, "x": x, "w": Array(repeating: w, count: 8)]))
    }
    let one = try fit(1, Newton())
    for solver in [Newton(), LBFGS()] as [any Solver] {
      let other = try fit(weight, solver)
      #expect(other.outcome.isOptimum, "\(other.outcome)")
      #expect(abs(other["x"]! / one["x"]! - 1) < 1e-8)
    }
  }
}

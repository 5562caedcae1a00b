import GLM
import Testing

/// Logistic and softmax regression are specializations: the same engine, the same numbers.
@Suite struct ClassifierTests {
  static let rows: [[Double]] = [
    [0.5, 1.2], [1.1, 0.3], [2.0, 1.9], [2.4, 0.1], [3.1, 1.4], [1.7, 2.2], [0.9, 0.8], [2.8, 2.6],
    [1.5, 1.5],
    [2.2, 0.9],
  ]
  static let binary = [0, 0, 1, 0, 1, 1, 1, 0, 0, 1]
  static let three = ["a", "a", "b", "c", "b", "c", "b", "a", "c", "b"]

  @Test func logisticIsTheGeneralModel() throws {
    let classifier = try LogisticRegression().fit(rows: Self.rows, Self.binary)
    let table = try Table(columns: [
      (name: "y", values: Self.binary.map(Double.init)), (name: "x1", values: Self.rows.map { $0[0] }),
      (name: "x2", values: Self.rows.map { $0[1] }),
    ])
    let general = try GeneralizedLinearModel("y ~ x1 + x2", family: .bernoulli).fit(table)
    #expect(classifier.fit.estimate.coefficients == general.estimate.coefficients)
    #expect(classifier.fit["x1"] == general["x1"])
    let fromColumns = try LogisticRegression().fit(
      columns: [Self.rows.map { $0[0] }, Self.rows.map { $0[1] }], Self.binary)
    #expect(fromColumns.fit.estimate.coefficients == general.estimate.coefficients)
    let flat = try Matrix(rowMajor: Self.rows.flatMap { $0 }, columnCount: 2)
    let fromFlat = try LogisticRegression().fit(flat, Self.binary.map { $0 == 1 })
    #expect(fromFlat.fit.estimate.coefficients == general.estimate.coefficients)
  }

  @Test func softmaxOfTwoClassesIsLogistic() throws {
    let logistic = try LogisticRegression().fit(rows: Self.rows, Self.binary)
    let softmax = try SoftmaxRegression().fit(rows: Self.rows, Self.binary)
    for (a, b) in zip(logistic.fit.estimate.coefficients, softmax.fit.estimate.coefficients) {
      #expect(abs(a - b) <= 1e-12 * max(1, abs(a)))
    }
    #expect(abs(logistic.fit.statistics.deviance - softmax.fit.statistics.deviance) < 1e-12)
  }

  @Test func softmaxProbabilitiesAndMoments() throws {
    let softmax = try SoftmaxRegression().fit(rows: Self.rows, Self.three)
    #expect(softmax.classes == ["a", "b", "c"])
    #expect(softmax.fit.outcome.isOptimum)
    let probabilities = try softmax.probabilities(rows: Self.rows)
    for row in probabilities { #expect(abs(row.reduce(0, +) - 1) < 1e-15) }
    // Canonical: the fitted classes are as frequent as the observed.
    for (k, label) in softmax.classes.enumerated() {
      let expected = probabilities.reduce(0) { $0 + $1[k] }
      #expect(abs(expected - Double(Self.three.count { $0 == label })) < 1e-10)
    }
    let predicted = try softmax.predict(rows: Self.rows)
    let hits = zip(predicted, Self.three).count { $0 == $1 }
    #expect(try softmax.accuracy(Matrix(rows: Self.rows), Self.three) == Double(hits) / 10)
  }

  @Test func separatedClassesSaySo() throws {
    let fit = try LogisticRegression().fit(rows: [[1], [2], [3], [4]], [0, 0, 1, 1]).fit
    guard case .infinite(let recession) = fit.outcome else {
      Issue.record("\(fit.outcome)")
      return
    }
    #expect(recession.isComplete && recession.rows == 4)
    #expect(throws: InferenceError.self) { try fit.inference() }
    for prior in [NormalPrior(precision: 1), LaplacePrior(rate: 0.5)] as [any Prior] {
      let tame = try LogisticRegression(prior: prior).fit(rows: [[1], [2], [3], [4]], [0, 0, 1, 1]).fit
      #expect(tame.outcome.isOptimum)
      #expect(throws: InferenceError.penalized(prior: prior.name)) { try tame.inference() }
      #expect(tame.statistics.aic == nil && tame.statistics.logLikelihood != nil)
    }
  }

  @Test func hostileRowsAreErrors() throws {
    #expect(throws: MatrixError.ragged(what: "row", number: 2, found: 1, expected: 2)) {
      try LogisticRegression().fit(rows: [[1, 2], [3]], [0, 1])
    }
    #expect(throws: MatrixError.labels(found: 3, expected: 2)) {
      try SoftmaxRegression().fit(rows: [[1], [2]], ["a", "b", "a"])
    }
    #expect(throws: MatrixError.self) { try LogisticRegression().fit(rows: [[1], [2]], [1, 1]) }
    #expect(throws: MatrixError.self) { try LogisticRegression().fit(rows: [[1], [2], [3]], [1, 2, 3]) }
    #expect(throws: MatrixError.self) { try LogisticRegression().fit(rows: [], [Int]()) }
    #expect(throws: FitError.self) { try LogisticRegression().fit(rows: [[.nan], [2]], [0, 1]) }
    #expect(throws: FitError.self) { try LogisticRegression().fit(rows: [[.infinity], [2]], [0, 1]) }
    let fit = try LogisticRegression(prior: NormalPrior(precision: 1)).fit(rows: [[1], [2]], [0, 1])
    #expect(throws: MatrixError.self) { try fit.probabilities(rows: [[1, 2]]) }
  }
}

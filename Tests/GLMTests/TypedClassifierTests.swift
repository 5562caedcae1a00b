import GLM
import Testing

/// Logistic and softmax regression of typed rows: classes that are values of the response.
@Suite struct TypedClassifierTests {
  @Test func `classes of an enumeration`() throws {
    let classifier = try SoftmaxRegression().fit(Ship.all, \.kind, on: { $0.size + $0.isOld })
    let model = try GeneralizedLinearModel("kind ~ size + isOld", family: .categorical).fit(Ship.table())
    #expect(classifier.classes == [.b, .a, .c])
    #expect(classifier.fit.estimate.coefficients == model.estimate.coefficients)
    let probabilities = try classifier.probabilities(Ship.all)
    #expect(try probabilities.compactMap { $0 } == model.predict(Ship.table()).predictions.means)
    let kinds: [Ship.Kind?] = try classifier.predict(Ship.all)
    for (kind, row) in zip(kinds, probabilities) {
      let row = try #require(row)
      let best = try #require(kind.flatMap(classifier.classes.firstIndex(of:)))
      #expect(row[best] == row.max() && abs(row.reduce(0, +) - 1) < 1e-15)
    }
  }

  @Test func `true and false`() throws {
    let classifier = try LogisticRegression().fit(Ship.all, \.isOld) { $0.size + $0.cargo * $0.kind }
    let model = try GeneralizedLinearModel("isOld ~ size + cargo * kind", family: .bernoulli).fit(
      Ship.table())
    #expect(classifier.classes == [false, true])
    #expect(classifier.fit.estimate.coefficients == model.estimate.coefficients)
    let probabilities = try classifier.probabilities(Ship.all)
    // The two ships without cargo have no prediction.
    #expect(probabilities.indices.filter { probabilities[$0] == nil } == [9, 17])
    #expect(try classifier.predict(Ship.all).map { $0 == nil } == probabilities.map { $0 == nil })
    let truth = try model.predict(Ship.table()).predictions.means.map { $0[0] }
    #expect(probabilities.compactMap { $0?[1] } == truth)
    #expect(probabilities.compactMap { $0?[0] } == truth.map { 1 - $0 })
  }

  struct Point: Sendable {
    var x: Double, label: Int?, word: String
    static let all = zip([0.5, 1.1, 2.0, 2.4, 3.1, 1.7], [7, 7, 20, 7, 20, 20]).map {
      Point(x: $0, label: $1, word: $1 == 7 ? "w7" : "w20")
    }
  }

  /// Numbers and text are classes as they are for a matrix: the greater is modelled.
  @Test func `numbers and text`() throws {
    let byMatrix = try LogisticRegression().fit(
      rows: Point.all.map { [$0.x] }, Point.all.map { $0.label ?? 0 })
    let numbers = try LogisticRegression().fit(Point.all, \.label, on: { $0.x })
    let words = try LogisticRegression().fit(Point.all, \.word, on: { $0.x })
    let softmax = try SoftmaxRegression().fit(Point.all, \.label, on: { $0.x })
    #expect(numbers.classes == [7, 20] && words.classes == ["w20", "w7"] && softmax.classes == [7, 20])
    #expect(numbers.fit.estimate.coefficients == byMatrix.fit.estimate.coefficients)
    #expect(numbers.fit.formula.text == "factor(label) ~ x" && words.fit.formula.text == "word ~ x")
    #expect(
      try numbers.predict(Point.all) == byMatrix.predict(rows: Point.all.map { [$0.x] }).map { Double($0) })
    #expect(try words.predict(Point.all).map { $0 == "w7" } == numbers.predict(Point.all).map { $0 == 7 })
  }

  @Test func `weights repeat rows`() throws {
    let repeated = Ship.all.flatMap { Array(repeating: $0, count: $0.copies) }
    let a = try LogisticRegression().fit(Ship.all, \.isOld, on: { $0.size }, weights: .frequency(\.copies))
    let b = try LogisticRegression().fit(repeated, \.isOld, on: { $0.size })
    for (a, b) in zip(a.fit.estimate.coefficients, b.fit.estimate.coefficients) {
      #expect(abs(a - b) < 1e-13)
    }
    #expect(a.fit.statistics.residualDegreesOfFreedom == b.fit.statistics.residualDegreesOfFreedom)
  }

  @Test func `too many classes, and too few`() {
    #expect(throws: FrameError.responseLevels(name: "kind", levels: ["B", "A", "C"])) {
      try LogisticRegression().fit(Ship.all, \.kind, on: { $0.size })
    }
    #expect(throws: FrameError.self) {
      try LogisticRegression().fit(Point.all.filter { $0.label == 7 }, \.label, on: { $0.x })
    }
  }

  /// A type of the user whose labels do not lead back to values.
  struct Odd: ColumnValue {
    typealias Kind = Kinds.Factor<Odd>
    var name: String
    static func cells(_ values: [Odd?]) -> TableColumn.Cells { String.cells(values.map { $0?.name }) }
    static func label(_ value: Odd) -> String { value.name }
    static func value(labelled label: String) -> Odd? { label == "a" ? Odd(name: label) : nil }
  }
  struct OddRow {
    var x: Double, odd: Odd
  }

  @Test func `a class that is no value is an error`() {
    let rows = [(1.0, "a"), (2, "b"), (3, "a"), (4, "b")].map { OddRow(x: $0.0, odd: Odd(name: $0.1)) }
    #expect(throws: RowFormulaError.unknownClass(label: "b", type: "Odd")) {
      try LogisticRegression(prior: NormalPrior(precision: 1)).fit(rows, \.odd, on: { $0.x })
    }
  }
}

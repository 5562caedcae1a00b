import GLM
import Testing

/// Columns that depend on one another, with and without a prior, with and without an intercept.
@Suite struct DependentColumnTests {
  static let a: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
  static let b: [Double] = [2, 1, 4, 3, 6, 5, 8, 9]
  static let y: [Double] = [1, 3, 2, 5, 4, 7, 9, 8]

  /// A prior determines what the columns leave open: Xᵀ(y − μ) = λβ in every column, in any order of columns.
  @Test(arguments: ["a + b + c", "c + b + a", "a + c + b"])
  func ridgeKeepsDependentColumns(terms: String) throws {
    let c = zip(Self.a, Self.b).map(+)
    let columns = ["a": Self.a, "b": Self.b, "c": c]
    let table = try Table(
      columns: [(name: "y", values: Self.y)] + columns.map { (name: $0.key, values: $0.value) })
    let fit = try GeneralizedLinearModel("y ~ " + terms, family: .gaussian, prior: NormalPrior(precision: 1))
      .fit(table)
    #expect(fit.outcome.isOptimum && fit.estimate.aliased.isEmpty)
    let means = try fit.fittedMeans().map { $0[0] }
    for (name, x) in columns {
      let score = zip(x, zip(Self.y, means)).reduce(0.0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
      #expect(abs(score - fit[name]!) < 1e-9, "\(name)")
    }
  }

  /// More columns than rows: the lasso's optimum, by its own conditions.
  @Test func lassoOfManyColumns() throws {
    let rows = 6
    var generator = LinearCongruential(seed: 3)
    let columns = (0..<10).map { _ in (0..<rows).map { _ in Double.random(in: -1...1, using: &generator) } }
    let labels = [0, 1, 1, 0, 1, 0]
    let fit = try LogisticRegression(prior: LaplacePrior(rate: 0.3)).fit(columns: columns, labels).fit
    #expect(fit.outcome.isOptimum, "\(fit.outcome)")
    let means = try fit.fittedMeans().map { $0[0] }
    for (j, x) in columns.enumerated() {
      let score = x.indices.reduce(0.0) { $0 + x[$1] * (Double(labels[$1]) - means[$1]) }
      let beta = fit.estimate.coefficients[j + 1]
      #expect(beta == 0 ? abs(score) < 0.3 + 1e-8 : abs(score - (beta < 0 ? -0.3 : 0.3)) < 1e-8)
    }
  }

  /// Seconds since 1970 beside all indicators of a factor are no more dependent than beside an intercept.
  @Test func datesWithoutAnIntercept() throws {
    let g = ["u", "v", "u", "v", "u", "v", "u", "v"]
    let table = try Table(columns: [
      TableColumn("y", Self.y), TableColumn("g", g), TableColumn("t", Self.b.map { 1_700_000_000 + 13 * $0 }),
    ])
    let with = try GeneralizedLinearModel("y ~ g + t", family: .gaussian).fit(table)
    let without = try GeneralizedLinearModel("y ~ 0 + g + t", family: .gaussian).fit(table)
    #expect(without.estimate.aliased.isEmpty)
    #expect(abs(with["t"]! / without["t"]! - 1) < 1e-9)
    let errors = try [with, without].map { try $0.inference().coefficients.last!!.standardError }
    #expect(abs(errors[0] / errors[1] - 1) < 1e-9)
  }

  /// An intercept that other columns determine cannot take a shift.
  @Test func anAliasedIntercept() throws {
    let g = [1.0, 0, 1, 0, 1, 0, 1, 0]
    let far = Self.b.map { 1000 + $0 }
    let columns: [ColumnDescription] = [
      ColumnDescription(name: "g1", group: 1), ColumnDescription(name: "g2", group: 2), .intercept,
      ColumnDescription(name: "x", group: 3),
    ]
    let pieces: [ColumnPiece] = [
      .dense(ColumnStorage(g)), .dense(ColumnStorage(g.map { 1 - $0 })), .constant,
      .dense(ColumnStorage(far)),
    ]
    let source = MemorySource(
      rowCount: 8, columns: columns, pieces: pieces, response: [ColumnStorage(Self.y)])
    let estimate = try Estimator().fit(
      try Gaussian().likelihood(through: .identity, for: .values), to: source)
    #expect(estimate.aliased == [2] && estimate.coefficients[2] == 0)
    let means = try Predictor(
      likelihood: estimate.likelihood, layout: estimate.layout, coefficients: estimate.coefficients
    ).predict(source).means
    for column in [g, g.map { 1 - $0 }, far] {
      let score = column.indices.reduce(0.0) { $0 + column[$1] * (Self.y[$1] - means[$1][0]) }
      #expect(abs(score) < 1e-7)
    }
  }
}

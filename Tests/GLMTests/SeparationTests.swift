import Foundation
import GLM
import GLMTestSupport
import Testing

/// Published cases of fits at infinity: what moves where, the rows, and the finite limit to its digits. The truth is in
/// `separation/limits.csv`, with what made it.
@Suite struct SeparationTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/separation")

  private func table(_ name: String) throws -> Table {
    try Table(contentsOf: Self.folder.appending(path: "\(name).csv").path)
  }

  private func truth(_ name: String) throws -> [[String]] {
    let lines = try FixtureTable("separation/limits.csv").lines.filter { $0[0] == name }
    return try #require(lines.isEmpty ? nil : lines)
  }

  /// Holds a fit against the lines of its case.
  private func check(_ fit: Fit, _ name: String) throws {
    guard case .infinite(let recession) = fit.outcome else {
      Issue.record("\(name): \(fit.outcome)")
      return
    }
    #expect(recession.isExact, "\(name)")
    let wald = try? fit.limit?.inference()
    for line in try truth(name) {
      if line[1] == "deviance" {
        #expect(recession.rows == Int(line[3]), "\(name): \(recession.rows) rows")
        let deviance = Double(line[4]) ?? .nan
        if recession.isComplete {
          #expect(deviance == 0 && fit.limit == nil, "\(name)")
        } else {
          let found = try #require(fit.limit).statistics.deviance
          #expect(abs(found - deviance) <= 1e-12 * max(1, deviance), "\(name): deviance \(found)")
        }
        continue
      }
      let i = try #require(
        fit.model.coefficients.firstIndex {
          $0.term == line[1] && ($0.response ?? "") == line[2]
        }, "\(name): \(line[1])")
      #expect(recession.limits[i].rawValue == line[3], "\(name): \(line[1]) \(line[2])")
      let response = line[2].isEmpty ? nil : line[2]
      let limit = fit.limit?[line[1], response]
      switch recession.limits[i] {
      case .finite:
        let (value, error) = (Double(line[4]) ?? .nan, Double(line[5]) ?? .nan)
        #expect(
          abs((limit ?? .nan) - value) <= 1e-10 * error, "\(name): \(line[1]) is \(String(describing: limit))"
        )
        let found = try #require(wald?.coefficients[i]).standardError
        #expect(abs(found - error) <= 1e-10 * error, "\(name): error of \(line[1]) is \(found)")
      case .plusInfinity: #expect(fit.limit == nil || limit == .infinity)
      case .minusInfinity: #expect(fit.limit == nil || limit == -.infinity)
      case .undetermined: #expect(limit == nil)
      }
      if recession.limits[i] != .finite { #expect(wald?.coefficients[i] == nil) }
    }
    #expect(throws: InferenceError.notAnOptimum(fit.outcome)) { try fit.inference() }
  }

  private static let yesAndNo = [
    ("sep_quasi_endometrial", "HG ~ NV + PI + EH"), ("sep_complete_1", "y ~ x"), ("all_ones_logit", "y ~ x"),
  ]

  @Test(arguments: yesAndNo) func `yes and no`(_ name: String, _ formula: String) throws {
    try check(try GeneralizedLinearModel(formula, family: .bernoulli).fit(try table(name)), name)
  }

  /// The verdict is the same through any link, and so is what becomes of the coefficients.
  @Test func `every link gives the same verdict`() throws {
    for (name, formula) in Self.yesAndNo {
      let table = try table(name)
      let logit = try GeneralizedLinearModel(formula, family: .bernoulli).fit(table)
      for fit in [
        try GeneralizedLinearModel(formula, family: .bernoulli, link: .probit).fit(table),
        try GeneralizedLinearModel(formula, family: .bernoulli, link: .cloglog).fit(table),
        try GeneralizedLinearModel(formula, family: .bernoulli, link: .cauchit).fit(table),
      ] {
        guard case .infinite(let a) = logit.outcome, case .infinite(let b) = fit.outcome else {
          Issue.record("\(name), \(fit.model.link): \(fit.outcome)")
          continue
        }
        #expect(a.limits == b.limits && a.separatedRows == b.separatedRows, "\(name), \(fit.model.link)")
        #expect((fit.limit == nil) == (logit.limit == nil), "\(name), \(fit.model.link)")
      }
    }
  }

  @Test func `a factor whose reference is pure`() throws {
    let data = try table("sep_quasi_level_ref")
    var model = GeneralizedLinearModel("y ~ g + z", family: .bernoulli)
    model.options.frame.levels = ["g": ["c", "a", "b"]]
    let fit = try model.fit(data)
    try check(fit, "sep_quasi_level_ref")
    guard case .infinite(let recession) = fit.outcome else { return }
    #expect(recession.direction == [-1, 1, 1, 0])
  }

  @Test(arguments: [
    ("all_zero_counts", "y ~ x"), ("poisson_primer", "y ~ x"), ("poisson_combination", "y ~ x1 + x2 + x3"),
    ("poisson_silent", "y ~ x1 + x2 + x3 + x4"), ("poisson_diverging", "y ~ x1 + x2 + x3 + x4"),
  ])
  func `counts`(_ name: String, _ formula: String) throws {
    try check(try GeneralizedLinearModel(formula, family: .poisson).fit(try table(name)), name)
  }

  /// One class can be told from the others, which overlap: the model of those is what is left.
  @Test(arguments: ["setosa", "versicolor"]) func `a class that drops out`(_ reference: String) throws {
    let data = try table("sep_multinomial_iris")
    let others = ["setosa", "versicolor", "virginica"].filter { $0 != reference }
    var model = GeneralizedLinearModel(
      "Species ~ Sepal.Length + Sepal.Width + Petal.Length + Petal.Width", family: .categorical)
    model.options.frame.levels = ["Species": [reference] + others]
    try check(try model.fit(data), "iris against \(reference)")
  }

  @Test func `an overlap of 1e-8 is an optimum`() throws {
    let fit = try GeneralizedLinearModel("y ~ x", family: .bernoulli).fit(try table("nearsep_1e-08"))
    #expect(fit.outcome == .optimum(isGlobal: true) && fit.limit == nil)
    #expect(abs((fit["x"] ?? .nan) - 19.806975058054819811) < 1e-6)
    #expect(abs(fit.statistics.deviance - 2.7725889303095372048) < 1e-14)
  }

  /// A row of weight 0 says nothing of existence, and the limit keeps the weights and the offset of the rest.
  @Test func `weights and offsets are kept in the limit`() throws {
    let table = try Table(columns: [
      "y": [0, 0, 1, 1, 0, 1, 1, 0], "x": [0, 0, 0, 0, 0, 1, 1, 1], "w": [1, 2, 3, 1, 2, 5, 2, 0],
      "o": [2, 2, 2, 2, 2, 2, 2, 2],
    ])
    var model = GeneralizedLinearModel("y ~ x + offset(o)", family: .bernoulli)
    model.options.frame.weights = Weights(.frequency, column: "w")
    let fit = try model.fit(table)
    guard case .infinite(let recession) = fit.outcome else {
      Issue.record("\(fit.outcome)")
      return
    }
    #expect(recession.separatedRows == [5, 6] && !recession.isComplete)
    #expect(fit.limit?["x"] == .infinity)
    // Four successes to five failures, less the offset.
    #expect(abs((fit.limit?["(Intercept)"] ?? .nan) - (log(0.8) - 2)) < 1e-14)
    let error = try fit.limit?.inference().coefficients[0]?.standardError ?? .nan
    #expect(abs(error - (1.0 / 4 + 1.0 / 5).squareRoot()) < 1e-14)
  }

  /// A prior holds the slopes: only the intercept can run away, and where it does so does nothing else.
  @Test func `a prior holds what it is about`() throws {
    let table = try table("sep_complete_1")
    let held = try GeneralizedLinearModel("y ~ x", family: .bernoulli, prior: NormalPrior(precision: 1)).fit(
      table)
    #expect(held.outcome.isOptimum)
    let ones = try GeneralizedLinearModel("y ~ x", family: .bernoulli, prior: NormalPrior(precision: 1))
      .fit(try self.table("all_ones_logit"))
    guard case .infinite(let recession) = ones.outcome else {
      Issue.record("\(ones.outcome)")
      return
    }
    #expect(recession.limits == [.plusInfinity, .finite] && recession.direction == [1, 0])
  }

  @Test func `the error of an inference at infinity says what to ask`() throws {
    let fit = try GeneralizedLinearModel("HG ~ NV + PI + EH", family: .bernoulli)
      .fit(try table("sep_quasi_endometrial"))
    do {
      _ = try fit.inference()
      Issue.record("there is no inference at infinity")
    } catch {
      #expect("\(error)".contains("no finite estimate") && "\(error)".contains("limit"))
    }
    #expect(fit.limit?["NV"] == .infinity && fit.limit?["nothing"] == nil)
    #expect(throws: InferenceError.badLevel(2)) { try fit.limit?.inference(level: 2) }
    #expect(fit.statistics.aic == nil)
  }
}

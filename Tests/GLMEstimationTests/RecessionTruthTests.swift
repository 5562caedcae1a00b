import GLMAlgebra
import GLMEstimation
import GLMModel
import GLMTestSupport
import Testing

/// Everything that is said of a fit at infinity, against all extreme rays of the cone of small integer designs.
@Suite struct RecessionTruthTests {
  private struct Design: CustomStringConvertible {
    let name: String
    let columns: [[Int]]
    var description: String { name }
  }

  private static let designs = [
    Design(name: "eight on a line", columns: [[1, 2, 3, 4, 5, 6, 7, 8]]),
    Design(name: "two columns", columns: [[0, 1, 2, 3, 0, 1, 2, 3], [1, -2, 0, 3, 5, 2, -1, 0]]),
    Design(
      name: "a factor and a number",
      columns: [[1, 1, 0, 0, 0, 0, 1], [0, 0, 1, 1, 0, 0, 0], [3, 1, 4, 1, 5, 9, 2]]),
    Design(name: "ties", columns: [[0, 0, 1, 1, 2, 2, 0], [0, 1, 0, 1, 0, 1, 0]]),
  ]

  private func fit(_ name: String, _ columns: [[Int]], _ y: [Int]) throws -> Estimate {
    let model = try #require(likelihoodCases.first { $0.name == name })
    let data = SmallData(columns: columns.map { $0.map { Double($0) } }, response: y.map { Double($0) })
    return try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
  }

  /// Holds an outcome against the truth; whether it is at infinity.
  private func check(
    _ fit: Estimate, _ rows: [[[Int]]], dimension: Int, isEquality: [Bool], _ note: String,
    _ findings: inout Findings
  ) -> Bool {
    let truth = ExactVerdict(rows, dimension: dimension)
    guard case .infinite(let found) = fit.outcome else {
      findings.check(!truth.isInfinite && fit.outcome.isOptimum, "\(note): \(fit.outcome)")
      return false
    }
    findings.check(truth.isInfinite, "\(note): called infinite")
    findings.check(found.isExact, "\(note): not decided exactly")
    let moving = truth.moves.indices.filter { !isEquality[$0] && truth.moves[$0].contains(true) }
    findings.check(found.separatedRows == moving, "\(note): rows \(found.separatedRows) for \(moving)")
    let isComplete = truth.moves.indices.allSatisfy { !isEquality[$0] && truth.moves[$0].allSatisfy { $0 } }
    findings.check(found.isComplete == isComplete, "\(note): complete is \(found.isComplete)")
    let limits = (0..<dimension).map { j -> CoefficientLimit in
      switch (truth.rises[j], truth.falls[j]) {
      case (true, true): .undetermined
      case (true, false): .plusInfinity
      case (false, true): .minusInfinity
      case (false, false): .finite
      }
    }
    findings.check(found.limits == limits, "\(note): \(found.limits) for \(limits)")
    for j in 0..<dimension where limits[j] == .finite {
      findings.check(found.direction[j] == 0, "\(note): direction \(found.direction)")
    }
    let signs = rows.joined().allSatisfy { v in
      zip(v, found.direction).reduce(0) { $0 + Double($1.0) * $1.1 } >= -1e-13
    }
    findings.check(signs, "\(note): \(found.direction) violates a row")
    // What is left has an optimum, without the moved rows.
    if isComplete {
      findings.check(fit.limit == nil, "\(note): nothing is left")
    } else {
      findings.check(
        fit.limit?.outcome.isOptimum == true,
        "\(note): the limit is \(String(describing: fit.limit?.outcome))")
      findings.check((fit.limit?.loss ?? 0) <= fit.loss + 1e-9, "\(note): the limit is no supremum")
    }
    return true
  }

  @Test(arguments: [
    ("bernoulli logit", 0), ("bernoulli logit", 1), ("bernoulli logit", 2), ("bernoulli probit", 3),
    ("bernoulli cloglog", 3), ("bernoulli loglog", 3), ("bernoulli cauchit", 3),
  ])
  func `every yes and no`(_ name: String, _ place: Int) throws {
    let design = Self.designs[place]
    let n = design.columns[0].count
    var findings = Findings()
    var infinite = 0
    for bits in 0..<(1 << n) {
      let y = (0..<n).map { (bits >> $0) & 1 }
      let rows = (0..<n).map { i -> [[Int]] in
        let row = [1] + design.columns.map { $0[i] }
        return [y[i] == 1 ? row : row.map { -$0 }]
      }
      let isInfinite = check(
        try fit(name, design.columns, y), rows, dimension: design.columns.count + 1,
        isEquality: y.map { _ in false }, "\(design), y = \(y)", &findings)
      if isInfinite { infinite += 1 }
    }
    #expect(findings.isClean, "\(findings)")
    #expect(infinite > 2 && infinite < (1 << n))
  }

  @Test(arguments: [("poisson log", 1), ("poisson log", 2), ("poisson log", 3), ("negative binomial log", 3)])
  func `every pattern of zeros`(_ name: String, _ place: Int) throws {
    let design = Self.designs[place]
    let n = design.columns[0].count
    var findings = Findings()
    var infinite = 0
    for bits in 0..<(1 << n) {
      let y = (0..<n).map { ((bits >> $0) & 1) * ($0 + 1) }
      let rows = (0..<n).map { i -> [[Int]] in
        let row = [1] + design.columns.map { $0[i] }
        return y[i] == 0 ? [row.map { -$0 }] : [row, row.map { -$0 }]
      }
      let isInfinite = check(
        try fit(name, design.columns, y), rows, dimension: design.columns.count + 1,
        isEquality: y.map { $0 > 0 }, "\(design), y = \(y)", &findings)
      if isInfinite { infinite += 1 }
    }
    #expect(findings.isClean, "\(findings)")
    #expect(infinite > 2 && infinite < (1 << n))
  }

  @Test(arguments: [[1, 2, 3, 4, 5], [1, 1, 2, 2, 4], [0, 0, 0, 1, 1]])
  func `every class of three`(_ x: [Int]) throws {
    var findings = Findings()
    var infinite = 0
    for code in 0..<243 {
      let y = (0..<5).map { code / [1, 3, 9, 27, 81][$0] % 3 }
      let rows = zip(x, y).map { x, y -> [[Int]] in
        let lines = [[0, 0, 0, 0], [1, x, 0, 0], [0, 0, 1, x]]
        return (0..<3).filter { $0 != y }.map { k in zip(lines[y], lines[k]).map { $0 - $1 } }
      }
      let isInfinite = check(
        try fit("categorical of 3", [x], y), rows, dimension: 4, isEquality: y.map { _ in false },
        "x = \(x), y = \(y)", &findings)
      if isInfinite { infinite += 1 }
    }
    #expect(findings.isClean, "\(findings)")
    #expect(infinite > 0)
  }
}

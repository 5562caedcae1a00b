import GLMAlgebra
import GLMEstimation
import GLMModel
import GLMTestSupport
import Testing

/// A column that earlier ones determine is named, and the rest is fitted as if it were not there.
@Suite struct AliasTests {
  private static let models = ["gaussian identity", "bernoulli logit", "poisson log", "categorical of 3"]

  private func fit(_ model: LikelihoodCase, _ data: SmallData, _ solver: any Solver = Newton()) throws
    -> Estimate
  {
    try Estimator(solver: solver, threads: 1).fit(model.likelihood, to: model.source(data))
  }

  @Test(arguments: models) func laterOfTheDependentIsNamed(_ name: String) throws {
    let model = try #require(likelihoodCases.first { $0.name == name })
    let planes = model.likelihood.predictorCount
    let base = model.data(columnCount: 2)
    let (x, z) = (base.columns[0], base.columns[1])
    let constant = Array(repeating: 3.7, count: base.rowCount)
    let zero = Array(repeating: 0.0, count: base.rowCount)
    let sum = zip(x, z).map { 2 * $0 - 0.5 * $1 + 100 }
    for (columns, aliased) in [
      ([x, x, z], [2]), ([x, z, sum], [3]), ([x, sum, z], [3]), ([constant, x, z], [1]), ([x, zero, z], [2]),
      ([x, z, constant, sum], [3, 4]), ([x, x.map { 1e8 * $0 }, z], [2]), ([x, x.map { $0 + 1e9 }, z], [2]),
    ] {
      let plain = try fit(model, base)
      var data = base
      data.columns = columns
      let dependent = try fit(model, data)
      let p = columns.count + 1
      #expect(
        dependent.aliased == (0..<planes).flatMap { k in aliased.map { $0 + k * p } }, "\(dependent.aliased)")
      #expect(dependent.outcome == plain.outcome && plain.outcome.isOptimum)
      #expect(dependent.rank == plain.rank)
      #expect(relativeDifference(dependent.loss, plain.loss) < 1e-10)
      for j in dependent.aliased {
        #expect(dependent.coefficients[j] == 0)
        #expect(dependent.inverseInformation?[j, j].isNaN == true)
      }
    }
  }

  @Test(arguments: models) func theRelationIsTold(_ name: String) throws {
    let model = try #require(likelihoodCases.first { $0.name == name })
    let base = model.data(columnCount: 2)
    let (x, z) = (base.columns[0], base.columns[1])
    func relation(_ columns: [[Double]]) throws -> [String] {
      var data = base
      data.columns = columns
      let fit = try fit(model, data)
      #expect(fit.aliasRelations.allSatisfy { $0.error < 1e-7 })
      return fit.aliasRelations.map { $0.text(fit.layout.columns) }
    }
    let zero = Array(repeating: 0.0, count: base.rowCount)
    let names = model.source(base).columns.dropFirst().map(\.name)
    let (first, second) = (names[0], names[1])
    #expect(try relation([x, z, zip(x, z).map { 2 * $0 - $1 }]) == ["2·\(first) − \(second)"])
    #expect(
      try relation([x, z, zip(x, z).map { 100 - $0 / 3 + 0.25 * $1 }]) == [
        "100 − 1/3·\(first) + 0.25·\(second)"
      ])
    #expect(try relation([x, z, x.map { -$0 }]) == ["−\(first)"])
    #expect(try relation([x, z, x.map { $0 + 1e9 }]) == ["1000000000 + \(first)"])
    #expect(try relation([x, zero]) == ["0"])
    #expect(try relation([x.map { _ in 3.5 }, z]) == ["3.5"])
    #expect(try relation([x, x.map { $0 * .pi }]) == ["3.14159·\(first)"])
    #expect(try relation([x.map { $0 + 5e6 }, x]) == ["−5000000 + \(first)"])
  }

  @Test func nearlyDependentIsNotDependent() throws {
    let model = try #require(likelihoodCases.first { $0.name == "gaussian identity" })
    var data = model.data(columnCount: 2)
    let (x, z) = (data.columns[0], data.columns[1])
    data.columns = [x, zip(x, z).map { $0 + 1e-5 * $1 }]
    let fit = try fit(model, data)
    #expect(fit.aliased.isEmpty && fit.outcome.isOptimum)
  }

  @Test(arguments: solverCases) func everySolverLeavesItOut(_ item: SolverCase) throws {
    let model = try #require(likelihoodCases.first { $0.name == "bernoulli logit" })
    var data = model.data(columnCount: 2)
    let plain = try fit(model, data)
    data.columns.insert(data.columns[0].map { 1 - 2 * $0 }, at: 1)
    let other = try fit(model, data, item.solver)
    #expect(other.aliased == [2])
    let kept = [0, 1, 3].map { other.coefficients[$0] }
    #expect(largestDifference(kept, plain.coefficients, floor: 1) < 1e-8)
  }

  /// Fewer rows than columns: as many coefficients as rows, the first ones.
  @Test func moreColumnsThanRows() throws {
    let model = try #require(likelihoodCases.first { $0.name == "gaussian identity" })
    let data = SmallData(
      columns: [[1, 2, 4], [1, 5, 2], [0, 3, 3], [7, 1, 2]], response: [1, 4, 2])
    let fit = try fit(model, data)
    #expect(fit.rank == 3 && fit.aliased == [3, 4])
    #expect(fit.loss < 1e-25, "a saturated fit: \(fit.loss)")
  }
}

extension AliasTests {
  /// What is left of a column that is constant but for rounding is no predictor.
  @Test func constantToRoundingIsConstant() throws {
    let model = try #require(likelihoodCases.first { $0.name == "gaussian identity" })
    var data = model.data(columnCount: 1)
    let x = data.columns[0]
    data.columns = [x, x.indices.map { $0 % 3 == 0 ? 1 : 1 - 0x1p-53 }]
    let fit = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(fit.aliased == [2] && fit.outcome.isOptimum)
    #expect(fit.aliasRelations.map { $0.text(fit.layout.columns) } == ["1"])
  }

  /// So many rows determine so many coefficients, however little rounding leaves of later columns.
  @Test(arguments: [3, 4, 5]) func rankIsAtMostTheRows(rows: Int) throws {
    let model = try #require(likelihoodCases.first { $0.name == "gaussian identity" })
    let x = (1...rows).map(Double.init)
    let columns = (1...9).map { power in
      x.map { value in (0..<power).reduce(1.0) { product, _ in product * value } }
    }
    let data = SmallData(columns: columns, response: x.map { 1 / $0 })
    let fit = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(fit.rank <= rows)
  }

  /// A column that is another combination but for one part in ten million has something of its own to say.
  @Test(arguments: [1e-7, 1e-9, 1e-11]) func nearRelationsAreNone(share: Double) throws {
    let model = try #require(likelihoodCases.first { $0.name == "gaussian identity" })
    var data = model.data(columnCount: 3)
    let (a, b, e) = (data.columns[0], data.columns[1], data.columns[2])
    data.columns = [a, b, a.indices.map { a[$0] - 2 * b[$0] + share * e[$0] }]
    let fit = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(fit.aliased.isEmpty && fit.outcome.isOptimum)
  }

  /// What rounding alone has left of a combination is nothing, whatever the sizes and however far from zero.
  @Test(arguments: [(1.0, 0.0), (1e6, 0), (1e-6, 1), (1, 1e6), (1, 1.7e9), (1e3, -1e12)])
  func roundedRelationsAreRelations(size: Double, place: Double) throws {
    let model = try #require(likelihoodCases.first { $0.name == "gaussian identity" })
    var data = model.data(columnCount: 2)
    let a = data.columns[0].map { size * $0 + place }
    let b = data.columns[1].map { size * $0 / 3 - place / 7 }
    data.columns = [a, b, a.indices.map { 1.1 * a[$0] - b[$0] / 3 }]
    let fit = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(fit.aliased == [3] && fit.outcome.isOptimum)
  }
}

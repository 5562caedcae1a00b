import GLM
import GLMTestSupport
import Testing

/// Successes of trials and the same trials one a row: the same coefficients, standard errors and likelihood-ratio
/// tests; other deviances, which the report explains.
@Suite struct GroupingTests {
  private static let groups: [(x: Double, z: Double, successes: Int, trials: Int)] = [
    (0, 0, 2, 9), (1, 0, 3, 8), (2, 0, 4, 9), (0, 1, 1, 6), (1, 1, 3, 7), (2, 1, 5, 8), (0.5, 2, 2, 7),
    (1.5, 2, 4, 6),
  ]

  private static func grouped() throws -> Table {
    try Table(columns: [
      "x": groups.map(\.x), "z": groups.map(\.z), "s": groups.map { Double($0.successes) },
      "n": groups.map { Double($0.trials) },
    ])
  }

  private static func single() throws -> Table {
    let rows = groups.flatMap { g in (0..<g.trials).map { (g.x, g.z, $0 < g.successes ? 1.0 : 0) } }
    return try Table(columns: ["x": rows.map(\.0), "z": rows.map(\.1), "y": rows.map(\.2)])
  }

  static let links = Catalog.links.filter { $0.probability != nil }.map(\.name)

  @Test(arguments: links) func `grouping changes the deviance alone`(link: String) throws {
    let response = try Catalog.responseModel(family: "bernoulli", link: link)
    func fits(_ left: String, _ table: Table) throws -> (small: Fit, large: Fit) {
      func fit(_ right: String) throws -> Fit {
        let fit = try GeneralizedLinearModel("\(left) ~ \(right)", response: response).fit(table)
        #expect(fit.outcome.isOptimum)
        return fit
      }
      return (try fit("x"), try fit("x + z"))
    }
    let a = try fits("cbind(s, n - s)", Self.grouped())
    let b = try fits("y", Self.single())
    for (p, q) in zip(try a.large.inference().coefficients, try b.large.inference().coefficients) {
      let (p, q) = (try #require(p), try #require(q))
      #expect(abs(p.estimate - q.estimate) < 1e-9)
      #expect(abs(p.standardError / q.standardError - 1) < 1e-9)
      #expect(abs(p.pValue - q.pValue) < 1e-9)
    }
    let (ratio, other) = (
      a.small.statistics.deviance - a.large.statistics.deviance,
      b.small.statistics.deviance - b.large.statistics.deviance
    )
    #expect(abs(ratio - other) < 1e-9)
    #expect(abs(a.large.statistics.deviance - b.large.statistics.deviance) > 10)
    #expect(a.large.summary().contains("with the trials in\nother groups it is another"))
    #expect(b.large.summary().contains("Rows are single trials"))
  }
}

import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Loss, residual and curvatures of families on positive means through their links, over the whole range of predictors.
@Suite struct LikelihoodRowTests {
  private static let families: [any Family] =
    [
      Gaussian(), Poisson(), QuasiPoisson(), Gamma(), InverseGaussian(), NegativeBinomial(theta: 0.02),
      NegativeBinomial(theta: 2), NegativeBinomial(theta: 1e12), quasi("mu^2.5"),
    ] + [-1, 1.3, 1.5, 1.9, 2.5].map { Tweedie(power: $0) }

  private static let links: [any Link] = [
    Log(), Identity(), SquareRoot(), Inverse(), InverseSquare(), Power(0.25), Power(-0.5),
  ]

  /// Relative 1e-13, and beside it what a rounding of the mean, of 4 units in the last place, does to a difference.
  @Test func `rows agree with fifty digits`() throws {
    let table = try FixtureTable("likelihood_rows.csv")
    let cases = Dictionary(grouping: table.lines) { $0[0] }
    #expect(cases.count == 33)
    for (name, lines) in cases {
      let words = name.split(separator: " ").map(String.init)
      let family = try #require(
        Self.families.first { $0.name == words[0] },
        "\(name)")
      let link = try #require(Self.links.first { $0.name == words[1] }, "\(name)")
      let likelihood = try family.likelihood(through: link, for: .values)
      var findings = Findings()
      for line in lines {
        let values = table.numbers(line, from: 1)
        let (response, predictors, truth) = (RowResponse(values[0]), [values[1]], Array(values[2...5]))
        let expected = likelihood.rows([response], at: [predictors], .curvature(.expected))
        let observed = likelihood.rows([response], at: [predictors], .curvature(.observed))
        let got = [
          expected.loss[0], expected.residual[0][0], expected.curvature[0][0], observed.curvature[0][0],
        ]
        let terms = [values[6], values[7], 0, values[8]]
        for (k, name) in ["loss", "residual", "expected", "observed"].enumerated() {
          let bound = 1e-13 * truth[k].magnitude + 4 * .ulpOfOne * terms[k] + .leastNormalMagnitude
          findings.check(
            got[k] == truth[k] || (got[k] - truth[k]).magnitude <= bound,
            "\(name) of \(values[0]) at \(values[1]): \(got[k]), not \(truth[k])")
        }
      }
      #expect(findings.isClean, "\(name): \(findings)")
    }
  }
}

import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Loss, residual and both curvatures at random responses and linear predictors, for every family through every link.
@Suite struct RandomRowTests {
  private static let families: [any Family] =
    [Gaussian(), Poisson(), QuasiPoisson(), Gamma(), InverseGaussian(), Bernoulli()]
    + [-1, 1.5, 2.7].map { Tweedie(power: $0) } + [0.02, 2, 1e9].map { NegativeBinomial(theta: $0) }

  private static let links: [any Link] = [
    Logit(), Probit(), ComplementaryLogLog(), LogLog(), Cauchit(), Log(), Identity(), SquareRoot(), Inverse(),
    InverseSquare(), Power(3), Power(0.3), Power(-0.7),
  ]

  /// Relative 1e-13. A difference of terms, such as y − μ, is also allowed what a rounding of the mean by 4 units in the
  /// last place does to it, which is what a double of it can hold; and below the smallest normal number, a trial, that.
  @Test func `rows agree with seven hundred digits`() throws {
    let cases = Dictionary(grouping: try FixtureTable("random_rows.csv").lines) { $0[0] + " " + $0[1] }
    #expect(cases.count == 79)
    for (name, lines) in cases {
      let family = try #require(Self.families.first { $0.name == lines[0][0] }, "\(name)")
      let link = try #require(Self.links.first { $0.name == lines[0][1] }, "\(name)")
      let values = lines.map { $0[2...].map { Double($0) ?? .nan } }
      let hasTrials = values[0][1] > 0
      let likelihood = try family.likelihood(through: link, for: hasTrials ? .successesOfTrials : .values)
      let responses = values.map { hasTrials ? RowResponse($0[0], trials: $0[1]) : RowResponse($0[0]) }
      let predictors = values.map { [$0[2]] }
      let expected = likelihood.rows(responses, at: predictors, .curvature(.expected))
      let observed = likelihood.rows(responses, at: predictors, .curvature(.observed))
      var findings = Findings()
      for (i, v) in values.enumerated() {
        let got = [
          expected.loss[i], expected.residual[0][i], expected.curvature[0][i], observed.curvature[0][i],
        ]
        // Where a probability is known by its logarithm alone, a product with it is as good as that.
        let isTiny = hasTrials && v[5].magnitude < 1e-150 && v[5] != 0
        let terms = [v[7], v[8], isTiny ? 0.25 * v[5] * Double.log(v[5]).magnitude : 0, v[9]]
        for (k, part) in ["loss", "residual", "expected", "observed"].enumerated() {
          let truth = v[3 + k]
          let bound =
            1e-13 * truth.magnitude + 4 * .ulpOfOne * terms[k] + .leastNormalMagnitude * max(1, v[1])
          findings.check(
            got[k] == truth || (got[k] - truth).magnitude <= bound,
            "\(part) of \(v[0]) of \(v[1]) at \(v[2]): \(got[k]), not \(truth)")
        }
      }
      #expect(findings.isClean, "\(name): \(findings)")
    }
  }

  /// Softmax: a class of probability 1e-200 has a residual and a curvature right relative to themselves.
  @Test func `classes agree with seven hundred digits`() throws {
    let likelihood = CategoricalLikelihood(classes: 4)
    var findings = Findings()
    for line in try FixtureTable("random_classes.csv").lines {
      let v = line.map { Double($0) ?? .nan }
      let row = likelihood.rows([RowResponse(v[0])], at: [Array(v[1...3])], .curvature(.observed))
      let got = row.loss + row.residual.map { $0[0] } + row.curvature.map { $0[0] }
      for (value, truth) in zip(got, v[4...]) {
        let bound = 1e-13 * truth.magnitude + .leastNormalMagnitude
        findings.check((value - truth).magnitude <= bound, "\(line[0...3]): \(value), not \(truth)")
      }
      #expect(got.count == v.count - 4)
    }
    #expect(findings.looked == 4000)
    #expect(findings.isClean, "\(findings)")
  }
}

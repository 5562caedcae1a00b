import GLMAlgebra
import GLMModel
import GLMTestSupport
import Testing

/// The laws of the tails, the starts and the saturated fit, over ``likelihoodCases``.
@Suite struct LikelihoodTailTests {
  @Test(arguments: likelihoodCases) func finiteAsFarAsTheReach(_ item: LikelihoodCase) {
    var findings = Findings()
    for (response, predictors) in item.pairs(item.predictors + item.far) {
      for kind in item.likelihood.curvatures {
        let row = item.likelihood.rows([response], at: [predictors], .curvature(kind))
        findings.check(
          row.all.allSatisfy(\.isFinite) && row.loss[0] >= 0,
          "\(response) at \(predictors): \(row.loss[0]), \(row.residual.map { $0[0] }), \(row.curvature.map { $0[0] })"
        )
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Beyond, and on the closed edges of the domain: finite or a signed infinity, never NaN.
  @Test(arguments: likelihoodCases) func neverNaN(_ item: LikelihoodCase) {
    var findings = Findings()
    for (response, predictors) in item.pairs(item.far + item.beyond) {
      for kind in item.likelihood.curvatures {
        let row = item.likelihood.rows([response], at: [predictors], .curvature(kind))
        findings.check(
          !row.all.contains(where: \.isNaN) && row.loss[0] >= 0,
          "\(response) at \(predictors), \(kind): \(row.loss[0]), \(row.residual.map { $0[0] }), \(row.curvature.map { $0[0] })"
        )
      }
      let means = item.likelihood.means(at: predictors)
      findings.check(
        !means.means.contains(where: \.isNaN) && !means.slopes.joined().contains(where: \.isNaN),
        "means at \(predictors): \(means)")
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Loss 0 where the model reproduces the row, and above 0 elsewhere.
  @Test(arguments: likelihoodCases) func lossIsZeroAtTheSaturatedFit(_ item: LikelihoodCase) {
    var findings = Findings()
    for response in item.responses {
      guard let predictors = item.saturated(response) else { continue }
      let loss = item.likelihood.loss(response, at: predictors)
      findings.check(loss >= 0 && loss <= 1e-15, "\(response) at \(predictors): \(loss)")
      if response.value == item.likelihood.support.interval.lower { continue }
      guard item.likelihood.recession(response) == .origin, item.isInside(predictors) else { continue }
      // The residual is 0 there too, up to the rounding of η.
      let row = item.likelihood.rows([response], at: [predictors], .curvature(.expected))
      for (k, x) in predictors.enumerated() {
        let c = row.curvature[PackedSymmetric.index(k, k)][0]
        findings.check(
          row.residual[k][0].magnitude <= 8 * .ulpOfOne
            * (c * max(1, x.magnitude) + response.value.magnitude),
          "\(response) at \(predictors): residual \(row.residual[k][0])")
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  @Test(arguments: likelihoodCases) func everyResponseHasAFeasibleStart(_ item: LikelihoodCase) {
    var findings = Findings()
    for response in item.responses {
      let start = item.likelihood.start(response)
      let loss = item.likelihood.loss(response, at: start)
      findings.check(
        start.allSatisfy(\.isFinite) && item.isInside(start) && loss.isFinite,
        "\(response): \(start), \(loss)")
    }
    #expect(findings.isClean, "\(findings)")
  }

  @Test(arguments: likelihoodCases) func onlyPossibleResponsesAreTaken(_ item: LikelihoodCase) {
    for response in item.responses { #expect(item.likelihood.complaint(response) == nil, "\(response)") }
    for value in [Double.nan, .infinity, -.infinity] {
      let trials = item.responses[0].trials
      #expect(item.likelihood.complaint(RowResponse(value, trials: trials)) != nil, "\(value)")
      if item.likelihood.responseCount == 2 {
        #expect(item.likelihood.complaint(RowResponse(0, trials: value)) != nil, "0 of \(value)")
      }
    }
    if item.likelihood.responseCount == 2 {
      #expect(item.likelihood.complaint(RowResponse(3, trials: 2)) != nil)
      #expect(item.likelihood.complaint(RowResponse(0, trials: -1)) != nil)
      let isWhole = item.likelihood.support.isWhole
      #expect((item.likelihood.complaint(RowResponse(1, trials: 1.5)) != nil) == isWhole)
    }
    let range = item.likelihood.support.interval
    if range.lower.isFinite {
      #expect(item.likelihood.complaint(RowResponse(range.lower - 1, trials: 9)) != nil)
    }
    if range.upper.isFinite { #expect(item.likelihood.complaint(RowResponse(range.upper + 1)) != nil) }
    if item.likelihood.support.isWhole { #expect(item.likelihood.complaint(RowResponse(0.5)) != nil) }
  }

  /// ∂μ/∂η by differences, and means that are a distribution where there are several.
  @Test(arguments: likelihoodCases) func slopesOfMeansAreDifferences(_ item: LikelihoodCase) {
    var findings = Findings()
    for predictors in item.predictors {
      let (means, slopes) = item.likelihood.means(at: predictors)
      if means.count > 1 {
        let sum = means.reduce(0, +)
        findings.check((sum - 1).magnitude < 4 * .ulpOfOne && means.allSatisfy { $0 > 0 }, "Σμ = \(sum)")
        for k in predictors.indices {
          let total = slopes.reduce(0) { $0 + $1[k] }
          findings.check(total.magnitude < 4 * .ulpOfOne, "Σ∂μ/∂η = \(total)")
        }
      }
      for m in means.indices {
        for k in predictors.indices {
          let numerical = derivative(at: predictors[k], reach: item.reach(at: predictors, plane: k)) { x in
            item.likelihood.means(at: predictors.replacing(k, with: x)).means[m]
          }
          findings.check(
            numerical.agrees(with: slopes[m][k]),
            "(\(m), \(k)) at \(predictors): \(slopes[m][k]), \(numerical)")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }
}

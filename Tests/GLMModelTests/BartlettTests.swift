import GLMAlgebra
import GLMModel
import GLMTestSupport
import Testing

/// What a likelihood says of η and what its distribution says of y, against each other, over ``likelihoodCases``.
@Suite struct BartlettTests {
  /// log p(y) = normalizer − loss, and the probabilities sum to 1.
  @Test(arguments: likelihoodCases) func densityIsNormalizerLessLoss(_ item: LikelihoodCase) {
    guard let distribution = item.likelihood.distribution else { return }
    var findings = Findings()
    for predictors in item.predictors {
      let means = item.likelihood.means(at: predictors).means
      guard item.likelihood.isMild(means) else { continue }
      var total = CompensatedSum()
      for (response, spacing) in item.likelihood.outcomes(at: predictors) {
        let density = distribution.logDensity(response, means: means, dispersion: 1)
        let loss = item.likelihood.loss(response, at: predictors)
        if let normalizer = item.likelihood.logNormalizer(response, weight: 1, dispersion: 1) {
          findings.check(
            (density - (normalizer - loss)).magnitude <= 1e-12 * (1 + density.magnitude),
            "\(response) at \(predictors): \(density), \(normalizer) − \(loss)")
        }
        total.add(spacing * Double.exp(density))
      }
      findings.check((total.value - 1).magnitude < 1e-11, "Σp = \(total.value) at \(predictors)")
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Σ p(y) r = 0, Σ p(y) r rᵀ = expected curvature, Σ p(y) y = μ.
  @Test(arguments: likelihoodCases) func identitiesOfBartlett(_ item: LikelihoodCase) {
    let likelihood = item.likelihood
    guard let distribution = likelihood.distribution else { return }
    var findings = Findings()
    let k = likelihood.predictorCount
    for predictors in item.predictors {
      let means = likelihood.means(at: predictors).means
      guard likelihood.isMild(means) else { continue }
      var first = Array(repeating: CompensatedSum(), count: k)
      var second = Array(repeating: CompensatedSum(), count: k * (k + 1) / 2)
      var observed = second
      var mean = CompensatedSum()
      var trials = 1.0
      for (response, spacing) in likelihood.outcomes(at: predictors) {
        let p = spacing * Double.exp(distribution.logDensity(response, means: means, dispersion: 1))
        let r = likelihood.residual(response, at: predictors)
        let c =
          likelihood.curvatures.contains(.observed)
          ? likelihood.curvature(response, at: predictors, .observed) : nil
        trials = response.trials
        mean.add(p * response.value)
        for a in 0..<k {
          first[a].add(p * r[a])
          for b in 0...a {
            second[PackedSymmetric.index(a, b)].add(p * r[a] * r[b])
            if let c { observed[PackedSymmetric.index(a, b)].add(p * c[a, b]) }
          }
        }
      }
      let expected = likelihood.curvature(
        RowResponse(0, trials: trials), at: predictors,
        likelihood.curvatures.contains(.expected) ? .expected : .observed)
      let size = expected.diagonal.reduce(0, max)
      for a in 0..<k {
        findings.check(
          first[a].value.magnitude <= 1e-11 * max(size.squareRoot(), size),
          "Σ p r = \(first[a].value) at \(predictors)")
      }
      for (i, entry) in expected.entries.enumerated() {
        findings.check(
          (second[i].value - entry).magnitude <= 1e-10 * size,
          "Σ p r rᵀ = \(second[i].value), not \(entry), at \(predictors)")
        guard likelihood.curvatures.contains(.observed) else { continue }
        findings.check(
          (observed[i].value - entry).magnitude <= 1e-10 * size,
          "mean observed curvature \(observed[i].value), not \(entry), at \(predictors)")
      }
      let told =
        means.count == 1 ? trials * means[0] : means.enumerated().reduce(0) { $0 + Double($1.0) * $1.1 }
      findings.check(
        (mean.value - told).magnitude <= 1e-11 * max(1, told.magnitude), "Σ p y = \(mean.value), not \(told)")
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// P(Y ≤ y) adds up the densities, and the quantile is its inverse.
  @Test(arguments: likelihoodCases) func cumulativeAndQuantileAgree(_ item: LikelihoodCase) {
    guard let distribution = item.likelihood.distribution else { return }
    var findings = Findings()
    for predictors in item.predictors {
      let means = item.likelihood.means(at: predictors).means
      guard item.likelihood.isMild(means) else { continue }
      var sum = CompensatedSum()
      var before = 0.0
      for (response, spacing) in item.likelihood.outcomes(at: predictors) {
        let cumulative = distribution.cumulative(response, means: means, dispersion: 1)
        findings.check(cumulative >= before && cumulative <= 1, "P(Y ≤ \(response)) = \(cumulative)")
        guard item.likelihood.support.isWhole else { continue }
        sum.add(spacing * Double.exp(distribution.logDensity(response, means: means, dispersion: 1)))
        findings.check(
          (cumulative - sum.value).magnitude < 1e-12, "P(Y ≤ \(response)) = \(cumulative), not \(sum.value)")
        let middle = (before + cumulative) / 2
        if cumulative - before > 1e-9 {
          let quantile = distribution.quantile(middle, trials: response.trials, means: means, dispersion: 1)
          findings.check(quantile == response.value, "quantile \(middle) is \(quantile), not \(response)")
        }
        before = cumulative
      }
      if !item.likelihood.support.isWhole {
        for p in [1e-9, 0.1, 0.5, 0.975] {
          let y = distribution.quantile(p, trials: 1, means: means, dispersion: 1)
          let back = distribution.cumulative(RowResponse(y), means: means, dispersion: 1)
          findings.check(relativeDifference(back, p) < 1e-6, "P(Y ≤ quantile(\(p))) = \(back)")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }
}

extension Likelihood {
  /// Whether the outcomes at these means can be listed, and 1 − μ told by μ where that counts.
  func isMild(_ means: [Double]) -> Bool {
    means.allSatisfy { $0.magnitude < 200 }
      && !(support.interval.upper == 1 && means.count == 1 && means[0] > 0.999)
      && !(responseCount == 2 && means[0] > 0.999)
  }

  /// Every response that counts at these means, with the spacing that makes their sum an integral where they are a
  /// grid on the line: the trapezoidal rule is exact to rounding for a normal density.
  func outcomes(at predictors: [Double]) -> [(response: RowResponse, spacing: Double)] {
    let (means, slopes) = self.means(at: predictors)
    let variance = slopes[0][0] / curvature(RowResponse(1), at: predictors, .expected)[0, 0] * slopes[0][0]
    if responseCount == 2 { return (0...4).map { (RowResponse(Double($0), trials: 4), 1) } }
    guard support.isWhole else {
      if support.interval.lower == -.infinity {
        return (-96...96).map { (RowResponse(means[0] + Double($0) / 8), 0.125) }
      }
      // Even steps of the logarithm, from where a density on the positive line has not begun to where it has ended.
      let step = min(1.0 / 13, (variance / means[0] / means[0]).squareRoot() / 6)
      return (Int(max(-40 / step, -3000))...Int(min(18 / step, 3000))).map { i in
        let value = means[0] * Double.exp(Double(i) * step)
        return (RowResponse(value), value * step)
      }
    }
    // The tail of a negative binomial falls by the factor 1 − 1/(V/μ) from one count to the next.
    let spread = max(1, variance / means[0])
    let top =
      support.interval.upper.isFinite
      ? support.interval.upper : (means[0] + 12 * (spread * means[0]).squareRoot() + 36 * spread)
    return stride(from: support.interval.lower, through: top.rounded(), by: 1).map { (RowResponse($0), 1) }
  }
}

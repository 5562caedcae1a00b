import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// The default deviance, by quadrature, and the closed forms, against each other and against 50 digits.
@Suite struct DevianceQuadratureTests {
  @Test(arguments: familyCases) func defaultIsTheClosedForm(_ item: FamilyCase) {
    var findings = Findings()
    for y in item.responses {
      for mean in item.means {
        let quadrature =
          item.hasRealZeros
          ? DevianceQuadrature.unitDeviance(y, mean) { item.family.variance($0) }
          : DevianceQuadrature.refinedUnitDeviance(y, mean) { item.family.variance($0) }
        let closed = item.family.unitDeviance(y, mean)
        findings.check(
          relativeDifference(quadrature, closed) <= item.family.quadratureBound(mean),
          "d(\(y), \(mean)): \(quadrature), \(closed)")
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  private static let families: [any Family] =
    [
      Gaussian(), Bernoulli(), Poisson(), OverdispersedCounts(theta: 2), NegativeBinomial(theta: 0.01),
      NegativeBinomial(theta: 1e9), Gamma(), InverseGaussian(),
    ] + [-1, 0, 1, 1.3, 1.5, 1.999, 2, 2.5, 3, 4].map { Tweedie(power: $0) }
    + ["mu", "2*sqrt(mu)", "mu^2*(1-mu)^2", "mu+0.5*mu^2", "1+mu^2", "exp(mu/4)"].map { quasi($0) }

  @Test func bothAgreeWithFiftyDigits() throws {
    let table = try FixtureTable("deviances.csv")
    let names = [
      "negative-binomial": "overdispersed-counts", "negative-binomial:1e9": "negative-binomial:1000000000",
    ]
    var findings = Findings()
    for line in table.lines {
      let family = try #require(Self.families.first { $0.name == names[line[0]] ?? line[0] }, "\(line[0])")
      let values = table.numbers(line, from: 1)
      let (y, mean, truth) = (values[0], values[1], values[2])
      let closed = family.unitDeviance(y, mean)
      // Beside 1e-13, what a rounding of μ does.
      let slope = (2 * (y - mean) / family.variance(mean) * mean).magnitude
      findings.check(
        closed == truth || (closed - truth).magnitude <= 1e-13 * truth.magnitude + .ulpOfOne * slope,
        "\(line[0]) d(\(y), \(mean)) = \(closed), not \(truth)")
      // Zeros off the real line, one of so high an order that the integral hardly has an end, and underflow.
      if line[0].contains("1+mu") || line[0].contains("exp") || line[0].contains("1.999") { continue }
      if family.variance(mean) < 1e-290 { continue }
      let quadrature = DevianceQuadrature.unitDeviance(y, mean) { family.variance($0) }
      findings.check(
        relativeDifference(quadrature, truth) <= family.quadratureBound(mean),
        "\(line[0]) ∫ d(\(y), \(mean)) = \(quadrature), not \(truth)")
    }
    #expect(findings.looked >= 2000)
    #expect(findings.isClean, "\(findings)")
  }

  /// However far the mean is from the response, the answer is a number, or an infinity where the true one is.
  @Test(arguments: familyCases) func hostileMeansGiveNoNaN(_ item: FamilyCase) {
    var findings = Findings()
    let means = [.leastNonzeroMagnitude, 1e-300, 1e-100, 1e-20, 0.5, 1 - 0x1p-53, 1e20, 1e100, 1e200, 1e300]
    for y in item.responses {
      for mean in means where item.family.support.means.contains(mean) {
        let quadrature = DevianceQuadrature.unitDeviance(y, mean) { item.family.variance($0) }
        findings.check(quadrature >= 0, "∫ d(\(y), \(mean)) = \(quadrature)")
        let closed = item.family.unitDeviance(y, mean)
        findings.check(closed >= 0, "d(\(y), \(mean)) = \(closed)")
      }
    }
    #expect(findings.isClean, "\(findings)")
  }
}

extension Family {
  /// 1e-12, and what rounding μ does to the variance near an upper end of the means, where V is told by 1 − μ.
  fileprivate func quadratureBound(_ mean: Double) -> Double {
    let top = support.means.upper
    return 1e-12 + (top.isFinite ? 2 * .ulpOfOne * top / (top - mean) : 0)
  }
}

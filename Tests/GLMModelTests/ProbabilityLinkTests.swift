import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// The laws of probability links, over the probability links of ``linkCases``.
@Suite struct ProbabilityLinkTests {
  /// Relative 4e-15, and what rounding an exponent does to an exponential as small as the value.
  @Test(arguments: probabilityLinkCases) func tailsAgreeWithFiftyDigits(_ item: LinkCase) throws {
    let link = try #require(item.link as? any ProbabilityLink)
    let names = ["log μ", "log(1 − μ)", "a", "b", "A", "B"]
    let table = try FixtureTable("probability_tails.csv")
    var findings = Findings()
    for line in table.lines where line[0] == link.name {
      let values = table.numbers(line, from: 1)
      let tails = link.tails(values[0])
      for (name, (got, truth)) in zip(names, zip(tails.values, values[1...])) {
        let size = truth == 0 ? 0 : Double.log(truth.magnitude).magnitude
        let bound = 4e-15 * (1 + size / 8) * truth.magnitude + .leastNormalMagnitude
        findings.check(
          got == truth || (got - truth).magnitude <= bound, "\(name) at \(values[0]) is \(got), not \(truth)")
      }
    }
    if item.predictorFromTails != nil { #expect(findings.looked >= 60, "no fixture for \(link.name)") }
    #expect(findings.isClean || findings.looked == 0, "\(findings)")
  }

  @Test(arguments: probabilityLinkCases) func tailDerivativesAreDifferences(_ item: LinkCase) throws {
    let link = try #require(item.link as? any ProbabilityLink)
    var findings = Findings()
    var informative = 0
    for x in item.predictors {
      let claimed = link.tails(x)
      let reach = item.reach(at: x)
      for (name, value, function) in [
        ("a", claimed.logMeanSlope, { link.tails($0).logMean }),
        ("b", -claimed.logComplementSlope, { link.tails($0).logComplement }),
        ("A", -claimed.logMeanCurvature, { link.tails($0).logMeanSlope }),
        ("B", claimed.logComplementCurvature, { link.tails($0).logComplementSlope }),
      ] as [(String, Double, (Double) -> Double)] {
        let numerical = derivative(at: x, reach: reach, function)
        findings.check(numerical.agrees(with: value), "\(name) at \(x): \(value), \(numerical)")
        if numerical.error <= 1e-7 * value.magnitude { informative += 1 }
      }
    }
    #expect(findings.isClean, "\(findings)")
    #expect(informative >= 2 * item.predictors.count, "differences say too little: \(informative)")
  }

  @Test(arguments: probabilityLinkCases) func meanAndComplementMakeOne(_ item: LinkCase) throws {
    let link = try #require(item.link as? any ProbabilityLink)
    var findings = Findings()
    for x in item.predictors {
      let tails = link.tails(x)
      let sum = Double.exp(tails.logMean) + Double.exp(tails.logComplement)
      findings.check((sum - 1).magnitude <= 4 * .ulpOfOne, "eᵃ + eᵇ is \(sum) at \(x)")
      // The larger of the two told by the smaller, relative to itself.
      let (small, large) = (
        min(tails.logMean, tails.logComplement), max(tails.logMean, tails.logComplement)
      )
      if small < 0, small > -708 {
        let told = Double.logOneMinusExp(small)
        let bound = 1e-14 * (1 + small.magnitude) * max(told.magnitude, 0x1p-53)
        findings.check((told - large).magnitude <= bound, "\(large) beside \(small) at \(x)")
      }
      // What the exponential of a logarithm of that size can say.
      let bound = 2 * .ulpOfOne * (4 + tails.logMean.magnitude + tails.logComplement.magnitude)
      let inverse = link.inverse(x)
      findings.check(relativeDifference(tails.mean, inverse.mean, floor: 1e-300) < bound, "two means at \(x)")
      findings.check(
        relativeDifference(tails.slope, inverse.slope, floor: 1e-300) < 8 * bound, "two slopes at \(x)")
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Never clamped: however far out, another η is another probability.
  @Test(arguments: probabilityLinkCases) func tailsNeverStandStill(_ item: LinkCase) throws {
    let link = try #require(item.link as? any ProbabilityLink)
    var findings = Findings()
    let rises = link.tails(item.predictors[0]).logMeanSlope > 0
    let predictors = rises ? item.predictors : item.predictors.reversed()
    for (x, y) in zip(predictors, predictors.dropFirst()) {
      let (p, q) = (link.tails(x), link.tails(y))
      let up = min(p.logMeanSlope, q.logMeanSlope) * (y - x)
      let down = min(p.logComplementSlope, q.logComplementSlope) * (y - x)
      findings.check(
        q.logMean >= p.logMean && q.logComplement <= p.logComplement, "not monotone from \(x) to \(y)")
      if up > 8 * p.logMean.ulp { findings.check(q.logMean > p.logMean, "log μ stands from \(x) to \(y)") }
      if down > 8 * q.logComplement.ulp {
        findings.check(q.logComplement < p.logComplement, "log(1 − μ) stands from \(x) to \(y)")
      }
      findings.check(p.logMean <= 0 && p.logComplement <= 0, "a probability above 1 at \(x)")
    }
    #expect(findings.isClean, "\(findings)")
  }

  @Test(arguments: probabilityLinkCases) func concaveLinksHaveCurvaturesAboveZero(_ item: LinkCase) throws {
    let link = try #require(item.link as? any ProbabilityLink)
    guard link.isLogConcave else { return }
    for x in item.predictors {
      let tails = link.tails(x)
      #expect(tails.logMeanCurvature >= 0 && tails.logComplementCurvature >= 0, "at \(x)")
    }
  }

  /// Through the root a = 2/η, b = 2η/(1 − η²) and a b is near 4, whatever becomes of a.
  @Test func `a curvature is told where a slope is beyond numbers`() throws {
    let likelihood = try Bernoulli().likelihood(through: SquareRoot(), for: .values)
    for x in [1e-300, 3e-308, 1e-308, 1.7e-313, 5e-324] {
      let row = likelihood.rows([RowResponse(0)], at: [[x]], .curvature(.expected))
      #expect((row.curvature[0][0] / 4 - 1).magnitude < 1e-12, "at \(x): \(row.curvature[0][0])")
    }
  }

  /// The short initializer gives what the exact form gives, where logarithms do not cancel.
  @Test func shortFormAgrees() {
    for x in [-6, -1, 0, 0.5, 4.0] {
      let exact = Logit().tails(x)
      let short = ProbabilityTails(
        logMean: exact.logMean, logComplement: exact.logComplement,
        logSlope: exact.logMean + exact.logComplement,
        logSlopeDerivative: exact.logMeanSlope - exact.logComplementSlope)
      #expect(largestDifference(short.values, exact.values) < 1e-13)
    }
  }
}

extension ProbabilityTails {
  /// In the order of the fixture.
  fileprivate var values: [Double] {
    [logMean, logComplement, logMeanSlope, logComplementSlope, logMeanCurvature, logComplementCurvature]
  }
}

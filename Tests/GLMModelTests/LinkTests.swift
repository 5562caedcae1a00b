import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// The laws of links, over ``linkCases``.
@Suite struct LinkTests {
  @Test(arguments: linkCases) func inverseIsUndone(_ item: LinkCase) {
    var findings = Findings()
    var compared = 0
    for x in item.predictors {
      let inverse = item.link.inverse(x)
      // What the rounding of μ does to η.
      let bound = 8 * .ulpOfOne * (x.magnitude + (inverse.mean / inverse.slope).magnitude)
      if bound <= 1e-9 * max(1, x.magnitude) {
        compared += 1
        let back = item.link(inverse.mean)
        findings.check((back - x).magnitude <= bound, "g(g⁻¹(\(x))) = \(back)")
      }
      // Where μ rounds to 1, log(1 − μ) still tells.
      if let probability = item.link as? any ProbabilityLink, let told = item.predictorFromTails {
        compared += 1
        let back = told(probability.tails(x))
        findings.check(
          (back - x).magnitude <= 1e-11 * max(x.magnitude, 1e-3), "from the tails at \(x): \(back)")
      }
    }
    #expect(findings.isClean, "\(findings)")
    #expect(compared >= 2 * item.predictors.count / 3)
  }

  @Test(arguments: linkCases) func slopesAreDifferences(_ item: LinkCase) {
    var findings = Findings()
    var informative = 0
    for x in item.predictors {
      let claimed = item.link.inverse(x)
      let reach = item.reach(at: x)
      let slope = derivative(at: x, reach: reach) { item.link.inverse($0).mean }
      let second = derivative(at: x, reach: reach) { item.link.inverse($0).slope }
      findings.check(slope.agrees(with: claimed.slope), "slope at \(x): \(claimed.slope), \(slope)")
      findings.check(second.agrees(with: claimed.second), "second at \(x): \(claimed.second), \(second)")
      if slope.error <= 1e-7 * claimed.slope.magnitude { informative += 1 }
    }
    #expect(findings.isClean, "\(findings)")
    #expect(informative >= item.predictors.count / 2, "differences say too little: \(informative)")
  }

  @Test(arguments: linkCases) func meansAreMonotoneAndPossible(_ item: LinkCase) {
    var findings = Findings()
    let rising = item.link.inverse(item.predictors[item.predictors.count / 2]).slope > 0
    for (x, y) in zip(item.predictors, item.predictors.dropFirst()) {
      let (a, b) = (item.link.inverse(x), item.link.inverse(y))
      let change = rising ? b.mean - a.mean : a.mean - b.mean
      findings.check(change >= 0, "from \(x) to \(y) the mean goes from \(a.mean) to \(b.mean)")
      // Never clamped: a difference that a double can say is said.
      let least = min(a.slope.magnitude, b.slope.magnitude) * (y - x)
      if least > 4 * max(a.mean.ulp, b.mean.ulp) {
        findings.check(change > 0, "from \(x) to \(y) the mean stays \(a.mean)")
      }
      findings.check(
        a.mean >= item.link.means.lower && a.mean <= item.link.means.upper, "an impossible mean \(a.mean)")
    }
    #expect(findings.isClean, "\(findings)")
  }

  @Test func closedFormsAreWhatTheySay() {
    for item in linkCases {
      for x in item.predictors {
        switch item.link.form {
        case .identity: #expect(item.link.inverse(x).mean == x)
        case .logarithm: #expect(relativeDifference(item.link.inverse(x).mean, Double.exp(x)) < 1e-15)
        case .power(let exponent):
          #expect(relativeDifference(item.link.inverse(x).mean, Double.pow(x, 1 / exponent)) < 1e-15)
        case .general: break
        }
      }
    }
  }
}

extension LinkCase {
  /// How far differences may reach from `x` inside the domain.
  func reach(at x: Double) -> Double {
    let domain = link.domain
    return 0.9 * min(max(0.25, x.magnitude > 1e4 ? x.magnitude / 8 : 0), x - domain.lower, domain.upper - x)
  }
}

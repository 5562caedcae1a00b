import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// The laws of families, over ``familyCases``.
@Suite struct FamilyTests {
  @Test(arguments: familyCases) func devianceIsZeroAtTheResponse(_ item: FamilyCase) {
    var findings = Findings()
    for y in item.responses where item.family.support.means.contains(y) {
      findings.check(item.family.unitDeviance(y, y) == 0, "d(\(y), \(y)) = \(item.family.unitDeviance(y, y))")
    }
    #expect(findings.isClean, "\(findings)")
  }

  @Test(arguments: familyCases) func devianceIsAboveZeroElsewhere(_ item: FamilyCase) {
    var findings = Findings()
    for y in item.responses {
      for mean in item.means where mean != y {
        let d = item.family.unitDeviance(y, mean)
        findings.check(d > 0 && d.isFinite, "d(\(y), \(mean)) = \(d)")
      }
      // Near the response too, where a difference of logarithms would be noise.
      for gap in [1e-3, 1e-6, 1e-9] where item.family.support.means.contains(y) {
        let mean = y + gap * max(y.magnitude, 1e-3)
        guard item.family.support.means.contains(mean) else { continue }
        let variance = item.family.variance(Jet(variable: y))
        let square = (mean - y) * (mean - y) / variance.value
        let bend = max(1, (y * variance.first / variance.value).magnitude)
        let d = item.family.unitDeviance(y, mean)
        findings.check(
          (d / square - 1).magnitude < 3 * gap * bend, "d(\(y), \(mean)) = \(d), not about \(square)")
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// ∂d/∂μ = −2(y − μ)/V(μ).
  @Test(arguments: familyCases) func devianceFallsTowardsTheResponse(_ item: FamilyCase) {
    var findings = Findings()
    var informative = 0
    let ends = item.family.support.means
    for y in item.responses {
      for mean in item.means {
        let reach = 0.4 * min(max(mean.magnitude, 0.1), mean - ends.lower, ends.upper - mean)
        let numerical = derivative(at: mean, reach: reach) { item.family.unitDeviance(y, $0) }
        let claimed = -2 * (y - mean) / item.family.variance(mean)
        findings.check(numerical.agrees(with: claimed), "at (\(y), \(mean)): \(claimed), \(numerical)")
        if numerical.error <= 1e-7 * claimed.magnitude { informative += 1 }
      }
    }
    #expect(findings.isClean, "\(findings)")
    #expect(informative >= 2 * findings.looked / 3, "\(informative) of \(findings.looked)")
  }

  @Test(arguments: familyCases) func varianceIsAboveZeroInside(_ item: FamilyCase) {
    for mean in item.means {
      #expect(item.family.support.means.contains(mean))
      #expect(item.family.variance(mean) > 0, "V(\(mean))")
    }
  }

  @Test(arguments: familyCases) func varianceDifferentiatesItself(_ item: FamilyCase) {
    var findings = Findings()
    let ends = item.family.support.means
    for mean in item.means {
      let jet = item.family.variance(Jet(variable: mean))
      let reach = 0.4 * min(max(mean.magnitude, 0.1), mean - ends.lower, ends.upper - mean)
      let first = derivative(at: mean, reach: reach) { item.family.variance($0) }
      let second = derivative(at: mean, reach: reach) { item.family.variance(Jet(variable: $0)).first }
      findings.check(jet.value == item.family.variance(mean), "V(\(mean))")
      findings.check(first.agrees(with: jet.first), "V′(\(mean)) = \(jet.first), \(first)")
      findings.check(second.agrees(with: jet.second), "V″(\(mean)) = \(jet.second), \(second)")
    }
    #expect(findings.isClean, "\(findings)")
  }

  @Test(arguments: familyCases) func supportIsWhatTheCaseSays(_ item: FamilyCase) {
    // Shares of trials are responses of a Bernoulli family too, but not single ones.
    for y in item.responses where y == y.rounded() || !item.family.support.isWhole {
      #expect(item.family.support.contains(y))
    }
    for bad in [Double.nan, .infinity, -.infinity] { #expect(!item.family.support.contains(bad)) }
    for y in item.responses {
      let mean = item.family.startingMean(y, inside: item.family.support.means)
      #expect(item.family.support.means.contains(mean), "a fit starts from \(mean)")
    }
  }
}

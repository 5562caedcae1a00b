import GLMAlgebra
import GLMFamilies
import GLMModel
import Testing

/// Intervals, supports, domains and jets: small things that the laws rest on.
@Suite struct DomainTests {
  @Test func intervalsKnowTheirEnds() {
    let half = Interval(from: 0, to: 1, includesLower: true)
    #expect(half.contains(0) && half.contains(0.5) && !half.contains(1) && !half.contains(.nan))
    #expect(Interval.real.contains(1e308) && !Interval.real.contains(.infinity))
    let both = half.intersection(Interval(from: 0, to: 2, includesUpper: true))
    #expect(both == Interval(from: 0, to: 1), "an end belongs if it belongs to both")
    #expect(half.intersection(.real) == half)
  }

  @Test func supportsRefuse() {
    #expect(Support.counts.contains(0) && Support.counts.contains(1e15))
    for bad in [-1, 0.5, .nan, .infinity, -.infinity] { #expect(!Support.counts.contains(bad), "\(bad)") }
    #expect(Support.binary.contains(1) && !Support.binary.contains(2))
    #expect(!Support.positive.contains(0) && Support.nonnegative.contains(0))
  }

  @Test func domainsAreThoseOfFamilyAndLink() throws {
    let identity = try Poisson().likelihood(through: Identity(), for: .values).domain
    #expect(identity.contains([0]) && !identity.contains([-1e-300]) && identity.contains([1e300]))
    #expect(try Poisson().likelihood(through: Log(), for: .values).domain.isEverywhere)
    let log = try Bernoulli().likelihood(through: Log(), for: .values).domain
    #expect(log.contains([0]) && log.contains([-1e300]) && !log.contains([1e-300]))
    let unit = try Bernoulli().likelihood(through: Identity(), for: .values).domain
    #expect(
      unit.contains([0]) && unit.contains([1]) && !unit.contains([-1e-300]) && !unit.contains([1 + 1e-15]))
    let two = PredictorDomain([PredictorDomain.Constraint(normal: [1, -1], bound: 0, isOpen: true)])
    #expect(two.contains([1, 2]) && !two.contains([2, 2]))
  }

  /// Every function of a jet by the chain rule, against a closed form of f″.
  @Test func jetsDifferentiate() {
    let x = Jet(variable: 0.7)
    func expect(_ jet: Jet, _ f: Double, _ d: Double, _ dd: Double) {
      let size = 1e-14 * (1 + f.magnitude + d.magnitude + dd.magnitude)
      #expect((jet.value - f).magnitude < size && (jet.first - d).magnitude < size)
      #expect((jet.second - dd).magnitude < size)
    }
    let e = Double.exp(0.49)
    expect(Jet.exp(x * x), e, 1.4 * e, (2 + 1.96) * e)
    expect(Jet(1) / x, 1 / 0.7, -1 / 0.49, 2 / 0.343)
    expect(Jet.log(x), Double.log(0.7), 1 / 0.7, -1 / 0.49)
    expect(Jet.log(onePlus: x), Double.log(1.7), 1 / 1.7, -1 / 2.89)
    expect(Jet.sqrt(x), Double.sqrt(0.7), 0.5 / Double.sqrt(0.7), -0.25 / (0.7 * Double.sqrt(0.7)))
    expect(Jet.pow(x, 3), 0.343, 1.47, 4.2)
    expect(Jet.expMinusOne(-x), Double.exp(-0.7) - 1, -Double.exp(-0.7), Double.exp(-0.7))
    let p = Double.logistic(0.7)
    expect(Jet.logOnePlusExp(x), Double.logOnePlusExp(0.7), p, p * (1 - p))
    expect(Jet.logSumExp(x, Jet(0)), Double.logOnePlusExp(0.7), p, p * (1 - p))
    expect(x - Jet(2) * x, -0.7, -1, 0)
  }
}

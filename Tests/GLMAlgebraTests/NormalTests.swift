import GLMAlgebra
import Testing

@Suite struct NormalTests {
  @Test func agreesWithFiftyDigits() throws {
    let fixture = try SpecialFunctionFixture("special_functions.csv")
    let relative = SpecialFunctionFixture.relative(1e-15)
    let fewUlps = SpecialFunctionFixture.ulps(4)
    fixture.expect("normalDensity", within: fewUlps) { x, _ in Normal.density(x) }
    let exponential: (SpecialFunctionFixture.Line) -> Double = {
      4e-16 * $0.value * (1 + Double.log(max($0.value, 1e-308)).magnitude)
    }
    fixture.expect("normalDensity", within: exponential) { x, _ in .exp(Normal.logDensity(x)) }
    fixture.expect("normalUpperTail", within: relative) { x, _ in Normal.upperTail(x) }
    fixture.expect("normalUpperTail", within: relative) { x, _ in Normal.cumulative(-x) }
    fixture.expect("normalLogUpperTail", within: fewUlps) { x, _ in Normal.logUpperTail(x) }
    fixture.expect("normalLogUpperTail", within: fewUlps) { x, _ in Normal.logCumulative(-x) }
  }

  @Test func hazardAgreesWithFiftyDigits() throws {
    let fixture = try SpecialFunctionFixture("special_functions.csv")
    let relative = SpecialFunctionFixture.relative(1e-15)
    fixture.expect("normalHazard", within: relative) { x, _ in Normal.hazard(x).hazard }
    fixture.expect("normalExcess", within: relative) { x, _ in Normal.hazard(x).excess }
  }

  @Test func quantileAgreesWithFiftyDigits() throws {
    let fixture = try SpecialFunctionFixture("special_functions.csv")
    let relative = SpecialFunctionFixture.relative(2e-15)
    fixture.expect("normalQuantileUpper", within: relative) { q, _ in Normal.quantile(upperTail: q) }
    fixture.expect("normalQuantileUpper", within: relative) { q, _ in -Normal.quantile(q) }
  }

  @Test func limits() {
    #expect(Normal.hazard(.infinity) == (.infinity, 0))
    #expect(Normal.hazard(-.infinity) == (0, .infinity))
    #expect(Normal.hazard(1e8).hazard == 1e8 + 1e-8)
    #expect((Normal.hazard(1e8).excess * 1e8 - 1).magnitude < 1e-15)
    #expect(Normal.hazard(-1000) == (0, 1000))
    #expect(Normal.hazard(1e300).excess == 1e-300)
    #expect(Normal.upperTail(.infinity) == 0)
    #expect(Normal.upperTail(-.infinity) == 1)
    #expect(Normal.upperTail(0) == 0.5)
    #expect(Normal.cumulative(-.infinity) == 0)
    #expect(Normal.logUpperTail(.infinity) == -.infinity)
    #expect(Normal.logUpperTail(-.infinity) == 0)
    #expect(Normal.density(.infinity) == 0)
    #expect(Normal.logDensity(-.infinity) == -.infinity)
    #expect(Normal.quantile(0) == -.infinity)
    #expect(Normal.quantile(1) == .infinity)
    #expect(Normal.quantile(0.5) == 0)
    #expect(Normal.quantile(0.5).sign == .plus)
    #expect(Normal.quantile(-0.1).isNaN)
    #expect(Normal.quantile(upperTail: 1.1).isNaN)
    #expect(Normal.twoSidedPValue(0) == 1)
    #expect(Normal.twoSidedPValue(.infinity) == 0)
  }

  @Test func notANumberOnlyForOne() {
    for x in hostileDoubles {
      let terms = Normal.upperTailTerms(x)
      let values = [
        Normal.density(x), Normal.logDensity(x), Normal.cumulative(x), Normal.upperTail(x),
        Normal.logCumulative(x), Normal.logUpperTail(x), Normal.hazard(x).hazard, Normal.hazard(x).excess,
        Normal.twoSidedPValue(x), terms.log, terms.hazard, terms.excess,
      ]
      #expect(values.allSatisfy { $0.isNaN == x.isNaN }, "at \(x)")
      #expect(Normal.quantile(x).isNaN == !(x >= 0 && x <= 1))
    }
  }

  @Test func theTermsOfARowAreTheSame() {
    for x in stride(from: -45.0, through: 45, by: 0.173) {
      let terms = Normal.upperTailTerms(x)
      #expect(terms.log == Normal.logUpperTail(x))
      #expect((terms.hazard, terms.excess) == Normal.hazard(x))
    }
  }

  @Test func isMonotone() {
    let points = Array(stride(from: -38.0, through: 38, by: 0x1p-7))
    for (x, y) in zip(points, points.dropFirst()) {
      #expect(Normal.logUpperTail(x) > Normal.logUpperTail(y))
      #expect(Normal.upperTail(x) >= Normal.upperTail(y))
      let (left, right) = (Normal.hazard(x), Normal.hazard(y))
      #expect(left.hazard < right.hazard && left.excess > right.excess)
      let curvature = left.hazard * left.excess
      #expect(curvature >= 0 && curvature <= 1)
    }
  }

  @Test func smallPValuesAreNotZero() {
    #expect((Normal.twoSidedPValue(37.0656) / 1.00e-300 - 1).magnitude < 0.01)
    for z in stride(from: 0.0, through: 37, by: 0.31) {
      #expect(Normal.twoSidedPValue(z) == Normal.twoSidedPValue(-z))
      let error = (Normal.twoSidedPValue(z) / (2 * Normal.upperTail(z)) - 1).magnitude
      #expect(error < 4e-16)
      #expect((Normal.upperTail(z) + Normal.upperTail(-z) - 1).magnitude < 2e-16)
    }
  }

  @Test func quantileReturnsToItsTail() {
    for exponent in stride(from: -1020.0, through: -1, by: 0.7) {
      let q = Double.pow(2, exponent)
      let x = Normal.quantile(upperTail: q)
      let error = (Normal.upperTail(x) / q - 1).magnitude
      #expect(error < 2e-15 * (1 + x * Normal.hazard(x).hazard), "at \(q)")
      #expect(Normal.quantile(q) == -x)
    }
  }
}

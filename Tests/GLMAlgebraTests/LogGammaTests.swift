import GLMAlgebra
import Testing

@Suite struct LogGammaTests {
  @Test func agreesWithFiftyDigits() throws {
    let fixture = try SpecialFunctionFixture("special_functions.csv")
    fixture.expect("logGamma", within: SpecialFunctionFixture.relative(1e-15)) { x, _ in .logGamma(x) }
    let bound: (SpecialFunctionFixture.Line) -> Double = {
      $0.first >= 1 ? 1e-15 * $0.value : 4e-16 * (1 + Double.log($0.first).magnitude)
    }
    fixture.expect("stirlingCorrection", within: bound) { x, _ in .stirlingCorrection(x) }
  }

  @Test func limits() {
    #expect(Double.logGamma(1) == 0)
    #expect(Double.logGamma(2) == 0)
    #expect(Double.logGamma(0) == .infinity)
    #expect(Double.logGamma(.infinity) == .infinity)
    #expect(Double.stirlingCorrection(0) == .infinity)
    #expect(Double.stirlingCorrection(.infinity) == 0)
    for x in hostileDoubles {
      #expect(Double.logGamma(x).isNaN == !(x >= 0))
      #expect(Double.stirlingCorrection(x).isNaN == !(x >= 0))
    }
  }

  @Test func recurrence() {
    for x in stride(from: 0.03, through: 12, by: 0.0173) {
      let left = Double.logGamma(x + 1)
      let right = Double.logGamma(x) + Double.log(x)
      #expect((left - right).magnitude < 2e-15 * (1 + left.magnitude))
    }
  }
}

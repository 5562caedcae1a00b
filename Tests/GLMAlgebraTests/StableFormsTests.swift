import GLMAlgebra
import Testing

@Suite struct StableFormsTests {
  @Test func agreeWithFiftyDigits() throws {
    let fixture = try SpecialFunctionFixture("special_functions.csv")
    let fewUlps = SpecialFunctionFixture.ulps(4)
    fixture.expect("logOnePlusExp", within: fewUlps) { x, _ in .logOnePlusExp(x) }
    fixture.expect("logOneMinusExp", within: fewUlps) { x, _ in .logOneMinusExp(x) }
    fixture.expect("logistic", within: fewUlps) { x, _ in .logistic(x) }
    fixture.expect("excessOverLog", within: fewUlps) { x, _ in .excessOverLog(onePlus: x) }
    let bound: (SpecialFunctionFixture.Line) -> Double = {
      2 * max($0.first.magnitude, $0.second.magnitude, 1).ulp
    }
    fixture.expect("logSumExp", within: bound) { a, b in .logSumExp(a, b) }
  }

  @Test func limits() {
    #expect(Double.logOnePlusExp(.infinity) == .infinity)
    #expect(Double.logOnePlusExp(-.infinity) == 0)
    #expect(Double.logOnePlusExp(1e300) == 1e300)
    #expect(Double.logistic(.infinity) == 1)
    #expect(Double.logistic(-.infinity) == 0)
    #expect(Double.logOneMinusExp(-.infinity) == 0)
    #expect(Double.logOneMinusExp(0) == -.infinity)
    #expect(Double.logOneMinusExp(1).isNaN)
    #expect(Double.excessOverLog(onePlus: 0) == 0)
    #expect(Double.excessOverLog(onePlus: -1) == .infinity)
    #expect(Double.excessOverLog(onePlus: .infinity) == .infinity)
    #expect(Double.excessOverLog(onePlus: -2).isNaN)
    #expect(Double.logSumExp(.infinity, .infinity) == .infinity)
    #expect(Double.logSumExp(-.infinity, -.infinity) == -.infinity)
    #expect(Double.logSumExp(.infinity, -.infinity) == .infinity)
    #expect(Double.logSumExp(3, -.infinity) == 3)
  }

  @Test func notANumberOnlyWhereItBelongs() {
    for x in hostileDoubles {
      #expect(Double.logOnePlusExp(x).isNaN == x.isNaN)
      #expect(Double.logistic(x).isNaN == x.isNaN)
      #expect(Double.logOneMinusExp(x).isNaN == !(x <= 0))
      #expect(Double.excessOverLog(onePlus: x).isNaN == !(x >= -1))
      for y in hostileDoubles { #expect(Double.logSumExp(x, y).isNaN == (x.isNaN || y.isNaN)) }
    }
  }

  @Test func logisticIsSymmetric() {
    for x in stride(from: -40.0, through: 40, by: 0.37) {
      #expect((Double.logistic(x) + Double.logistic(-x) - 1).magnitude <= 0x1p-51)
      #expect(Double.logSumExp(x, 1.5) == Double.logSumExp(1.5, x))
    }
  }

  @Test func theCLibraryIsReached() {
    #expect(Double.exp(1) == 2.718281828459045)
    #expect(Double.log(Double.exp(1)) == 1)
    #expect(Double.log10(1000) == 3)
    #expect(Double.expMinusOne(1e-20) == 1e-20)
    #expect(Double.log(onePlus: 1e-20) == 1e-20)
    #expect(Double.sqrt(2) == 2.0.squareRoot())
    #expect(Double.pow(2, 0.5) == 2.0.squareRoot())
    #expect(Double.sin(0) == 0 && Double.cos(0) == 1 && Double.tan(0) == 0)
    #expect(4 * Double.atan(1) == .pi)
    #expect(Double.erf(0.5) + Double.erfc(0.5) == 1)
  }
}

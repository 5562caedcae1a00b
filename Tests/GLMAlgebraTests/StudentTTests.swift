import GLMAlgebra
import Testing

@Suite struct StudentTTests {
  static let freedoms = [0.5, 1, 2, 3.7, 10, 137, 1e4, 1e7, 1e15, .infinity]

  @Test func agreesWithFiftyDigits() throws {
    let fixture = try SpecialFunctionFixture("student_t.csv")
    let relative = SpecialFunctionFixture.relative(4e-15)
    fixture.expect("upperTail", within: relative) { StudentT(degreesOfFreedom: $0).upperTail($1) }
    fixture.expect("upperTail", within: relative) { StudentT(degreesOfFreedom: $0).cumulative(-$1) }
    fixture.expect("logUpperTail", within: relative) { StudentT(degreesOfFreedom: $0).logUpperTail($1) }
    fixture.expect("logUpperTail", within: relative) { StudentT(degreesOfFreedom: $0).logCumulative(-$1) }
    fixture.expect("density", within: relative) { StudentT(degreesOfFreedom: $0).density($1) }
    let exponential: (SpecialFunctionFixture.Line) -> Double = {
      2e-15 * $0.value * (1 + Double.log(max($0.value, 1e-308)).magnitude)
    }
    fixture.expect("density", within: exponential) { .exp(StudentT(degreesOfFreedom: $0).logDensity($1)) }
    fixture.expect("quantileUpper", within: relative) {
      StudentT(degreesOfFreedom: $0).quantile(upperTail: $1)
    }
    fixture.expect("quantileUpper", within: relative) { -StudentT(degreesOfFreedom: $0).quantile($1) }
  }

  @Test func oneAndTwoDegreesOfFreedomAreElementary() {
    let (one, two) = (StudentT(degreesOfFreedom: 1), StudentT(degreesOfFreedom: 2))
    for t in stride(from: 0.01, through: 60, by: 0.173) {
      let arc = Double.atan(1 / t) / .pi
      #expect((one.upperTail(t) / arc - 1).magnitude < 4e-15)
      let root = Double.sqrt(2 + t * t)
      let algebraic = 1 / (root * (root + t))
      #expect((two.upperTail(t) / algebraic - 1).magnitude < 4e-15)
    }
  }

  @Test(arguments: freedoms) func limits(freedom: Double) {
    let t = StudentT(degreesOfFreedom: freedom)
    #expect(t.upperTail(0) == 0.5)
    #expect(t.upperTail(.infinity) == 0)
    #expect(t.upperTail(-.infinity) == 1)
    #expect(t.logUpperTail(.infinity) == -.infinity)
    #expect(t.logUpperTail(-.infinity) == 0)
    #expect(t.twoSidedPValue(0) == 1)
    #expect(t.twoSidedPValue(-.infinity) == 0)
    #expect(t.density(.infinity) == 0)
    #expect(t.logDensity(-.infinity) == -.infinity)
    #expect(t.quantile(0.5) == 0)
    #expect(t.quantile(0) == -.infinity)
    #expect(t.quantile(1) == .infinity)
    #expect(t.quantile(1.5).isNaN)
    #expect(t.quantile(upperTail: -0.5).isNaN)
  }

  @Test func notANumberOnlyWhereItBelongs() {
    for freedom in hostileDoubles {
      let distribution = StudentT(degreesOfFreedom: freedom)
      for t in hostileDoubles {
        let values = [
          distribution.density(t), distribution.logDensity(t), distribution.upperTail(t),
          distribution.cumulative(t), distribution.logUpperTail(t), distribution.logCumulative(t),
          distribution.twoSidedPValue(t),
        ]
        let undefined = t.isNaN || !(freedom > 0)
        #expect(values.allSatisfy { $0.isNaN == undefined }, "\(values) for \(freedom) at \(t)")
        let probability = distribution.upperTail(t)
        #expect(undefined || (probability >= 0 && probability <= 1))
        let outside = !(freedom > 0) || !(t >= 0 && t <= 1)
        #expect(distribution.quantile(t).isNaN == outside, "quantile for \(freedom) at \(t)")
      }
    }
  }

  @Test(arguments: freedoms) func isMonotoneAndSymmetric(freedom: Double) {
    let distribution = StudentT(degreesOfFreedom: freedom)
    let points = Array(stride(from: -30.0, through: 30, by: 0x1p-4))
    for (t, u) in zip(points, points.dropFirst()) {
      #expect(distribution.logUpperTail(t) > distribution.logUpperTail(u))
      #expect(distribution.upperTail(t) >= distribution.upperTail(u))
      #expect((distribution.upperTail(t) + distribution.cumulative(t) - 1).magnitude < 3e-16)
      #expect(distribution.cumulative(t) == distribution.upperTail(-t))
      #expect(distribution.twoSidedPValue(t) == distribution.twoSidedPValue(-t))
      #expect(distribution.density(t) == distribution.density(-t))
    }
  }

  @Test(arguments: freedoms) func quantileReturnsToItsTail(freedom: Double) {
    let distribution = StudentT(degreesOfFreedom: freedom)
    for exponent in stride(from: -1020.0, through: -1, by: 7.7) {
      let q = Double.pow(2, exponent)
      let t = distribution.quantile(upperTail: q)
      if t == .infinity {
        #expect(distribution.upperTail(.greatestFiniteMagnitude) > q)
        continue
      }
      let tail = distribution.upperTail(t)
      let condition = 1 + t * distribution.density(t) / tail
      #expect((tail / q - 1).magnitude < 4e-15 * condition, "at \(q)")
      #expect(distribution.quantile(q) == -t)
    }
  }

  @Test func approachesTheNormalDistribution() {
    let distribution = StudentT(degreesOfFreedom: 1e21)
    for t in stride(from: 0.0, through: 37, by: 0.37) {
      #expect((distribution.upperTail(t) / Normal.upperTail(t) - 1).magnitude < 4e-15)
      #expect((distribution.logUpperTail(t) / Normal.logUpperTail(t) - 1).magnitude < 4e-15)
    }
  }

  @Test func smallPValuesAreNotZero() {
    let p = StudentT(degreesOfFreedom: 1000).twoSidedPValue(55)
    #expect(p > 1e-305 && p < 1e-290)
    for t in stride(from: 0.0, through: 50, by: 0.43) {
      let distribution = StudentT(degreesOfFreedom: 40)
      #expect((distribution.twoSidedPValue(t) / (2 * distribution.upperTail(t)) - 1).magnitude < 4e-16)
    }
  }
}

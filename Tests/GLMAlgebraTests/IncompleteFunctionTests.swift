import GLMAlgebra
import Testing

@Suite struct IncompleteFunctionTests {
  /// What an exponential of a logarithm of that size can say.
  private static func deepness(_ value: Double) -> Double { 1 + Double.log(value.magnitude).magnitude }

  /// The same error where the value is that logarithm; relative to it near 0, where it is minus the other tail.
  private static func logDeepness(_ value: Double) -> Double {
    max(deepness(value), (1 + value.magnitude) / max(value.magnitude, 0.5))
  }

  @Test func `incomplete gamma functions agree with forty digits`() throws {
    let fixture = try IncompleteFunctionFixture()
    fixture.expect("lower", within: 2e-15, widening: Self.deepness) { a, _, x in IncompleteGamma.lower(a, x) }
    fixture.expect("upper", within: 2e-15, widening: Self.deepness) { a, _, x in IncompleteGamma.upper(a, x) }
    fixture.expect("logLower", within: 2e-15, widening: Self.logDeepness) { a, _, x in
      IncompleteGamma.logLower(a, x)
    }
    fixture.expect("logUpper", within: 2e-15, widening: Self.logDeepness) { a, _, x in
      IncompleteGamma.logUpper(a, x)
    }
    fixture.expect("gammaLower", within: 1e-13) { a, _, p in IncompleteGamma.quantile(a, lower: p) }
    fixture.expect("gammaUpper", within: 1e-13) { a, _, q in IncompleteGamma.quantile(a, upper: q) }
  }

  @Test func `incomplete beta function agrees with forty digits`() throws {
    let fixture = try IncompleteFunctionFixture()
    fixture.expect("beta", within: 4e-15, widening: Self.deepness) { a, b, x in
      IncompleteBeta.lower(a, b, x, complement: 1 - x)
    }
    fixture.expect("beta", within: 4e-15, widening: Self.deepness) { a, b, x in
      IncompleteBeta.upper(b, a, 1 - x, complement: x)
    }
    fixture.expect("logBeta", within: 4e-15, widening: Self.logDeepness) { a, b, x in
      IncompleteBeta.logLower(a, b, x, complement: 1 - x)
    }
    fixture.expect("betaLower", within: 1e-13) { a, b, p in IncompleteBeta.quantile(a, b, lower: p).value }
    fixture.expect("betaLower", within: 1e-13) { a, b, p in IncompleteBeta.quantile(b, a, upper: p).complement
    }
  }

  @Test func `whole shapes are sums`() {
    for mean in [0.1, 3.0, 40, 170] {
      var term = Double.exp(-mean)
      var sum = 0.0
      for k in 0..<200 {
        sum += term
        term *= mean / Double(k + 1)
        let upper = IncompleteGamma.upper(Double(k) + 1, mean)
        #expect((upper / sum - 1).magnitude < 4e-14, "Q(\(k + 1), \(mean)) = \(upper), not \(sum)")
      }
    }
  }

  @Test func `both tails make one and reflect`() {
    for a in [0.02, 0.7, 3, 88.8, 1e5, 1e12] {
      for ratio in [0.3, 0.9, 1, 1.0001, 1.4, 6] {
        let (p, q) = (IncompleteGamma.lower(a, a * ratio), IncompleteGamma.upper(a, a * ratio))
        #expect((p + q - 1).magnitude < 4e-16, "P + Q at (\(a), \(a * ratio))")
      }
      for b in [0.05, 1, 9, 1e4, 1e13] {
        for x in [1e-5, 0.25, 0.5, 0.75] {
          let (lower, upper) = (
            IncompleteBeta.lower(a, b, x, complement: 1 - x), IncompleteBeta.upper(a, b, x, complement: 1 - x)
          )
          #expect((lower + upper - 1).magnitude < 4e-15 && lower >= 0 && upper >= 0, "I at \(a), \(b), \(x)")
        }
      }
    }
  }

  /// A gamma variable of large shape is nearly normal, and so is the beta: to the next order of Edgeworth's expansion.
  @Test func `large shapes are normal`() {
    let a = 1e14
    for z in [-5.0, -1, 0, 0.5, 4] {
      let p = IncompleteGamma.lower(a, a + z * a.squareRoot())
      let correction = -(z * z - 1) / 3 / a.squareRoot() * Normal.density(z)
      #expect((p / (Normal.cumulative(z) + correction) - 1).magnitude < 1e-11, "\(z): \(p)")
    }
    let half = IncompleteBeta.lower(a, a, 0.5, complement: 0.5)
    #expect((half - 0.5).magnitude < 1e-15)
  }

  @Test func `limits`() {
    #expect(IncompleteGamma.lower(2, 0) == 0 && IncompleteGamma.upper(2, 0) == 1)
    #expect(IncompleteGamma.lower(2, .infinity) == 1 && IncompleteGamma.upper(2, .infinity) == 0)
    #expect(IncompleteGamma.lower(0, 3) == 1 && IncompleteGamma.lower(.infinity, 3) == 0)
    #expect(IncompleteGamma.logLower(5, 1e-300) < -3000 && IncompleteGamma.logUpper(5, 1e6) < -9e5)
    #expect(
      IncompleteBeta.lower(2, 3, 0, complement: 1) == 0 && IncompleteBeta.lower(2, 3, 1, complement: 0) == 1)
    #expect(IncompleteBeta.lower(0, 3, 0.5, complement: 0.5) == 1)
    #expect(IncompleteBeta.lower(3, 0, 0.5, complement: 0.5) == 0)
    #expect(IncompleteGamma.quantile(3, lower: 0) == 0 && IncompleteGamma.quantile(3, upper: 0) == .infinity)
    #expect(IncompleteGamma.quantile(3, lower: 1) == .infinity && IncompleteGamma.quantile(3, upper: 1) == 0)
    #expect(IncompleteGamma.quantile(1e-4, lower: 0.5) == 0)
    #expect(
      IncompleteBeta.quantile(2, 3, lower: 0) == (0, 1) && IncompleteBeta.quantile(2, 3, lower: 1) == (1, 0))
  }

  @Test func `not a number only where it belongs`() {
    for a in hostileDoubles {
      for x in hostileDoubles {
        let undefined = !(a >= 0) || !(x >= 0) || (a == .infinity && x == .infinity)
        let values = [
          IncompleteGamma.lower(a, x), IncompleteGamma.upper(a, x), IncompleteGamma.logLower(a, x),
          IncompleteGamma.logUpper(a, x),
        ]
        #expect(values.allSatisfy { $0.isNaN == undefined }, "(\(a), \(x)): \(values)")
        #expect(
          undefined || (values[0] >= 0 && values[0] <= 1 && values[1] >= 0 && values[1] <= 1), "\(values)")
        let quantile = IncompleteGamma.quantile(a, lower: x)
        #expect(quantile.isNaN == !(a > 0 && a < .infinity && x >= 0 && x <= 1), "quantile(\(a), \(x))")
        let pair = IncompleteBeta.quantile(a, 2, lower: x)
        #expect(pair.value.isNaN == !(a > 0 && a < .infinity && x >= 0 && x <= 1), "quantile(\(a), 2, \(x))")
        for b in hostileDoubles where x >= 0 && x <= 1 {
          let value = IncompleteBeta.lower(a, b, x, complement: 1 - x)
          let atZero = a == 0 || b == .infinity
          let atOne = b == 0 || a == .infinity
          let undefined = !(a >= 0) || !(b >= 0) || (atZero && atOne)
          #expect(value.isNaN == undefined, "I_\(x)(\(a), \(b)) = \(value)")
          #expect(undefined || (value >= 0 && value <= 1), "I_\(x)(\(a), \(b)) = \(value)")
        }
      }
    }
  }

  @Test func `quantiles return to their tails`() {
    for a in [0.05, 0.4, 1, 7.5, 300, 1e6, 1e11] {
      for exponent in stride(from: -1000.0, through: -1, by: 37) {
        let p = Double.pow(2, exponent)
        for isLower in [true, false] {
          let x = isLower ? IncompleteGamma.quantile(a, lower: p) : IncompleteGamma.quantile(a, upper: p)
          if x < 1e-300 { continue }
          let log = isLower ? IncompleteGamma.logLower(a, x) : IncompleteGamma.logUpper(a, x)
          // What an ulp of x does to the logarithm of the tail.
          let condition = 1 + a + x + Double.log(p).magnitude
          #expect((log - Double.log(p)).magnitude < 1e-15 * condition, "a = \(a), p = \(p): \(x)")
        }
      }
    }
  }

  /// The smallest whole number at which a distribution reaches a probability, wherever it is looked for first.
  @Test func `whole quantiles`() {
    for mean in [0.0, 0.3, 5, 812.5, 1e9] {
      for p in [0, 1e-12, 0.3, 0.5, 0.999_999, 1 - 0x1p-53] {
        for guess in [mean, 0, 3 * mean + 7] {
          func cumulative(_ k: Double) -> Double { IncompleteGamma.upper(k + 1, mean) }
          let k = WholeQuantile.find(p, near: guess, deviation: guess.squareRoot(), cumulative: cumulative)
          #expect(cumulative(k) >= p && (k == 0 || cumulative(k - 1) < p), "mean \(mean), p \(p): \(k)")
        }
      }
    }
    #expect(WholeQuantile.find(1, near: 3, deviation: 2, cumulative: { _ in 0.5 }) == .infinity)
    #expect(WholeQuantile.find(0.9, near: 3, deviation: 2, greatest: 12, cumulative: { _ in 0.5 }) == 12)
    #expect(WholeQuantile.find(0.9, near: 3, deviation: 2, cumulative: { _ in .nan }).isNaN == false)
    #expect(WholeQuantile.find(.nan, near: 3, deviation: 2, cumulative: { _ in 0.5 }).isNaN)
    #expect(WholeQuantile.find(0.5, near: .infinity, deviation: 2, cumulative: { _ in 0.5 }).isNaN)
  }
}

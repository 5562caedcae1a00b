import GLMAlgebra
import GLMTestSupport
import Testing

/// The logarithm with more bits than a double has, by the exponential in twice the precision.
@Suite struct DoubleDoubleLogarithmTests {
  /// What x lacks to the exponential of its logarithm, relative to x: the error of the logarithm.
  private static func error(at x: Double) -> Double {
    let back = DoubleDouble.exp(DoubleDouble.logarithm(of: x))
    return (((back.high - x) + back.low) / x).magnitude
  }

  @Test func `its exponential is the number`() {
    var random = SplitMix(seed: 71)
    var worst = 0.0
    for _ in 0..<3000 {
      let exponent = Double.random(in: -1...1, using: &random)
      for x in [Double.exp(680 * exponent), Double.exp(exponent), 1 + 0.5 * exponent, 1 + 1e-9 * exponent] {
        let size = DoubleDouble.logarithm(of: x).high.magnitude
        worst = max(worst, (Self.error(at: x) - 1e-30) / max(size, .leastNormalMagnitude))
      }
    }
    #expect(worst < 0x1p-56, "\(worst)")
  }

  /// The ends of the range, by multiples of log 2.
  @Test func `powers of two are told apart exactly`() {
    let two = DoubleDouble(high: 0.6931471805599453, low: 2.3190468138462996e-17)
    for k in [-1074, -1040, -1022, -900, -866, -865, -600, -7, -1, 1, 2, 500, 865, 866, 1023] {
      let x = Double(sign: .plus, exponent: k, significand: 1)
      let rest = DoubleDouble.logarithm(of: x) - two * DoubleDouble(k)
      #expect(rest.high.magnitude < 0x1p-56 * Double(k).magnitude, "2^\(k)")
    }
  }

  @Test func `the logarithm ends where numbers do`() {
    #expect(DoubleDouble.logarithm(of: 1) == .zero)
    #expect(DoubleDouble.logarithm(of: 0) == DoubleDouble(-.infinity))
    #expect(DoubleDouble.logarithm(of: .infinity) == DoubleDouble(.infinity))
    #expect(DoubleDouble.logarithm(of: -1).high.isNaN)
    #expect(DoubleDouble.logarithm(of: .nan).high.isNaN)
  }
}

import GLMAlgebra
import GLMModel

/// η = tan(π(μ − ½)), the quantile of the Cauchy distribution: the link with heavy tails, for which no single response
/// is next to impossible. μ = ½ + arctan(η)/π. With s the smaller of μ and 1 − μ, s = arctan(1/|η|)/π far out, the
/// slope of its logarithm is 1/(π(1 + η²)s), and A = a(a + 2η/(1 + η²)), B = b(b − 2η/(1 + η²)): not log-concave.
public struct Cauchit: ProbabilityLink {
  public init() {}

  public func callAsFunction(_ mean: Double) -> Double {
    // From the nearer end: 1 − μ is exact above ½.
    if mean < 0.25 { return -1 / Double.tan(.pi * mean) }
    if mean > 0.75 { return 1 / Double.tan(.pi * (1 - mean)) }
    return Double.tan(.pi * (mean - 0.5))
  }

  public func tails(_ predictor: Double) -> ProbabilityTails {
    let x = predictor.magnitude
    let sides = x < 1e8 ? nearSides(x) : farSides(x)
    let (small, rest) = (sides.probability.high, sides.probability.low)
    let logSmall = Double.log(small) + rest / small
    let logLarge = Double.log(onePlus: -small) - rest / (1 - small)
    let (a, b) = (sides.smallSlope, sides.largeSlope)
    let smallCurvature = a * (a - sides.bend)
    let largeCurvature = b * (b + sides.bend)
    return predictor < 0
      ? ProbabilityTails(
        logMean: logSmall, logComplement: logLarge, logMeanSlope: a, logComplementSlope: b,
        logMeanCurvature: smallCurvature, logComplementCurvature: largeCurvature)
      : ProbabilityTails(
        logMean: logLarge, logComplement: logSmall, logMeanSlope: b, logComplementSlope: a,
        logMeanCurvature: largeCurvature, logComplementCurvature: smallCurvature)
  }

  /// The smaller of the two probabilities, the slopes of the logarithms of both, and 2x/(1 + x²).
  private typealias Sides = (probability: DoubleDouble, smallSlope: Double, largeSlope: Double, bend: Double)

  /// For x < 1e8, with the roundings of 1/x, of π and of 1 + x² put back.
  private func nearSides(_ x: Double) -> Sides {
    // arctan(1/x), and what it lacks.
    var angle = DoubleDouble.sum(0.5 * .pi, -Double.atan(x))
    angle.low += 6.123e-17
    if x > 1 {
      let z = 1 / x
      let product = DoubleDouble.product(z, x)
      angle = DoubleDouble(
        high: Double.atan(z), low: z * ((1 - product.high) - product.low) / (1 + z * z))
    }
    let square = DoubleDouble(1) + DoubleDouble.product(x, x)
    func reciprocal(_ angle: DoubleDouble) -> Double {
      let product = DoubleDouble.product(square.high, angle.high)
      let quotient = 1 / product.high
      let back = DoubleDouble.product(quotient, product.high)
      let shift = (1 - back.high) - back.low - product.low / product.high
      return quotient + quotient * (shift - square.low / square.high - angle.low / angle.high)
    }
    let rest = DoubleDouble.sum(.pi, -angle.high)
    let quotient = angle.high / .pi
    let back = DoubleDouble.product(quotient, .pi)
    let lost = ((angle.high - back.high) - back.low) / .pi
    return (
      DoubleDouble(high: quotient, low: lost + quotient * (angle.low / angle.high - 3.898e-17)),
      reciprocal(angle),
      reciprocal(DoubleDouble(high: rest.high, low: rest.low + 1.2246e-16 - angle.low)),
      2 * x / square.high
    )
  }

  /// For x ≥ 1e8, where arctan(1/x) is 1/x, with the roundings of that and of π put back.
  private func farSides(_ x: Double) -> Sides {
    // Scaled by a power of 2 to where roundings are numbers too.
    let scale = x > 1e150 ? 0x1p-600 : 1
    let inverse = 1 / (x * scale)
    let product = DoubleDouble.product(inverse, x * scale)
    let quotient = inverse / .pi
    let back = DoubleDouble.product(quotient, .pi)
    let low =
      ((inverse - back.high) - back.low) / .pi
      + quotient * ((1 - product.high) - product.low - 3.898e-17)
    let z = 1 / x
    return (
      DoubleDouble(high: quotient * scale, low: low * scale), z, z * (z / (.pi - z)), 2 * z
    )
  }
}

extension Link where Self == Cauchit {
  /// η = tan(π(μ − ½)).
  public static var cauchit: Cauchit { Cauchit() }
}

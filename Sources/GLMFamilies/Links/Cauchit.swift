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
    // π times the smaller of the two probabilities, π times the slope of μ, and 2x/(1 + x²).
    let small: Double
    let slope: Double
    let bend: Double
    let smallSlope: Double
    if x > 1 {
      let z = 1 / x
      small = Double.atan(z)
      slope = z * (z / (1 + z * z))
      bend = 2 * z / (1 + z * z)
      smallSlope = z * (z / small) / (1 + z * z)
    } else {
      small = 0.5 * .pi - Double.atan(x)
      slope = 1 / (1 + x * x)
      bend = 2 * x * slope
      smallSlope = slope / small
    }
    let largeSlope = slope / (.pi - small)
    let logSmall = Double.log(small / .pi)
    let logLarge = Double.log(onePlus: -small / .pi)
    let smallCurvature = smallSlope * (smallSlope - bend)
    let largeCurvature = largeSlope * (largeSlope + bend)
    return predictor < 0
      ? ProbabilityTails(
        logMean: logSmall, logComplement: logLarge, logMeanSlope: smallSlope, logComplementSlope: largeSlope,
        logMeanCurvature: smallCurvature, logComplementCurvature: largeCurvature)
      : ProbabilityTails(
        logMean: logLarge, logComplement: logSmall, logMeanSlope: largeSlope, logComplementSlope: smallSlope,
        logMeanCurvature: largeCurvature, logComplementCurvature: smallCurvature)
  }
}

extension Link where Self == Cauchit {
  /// η = tan(π(μ − ½)).
  public static var cauchit: Cauchit { Cauchit() }
}

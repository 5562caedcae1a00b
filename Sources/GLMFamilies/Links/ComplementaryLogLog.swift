import GLMAlgebra
import GLMModel

/// η = log(−log(1 − μ)): the link of grouped survival times, asymmetric. With t = e^η: log(1 − μ) = −t, b = B = t,
/// a = t/(eᵗ − 1) and A = a(a − 1 + t).
public struct ComplementaryLogLog: ProbabilityLink {
  public init() {}
  public var name: String { "cloglog" }
  public var isLogConcave: Bool { true }
  @inlinable
  public func callAsFunction(_ mean: Double) -> Double { Double.log(-Double.log(onePlus: -mean)) }

  @inlinable
  public func tails(_ predictor: Double) -> ProbabilityTails {
    let t = Double.exp(predictor)
    let grown = Double.expMinusOne(t)
    let a = t == 0 ? 1 : (grown == .infinity ? 0 : t / grown)
    // log(1 − e^(−t)); below the smallest t it is η itself.
    let logMean =
      predictor < -30
      ? predictor - t / 2
      : (t < 1 ? Double.log(-Double.expMinusOne(-t)) : Double.log(onePlus: -Double.exp(-t)))
    // a − 1 + t = t/2 + t²/12 − t⁴/720 + t⁶/30240 − …, which the difference loses for small t.
    let square = t * t
    let far = 1.0 / 30240 - square * (1.0 / 1_209_600 - square / 47_900_160)
    let rise = t < 0.25 ? t * (0.5 + t * (1.0 / 12 - square * (1.0 / 720 - square * far))) : a - 1 + t
    return ProbabilityTails(
      logMean: logMean, logComplement: -t, logMeanSlope: a, logComplementSlope: t,
      logMeanCurvature: a == 0 ? 0 : a * rise, logComplementCurvature: t)
  }
}

extension Link where Self == ComplementaryLogLog {
  /// η = log(−log(1 − μ)).
  public static var complementaryLogLog: ComplementaryLogLog { ComplementaryLogLog() }
  /// η = log(−log(1 − μ)), by its short name.
  public static var cloglog: ComplementaryLogLog { ComplementaryLogLog() }
}

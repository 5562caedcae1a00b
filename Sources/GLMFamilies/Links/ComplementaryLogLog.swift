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

  public func tails(_ predictor: Double) -> ProbabilityTails {
    predictor < -1.4 ? rareTails(predictor) : commonTails(predictor)
  }

  public func bernoulli(trials: Bool) -> any Likelihood {
    BernoulliLikelihood(through: self, trials: trials, vectors: .bernoulliComplementaryLogLog)
  }

  /// For t < 0.25.
  private func rareTails(_ predictor: Double) -> ProbabilityTails {
    let t = Double.exp(predictor)
    let a = t == 0 ? 1 : t / Double.expMinusOne(t)
    // log(1 − e^(−t)); below the smallest t it is η itself.
    let logMean = predictor < -30 ? predictor - t / 2 : Double.log(-Double.expMinusOne(-t))
    // a − 1 + t = t/2 + t²/12 − t⁴/720 + t⁶/30240 − …, which the difference loses.
    let square = t * t
    let far = 1.0 / 30240 - square * (1.0 / 1_209_600 - square / 47_900_160)
    let rise = t * (0.5 + t * (1.0 / 12 - square * (1.0 / 720 - square * far)))
    return ProbabilityTails(
      logMean: logMean, logComplement: -t, logMeanSlope: a, logComplementSlope: t,
      logMeanCurvature: a * rise, logComplementCurvature: t)
  }

  /// For t > 0.24, with what the rounding of t does to its exponential put back.
  private func commonTails(_ predictor: Double) -> ProbabilityTails {
    let power = DoubleDouble.exponential(of: predictor)
    let t = power.high
    if t > 700 { return certainTails(power) }
    // e^(−t) with what the roundings of t and of its own exponential take off it.
    let shrunk = DoubleDouble.exponential(of: -t)
    let e = shrunk.high
    let rest = shrunk.low - e * power.low
    // 1 − e^(−t), which the difference loses for small t.
    let difference = DoubleDouble.sum(1, -e)
    let product = DoubleDouble.product(t, e)
    let quotient = product.high / difference.high
    let back = DoubleDouble.product(quotient, difference.high)
    let shift =
      ((product.high - back.high) - back.low + product.low) / product.high + rest / e + power.low / t
      - (difference.low - rest) / difference.high
    let a = quotient + quotient * shift
    let logMean =
      t > 0.7
      ? Double.log(onePlus: -e) - rest / difference.high
      : Double.log(-Double.expMinusOne(-t)) + e * power.low / difference.high
    return ProbabilityTails(
      logMean: logMean, logComplement: -t, logMeanSlope: a, logComplementSlope: t,
      logMeanCurvature: a * (a - 1 + t), logComplementCurvature: t)
  }

  /// For t > 700, where e^(−t) underflows before t e^(−t) does.
  private func certainTails(_ power: DoubleDouble) -> ProbabilityTails {
    let t = power.high
    let (e, root) = (Double.exp(-t), Double.exp(-0.5 * t))
    let half = root - root * (0.5 * power.low)
    return ProbabilityTails(
      logMean: root == 0 ? 0 : e * power.low - e, logComplement: -t,
      logMeanSlope: root == 0 ? 0 : t * half * half, logComplementSlope: t,
      logMeanCurvature: root == 0 ? 0 : t * half * ((t - 1) * half), logComplementCurvature: t)
  }
}

extension Link where Self == ComplementaryLogLog {
  /// η = log(−log(1 − μ)).
  public static var complementaryLogLog: ComplementaryLogLog { ComplementaryLogLog() }
  /// η = log(−log(1 − μ)), by its short name.
  public static var cloglog: ComplementaryLogLog { ComplementaryLogLog() }
}

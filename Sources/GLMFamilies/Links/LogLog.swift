import GLMAlgebra
import GLMModel

/// η = −log(−log μ): the mirror image of ``ComplementaryLogLog``, with failures in the place of successes and −η in that
/// of η. With t = e^(−η): log μ = −t, a = A = t.
public struct LogLog: ProbabilityLink {
  public init() {}
  public var name: String { "loglog" }
  public var isLogConcave: Bool { true }
  @inlinable
  public func callAsFunction(_ mean: Double) -> Double { -Double.log(-Double.log(mean)) }

  public func tails(_ predictor: Double) -> ProbabilityTails {
    let mirror = ComplementaryLogLog().tails(-predictor)
    return ProbabilityTails(
      logMean: mirror.logComplement, logComplement: mirror.logMean,
      logMeanSlope: mirror.logComplementSlope, logComplementSlope: mirror.logMeanSlope,
      logMeanCurvature: mirror.logComplementCurvature, logComplementCurvature: mirror.logMeanCurvature)
  }
}

extension Link where Self == LogLog {
  /// η = −log(−log μ).
  public static var logLog: LogLog { LogLog() }
}

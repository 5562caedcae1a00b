import GLMAlgebra

/// A link whose inverse is a probability, told by the logarithms of μ and 1 − μ: nothing is lost in either tail.
///
/// A Bernoulli response through any such link is then exact by one formula (Docs/Mathematics.md, "Other links: the chain rule").
public protocol ProbabilityLink: Link {
  /// log μ, log(1 − μ) and their first two derivatives at `predictor`.
  func tails(_ predictor: Double) -> ProbabilityTails
  /// Whether log μ and log(1 − μ) are concave in η, so that the Bernoulli loss is convex.
  var isLogConcave: Bool { get }
  /// Whether η is the logarithm of the odds, so that e to the power of a coefficient is an odds ratio.
  var isLogOdds: Bool { get }
  /// The Bernoulli likelihood through this link, for one trial a row or for successes of trials.
  func bernoulli(trials: Bool) -> any Likelihood
}

extension ProbabilityLink {
  public var probability: (any ProbabilityLink)? { self }
  public var means: Interval { .unit }
  public var isLogConcave: Bool { false }
  public var isLogOdds: Bool { false }

  /// μ with its derivatives from the logarithms: μ′ = μ a and μ″ = μ(a² − A), or μ″ = (1 − μ)(B − b²).
  @inlinable
  public func inverse(_ predictor: Double) -> InverseLink {
    let t = tails(predictor)
    let mean = t.mean
    let complement = t.complement
    let (a, b) = (t.logMeanSlope, t.logComplementSlope)
    let second =
      t.isToldByMean ? mean * (a * a - t.logMeanCurvature) : complement * (t.logComplementCurvature - b * b)
    return InverseLink(mean: mean, slope: t.slope, second: second)
  }

  @inlinable
  public func bernoulli(trials: Bool) -> any Likelihood { BernoulliLikelihood(through: self, trials: trials) }
}

/// The logarithms of a probability and of its complement as functions of η, with two derivatives each.
public struct ProbabilityTails: Sendable, Equatable {
  /// log μ ≤ 0.
  public var logMean: Double
  /// log(1 − μ) ≤ 0.
  public var logComplement: Double
  /// a = d log μ/dη, above 0 where μ rises with η.
  public var logMeanSlope: Double
  /// b = −d log(1 − μ)/dη, of the sign of a.
  public var logComplementSlope: Double
  /// A = −d² log μ/dη².
  public var logMeanCurvature: Double
  /// B = −d² log(1 − μ)/dη².
  public var logComplementCurvature: Double

  /// All six, each by the form that is exact.
  @inlinable
  public init(
    logMean: Double, logComplement: Double, logMeanSlope: Double, logComplementSlope: Double,
    logMeanCurvature: Double, logComplementCurvature: Double
  ) {
    self.logMean = logMean
    self.logComplement = logComplement
    self.logMeanSlope = logMeanSlope
    self.logComplementSlope = logComplementSlope
    self.logMeanCurvature = logMeanCurvature
    self.logComplementCurvature = logComplementCurvature
  }

  /// The short way: log μ, log(1 − μ), log dμ/dη and the derivative of that last one. Exact but for the cancellation
  /// that differences of large logarithms have far out.
  public init(logMean: Double, logComplement: Double, logSlope: Double, logSlopeDerivative: Double) {
    let a = Double.exp(logSlope - logMean)
    let b = Double.exp(logSlope - logComplement)
    self.init(
      logMean: logMean, logComplement: logComplement, logMeanSlope: a, logComplementSlope: b,
      logMeanCurvature: a == 0 ? 0 : a * (a - logSlopeDerivative),
      logComplementCurvature: b == 0 ? 0 : b * (b + logSlopeDerivative))
  }

  /// μ, accurate relative to itself.
  @inlinable
  public var mean: Double { logMean < -0.5 ? Double.exp(logMean) : -Double.expMinusOne(logComplement) }

  /// 1 − μ, accurate relative to itself.
  @inlinable
  public var complement: Double {
    logComplement < -0.5 ? Double.exp(logComplement) : -Double.expMinusOne(logMean)
  }

  /// dμ/dη, from the larger of μ and 1 − μ: that is known relative to itself, whatever the size of its logarithm.
  @inlinable
  public var slope: Double {
    logMean > logComplement ? mean * logMeanSlope : complement * logComplementSlope
  }

  /// a b, which is a² μ/(1 − μ) and b² (1 − μ)/μ: by logarithms where one factor alone under- or overflows.
  @inlinable
  var slopeProduct: Double {
    let product = logMeanSlope * logComplementSlope
    let (first, second) = (logMeanSlope.magnitude, logComplementSlope.magnitude)
    let (flat, steep) = (min(first, second), max(first, second))
    if flat >= .leastNormalMagnitude || product.isNaN { return product }
    let distance = (logMean - logComplement).magnitude
    if steep == .infinity { return Double.exp(2 * Double.log(flat) + distance) }
    return steep < 1e10 ? product : Double.exp(2 * Double.log(steep) - distance)
  }

  /// Whether derivatives of μ are best told by those of log μ.
  @inlinable
  var isToldByMean: Bool { logMean < logComplement ? logMean > -660 : logComplement < -660 }
}

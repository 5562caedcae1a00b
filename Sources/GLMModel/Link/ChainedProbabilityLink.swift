import GLMAlgebra

/// Any link whose inverse lies in (0, 1) as a probability link, by the chain rule from μ, μ′ and μ″.
///
/// Serves user links that say nothing of their tails: right where μ and 1 − μ are, no further.
public struct ChainedProbabilityLink<Base: Link>: ProbabilityLink {
  /// The link itself.
  public let base: Base

  public init(_ base: Base) {
    self.base = base
    let closed = Support(
      Interval(from: 0, to: 1, includesLower: true, includesUpper: true), description: "a probability")
    domain =
      MeanRange(support: closed, startingMean: { _, means in (means.lower + means.upper) / 2 }, link: base)
      .predictors
  }

  public var name: String { base.name }
  /// The predictors whose means are probabilities.
  public let domain: Interval
  public func callAsFunction(_ mean: Double) -> Double { base(mean) }
  public func inverse(_ predictor: Double) -> InverseLink { base.inverse(predictor) }

  public func tails(_ predictor: Double) -> ProbabilityTails {
    let inverse = base.inverse(predictor)
    let (mean, complement) = (inverse.mean, 1 - inverse.mean)
    guard mean >= 0, complement >= 0 else {
      return ProbabilityTails(
        logMean: -.infinity, logComplement: -.infinity, logMeanSlope: 0, logComplementSlope: 0,
        logMeanCurvature: 0, logComplementCurvature: 0)
    }
    let a = mean == 0 ? 0 : inverse.slope / mean
    let b = complement == 0 ? 0 : inverse.slope / complement
    return ProbabilityTails(
      logMean: Double.log(mean), logComplement: Double.log(onePlus: -mean),
      logMeanSlope: a, logComplementSlope: b,
      logMeanCurvature: mean == 0 ? 0 : a * a - inverse.second / mean,
      logComplementCurvature: complement == 0 ? 0 : b * b + inverse.second / complement)
  }
}

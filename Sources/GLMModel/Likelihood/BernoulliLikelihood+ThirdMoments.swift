/// μ″/μ′ = a − A/a = B/b − b and V′μ′/V = a − b, which no tail spoils.
extension BernoulliLikelihood: ScalarThirdMoments {
  public var thirdMoments: (any ThirdMoments)? { self }

  public func moments(trials: Double, at predictor: Double) -> RowMoments {
    let t = link.tails(predictor)
    let (a, b) = (t.logMeanSlope, t.logComplementSlope)
    let product = a * b
    // From the smaller of the two slopes, which takes the least from the other term.
    let fromMean = a != 0 && (a.magnitude <= b.magnitude || b == 0)
    return RowMoments(
      curvature: trials == 0 || product.isNaN ? 0 : trials * product,
      slopeGrowth: fromMean ? a - t.logMeanCurvature / a : b == 0 ? 0 : t.logComplementCurvature / b - b,
      varianceGrowth: a - b)
  }
}

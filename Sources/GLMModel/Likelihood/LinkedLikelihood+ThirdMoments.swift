/// μ″/μ′ from the link, and V′ by automatic differentiation: a user's family and link have bias reduction for nothing.
extension LinkedLikelihood: ScalarThirdMoments {
  public var thirdMoments: (any ThirdMoments)? { self }

  public func moments(trials: Double, at predictor: Double) -> RowMoments {
    let inverse = link.inverse(predictor)
    let variance = family.variance(Jet(variable: inverse.mean))
    let ratio = inverse.slope / variance.value
    return RowMoments(
      curvature: inverse.slope * ratio, slopeGrowth: inverse.second / inverse.slope,
      varianceGrowth: variance.first * ratio)
  }

  public func normalizerDerivatives(precision: Double) -> NormalizerDerivatives? {
    family.normalizerDerivatives(precision: precision)
  }
}

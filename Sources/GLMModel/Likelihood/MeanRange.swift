/// The means that a family and a link have in common, and the linear predictors that give them.
public struct MeanRange: Sendable, Equatable {
  /// The open interval of means.
  public let means: Interval
  /// The linear predictors at which the loss is defined; an end belongs where the mean there is a possible response.
  public let predictors: Interval
  /// Whether μ rises with η.
  public let isIncreasing: Bool

  /// The predictors as constraints of a likelihood.
  public var domain: PredictorDomain { PredictorDomain(predictors) }

  public init(means: Interval, predictors: Interval, isIncreasing: Bool) {
    self.means = means
    self.predictors = predictors
    self.isIncreasing = isIncreasing
  }

  /// Those of a family with `support` through `link`.
  public init(support: Support, startingMean: (Double, Interval) -> Double, link: any Link) {
    means = support.means.intersection(link.means)
    let middle = link(startingMean((means.lower + means.upper) / 2, means))
    isIncreasing = link.inverse(middle).slope > 0
    var range = link.domain
    // A side that the family restricts and the link alone would not.
    func bound(_ end: Double, _ linkEnd: Double) -> Double? {
      guard end.isFinite, end != linkEnd else { return nil }
      let at = link(end)
      return at.isFinite ? at : nil
    }
    for (isLower, at, included) in [
      (isIncreasing, bound(means.lower, link.means.lower), support.interval.includesLower),
      (!isIncreasing, bound(means.upper, link.means.upper), support.interval.includesUpper),
    ] {
      guard let at else { continue }
      if isLower {
        (range.lower, range.includesLower) = (at, included)
      } else {
        (range.upper, range.includesUpper) = (at, included)
      }
    }
    predictors = range
  }

  /// A response at an end of the possible means, or beyond one, pulls the mean there for ever, if η can run that way.
  public func recession(_ response: Double) -> RecessionCone {
    let down: RecessionCone = predictors.lower == -.infinity ? .nonpositive : .origin
    let up: RecessionCone = predictors.upper == .infinity ? .nonnegative : .origin
    if response <= means.lower { return isIncreasing ? down : up }
    if response >= means.upper { return isIncreasing ? up : down }
    return .origin
  }
}

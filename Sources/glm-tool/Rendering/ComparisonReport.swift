import GLM

/// A comparison as JSON; the names of the fields are the contract (design, section 8).
struct ComparisonReport: Encodable {
  let formula: String
  let family: String
  let models: [FitReport]
  @OrNull var largestDifferenceInMeans: Double?

  init(_ comparison: Comparison, level: Double) {
    models = zip(comparison.fits, comparison.effects).map { FitReport($0, level: level, effects: $1) }
    formula = models[0].formula
    family = models[0].family
    largestDifferenceInMeans = comparison.largestDifferenceInMeans
  }
}

/// An average marginal effect as JSON.
struct EffectReport: Encodable {
  let variable: String
  let level: String?
  let response: String?
  @OrNull var estimate: Double?
  @OrNull var standardError: Double?

  init(_ effect: MarginalEffect) {
    (variable, level, response) = (effect.variable, effect.level, effect.response)
    (estimate, standardError) = (effect.estimate, effect.standardError)
  }
}

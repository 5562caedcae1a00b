import GLM

/// The direction in which a likelihood rises for ever, and what is left in the limit.
struct SeparationReport: Encodable {
  /// What is left in the limit: numbers exist for the coefficients that stay finite.
  struct Limit: Encodable {
    let coefficients: [Coefficient]
    @OrNull var logLikelihood: Double?
    @OrNull var deviance: Double?
    /// Rows that are not separated.
    let rows: Int
    /// Coefficients that those rows determine.
    let rank: Int
  }

  struct Coefficient: Encodable {
    let term: String
    let response: String?
    @OrNull var estimate: Double?
    @OrNull var standardError: Double?
  }

  /// `complete` or `quasi`.
  let kind: String
  /// Whether exact arithmetic decided.
  let exact: Bool
  /// The coefficients that move, with the class where there are several linear predictors.
  let terms: [String]
  /// Where each of `terms` goes; the largest is ±1.
  let direction: [Double]
  /// One a coefficient of the fit, in its order: `finite`, `+inf`, `-inf` or `undetermined`; null for an aliased one.
  let limits: [String?]
  /// The rows of the data that are separated, counting from 1 at the first below the header.
  let rows: [Int]
  /// Absent where every row is separated.
  let limit: Limit?

  /// Nil for a fit that is not at infinity.
  init?(_ fit: Fit) {
    guard case .infinite(let recession) = fit.outcome else { return nil }
    let names = fit.model.coefficients
    let moving = recession.direction.indices.filter { recession.direction[$0] != 0 }
    kind = recession.isComplete ? "complete" : "quasi"
    exact = recession.isExact
    terms = moving.map { i in names[i].response.map { "\(names[i].term) [\($0)]" } ?? names[i].term }
    direction = moving.map { recession.direction[$0] }
    limits = names.indices.map { names[$0].isAliased ? nil : recession.limits[$0].rawValue }
    let places = fit.frame?.rows
    rows = recession.separatedRows.map { (places?[$0] ?? $0) + 1 }
    limit = fit.limit.map { limit in
      let wald = try? limit.inference()
      return Limit(
        coefficients: names.indices.map { i in
          let value = limit[names[i].term, names[i].response].flatMap { $0.isFinite ? $0 : nil }
          return Coefficient(
            term: names[i].term, response: names[i].response, estimate: value,
            standardError: wald?.coefficients[i]?.standardError)
        }, logLikelihood: limit.statistics.logLikelihood, deviance: limit.statistics.deviance,
        rows: limit.estimate.rows, rank: limit.estimate.rank)
    }
  }
}

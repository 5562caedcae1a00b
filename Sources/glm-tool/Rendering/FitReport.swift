import GLM

/// A fit as JSON; the names of the fields are the contract (design, section 8).
struct FitReport: Encodable {
  struct Rows: Encodable {
    let used: Int
    let dropped: Int
  }

  struct Weighting: Encodable {
    let kind: String
    let column: String
  }

  struct Coefficient: Encodable {
    let term: String
    let response: String?
    @OrNull var estimate: Double?
    @OrNull var standardError: Double?
    @OrNull var statistic: Double?
    @OrNull var pValue: Double?
    @OrNull var lower: Double?
    @OrNull var upper: Double?
    let aliased: Bool
    /// What an aliased column is made of; absent from the others.
    let relation: String?
  }

  struct Dispersion: Encodable {
    @OrNull var value: Double?
    let estimated: Bool
  }

  let formula: String
  let family: String
  let link: String
  let estimator: String
  let prior: String
  let solver: String
  let trials: String?
  let exposure: String?
  let offset: String?
  let weights: Weighting?
  let rows: Rows
  let rank: Int
  let outcome: String
  let iterations: Int
  let global: Bool
  /// How many digits of the coefficients are right at least, rounded down to tenths; absent where there is no optimum.
  let attainedDigits: Double?
  let optimalityResidual: Double?
  let coefficients: [Coefficient]
  let covariance: [[OrNull]]
  let dispersion: Dispersion
  @OrNull var pearson: Double?
  @OrNull var deviance: Double?
  @OrNull var nullDeviance: Double?
  @OrNull var residualDegreesOfFreedom: Double?
  @OrNull var nullDegreesOfFreedom: Double?
  @OrNull var logLikelihood: Double?
  let parameters: Int
  @OrNull var aic: Double?
  @OrNull var bic: Double?
  let separation: SeparationReport?
  let boundary: BoundaryReport?
  let averageMarginalEffects: [EffectReport]?

  /// - Parameter effects: for a model of a comparison, its average marginal effects.
  init(_ fit: Fit, level: Double, effects: [MarginalEffect]? = nil) {
    let (estimate, statistics, model) = (fit.estimate, fit.statistics, fit.model)
    let wald = try? fit.inference(level: level)
    formula = model.specification?.formula ?? ""
    (family, link, prior, solver) = (model.family, model.link, model.prior, estimate.solver)
    estimator = estimate.method.rawValue
    (trials, exposure, offset) = (
      model.specification?.trials, model.specification?.exposure, model.specification?.offset
    )
    weights = model.specification?.weights.map { Weighting(kind: $0.kind.rawValue, column: $0.column) }
    rows = Rows(used: estimate.rows, dropped: fit.frame?.rowsDropped ?? 0)
    (rank, iterations) = (estimate.rank, estimate.iterations)
    outcome = estimate.outcome.name
    global = estimate.outcome == .optimum(isGlobal: true)
    attainedDigits = estimate.attainedDigits.map { ($0 * 10).rounded(.down) / 10 }
    optimalityResidual = estimate.optimalityResidual.flatMap { $0.isFinite ? $0 : nil }
    coefficients = model.coefficients.enumerated().map { i, row in
      let tested = wald?.coefficients[i]
      return Coefficient(
        term: row.term, response: row.response,
        estimate: fit.coefficient(i).flatMap { $0.isFinite ? $0 : nil },
        standardError: tested?.standardError, statistic: tested?.statistic, pValue: tested?.pValue,
        lower: tested?.lower, upper: tested?.upper, aliased: row.isAliased,
        relation: row.relation)
    }
    let order = model.coefficients.count
    covariance = (0..<order).map { i in
      (0..<order).map { OrNull(wrappedValue: wald?.covariance[i, $0]) }
    }
    dispersion = Dispersion(value: statistics.dispersion, estimated: statistics.dispersionIsEstimated)
    (pearson, deviance, nullDeviance) = (statistics.pearson, statistics.deviance, statistics.nullDeviance)
    residualDegreesOfFreedom = statistics.residualDegreesOfFreedom
    nullDegreesOfFreedom = statistics.nullDegreesOfFreedom
    logLikelihood = statistics.logLikelihood
    parameters = statistics.parameters
    (aic, bic) = (statistics.aic, statistics.bic)
    separation = SeparationReport(fit)
    boundary = BoundaryReport(fit)
    averageMarginalEffects = effects.map { $0.map(EffectReport.init) }
  }
}

/// Where a fit met the edge of the possible means.
struct BoundaryReport: Encodable {
  /// Whether the coefficients are the best of those with possible means.
  let optimum: Bool
  /// The rows of the data that hold the fit on the edge, counting from 1.
  let rows: [Int]

  /// Nil for a fit that is not on the edge.
  init?(_ fit: Fit) {
    guard case .boundary(let boundary) = fit.outcome else { return nil }
    optimum = boundary.isOptimum
    rows = boundary.rows.map { (fit.frame?.rows[$0] ?? $0) + 1 }
  }
}

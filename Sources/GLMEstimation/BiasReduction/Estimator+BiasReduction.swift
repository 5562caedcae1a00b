import GLMAlgebra
import GLMModel

extension Estimator {
  /// The most linear predictors of a model whose bias can be reduced: a row has K³ third moments.
  static let planeLimit = 50

  /// What bias reduction needs to know of a model.
  ///
  /// - Throws: ``FitError`` for a model, weights, a prior or a solver that it does not go with.
  func thirdMoments(of likelihood: any Likelihood) throws(FitError) -> any ThirdMoments {
    let name = method.rawValue
    guard prior.isFlat else { throw .methodNeedsFlatPrior(method: name, prior: prior.name) }
    func refused(_ why: String) -> FitError { .noBiasReduction(method: name, why: why) }
    if let solver { throw refused("it has a solver of its own, and \(solver.name) was asked for") }
    guard weightKind != .sampling else {
      throw refused("sampling weights leave no likelihood whose bias could be told")
    }
    guard let moments = likelihood.thirdMoments, likelihood.curvatures.contains(.expected) else {
      throw refused("the model does not tell its third moments")
    }
    guard likelihood.predictorCount <= Self.planeLimit else {
      throw refused(
        "there are \(likelihood.predictorCount) linear predictors, and \(Self.planeLimit) are the most")
    }
    if likelihood.predictorCount > 1, likelihood.dispersion == .estimated {
      throw refused("the model has several linear predictors and a dispersion that is not known")
    }
    return moments
  }

  /// Solves the adjusted score equations.
  func reduceBias(
    _ moments: any ThirdMoments, _ objective: ModelObjective, from start: [Double], _ survey: Survey,
    _ relations: [AliasRelation]
  ) throws -> Estimate {
    let likelihood = objective.likelihood
    let observations = weightKind == .frequency ? survey.totalWeight : Double(survey.rows)
    let degrees = observations - Double(objective.count)
    let source: AdjustedScores.DispersionSource
    switch likelihood.dispersion {
    case .known(let value): source = .known(value)
    case .estimated:
      let hasDensity = likelihood.normalizerDerivatives(precision: 1) != nil
      source = hasDensity ? .score : .pearson(degreesOfFreedom: degrees)
    }
    var result = SolverResult(
      point: start, value: .infinity,
      termination: .stalled(
        "no degrees of freedom are left to estimate the dispersion with, which the adjusted score depends on"),
      iterations: 0, passes: 0)
    var last: AdjustedScores.Point?
    if likelihood.dispersion != .estimated || degrees > 0 {
      let search = AdjustedScoreSearch(
        objective: objective, moments: moments, dispersion: source, degreesOfFreedom: degrees,
        isFrequency: weightKind == .frequency, options: options)
      (result, last) = try search.solve(method, from: start)
    }
    let point = Array(result.point.prefix(objective.count))
    let loss = try last?.loss ?? objective.evaluate(point, .loss).value
    let outcome = try outcome(result, last, objective, point)
    let frame = objective.frame
    let inverse = last.map {
      frame.userCovariance($0.factor.inverse())
    }
    let active = Set(frame.active)
    var estimate = Estimate(
      source: objective.source, likelihood: likelihood, layout: frame.layout, prior: prior,
      solver: AdjustedScoreSolver.name, point: point, coefficients: frame.userCoefficients(point),
      aliased: (0..<frame.layout.count).filter { !active.contains($0) }, aliasRelations: relations,
      outcome: outcome, iterations: result.iterations, passes: result.passes, loss: loss,
      penalizedLoss: loss, decrement: last?.size ?? .infinity, optimalityResidual: nil,
      inverseInformation: outcome.isOptimum ? inverse : nil, robustCovariance: nil, rows: survey.rows,
      totalWeight: survey.totalWeight, weightKind: weightKind, frame: frame, threads: threads)
    estimate.method = method
    estimate.preciseCoefficients = frame.userCoefficients(shifted: frame.shiftedCoefficients(point))
    if outcome.isOptimum { estimate.innerInverse = last?.factor.inverse() }
    if outcome.isOptimum { estimate.dispersion = last?.dispersion }
    return estimate
  }

  private func outcome(
    _ result: SolverResult, _ last: AdjustedScores.Point?, _ objective: ModelObjective, _ point: [Double]
  ) throws -> Outcome {
    switch result.termination {
    case .cancelled: return .cancelled
    case .iterationLimit: return .iterations
    case .stalled(let why): return .stalled(why)
    case .boundary: return .boundary(Boundary(isOptimum: false, rows: []))
    case .converged: break
    }
    guard let last, last.size <= max(AdjustedScoreSolver.settled, 4 * last.noise) else {
      return .stalled("the adjusted score is not yet zero")
    }
    // On an edge an infinite curvature hides that the score is not zero.
    let scale = try objective.evaluate(point, .loss).scale
    if try objective.touchesEdge(at: point) || objective.mayRestOnEdge(at: point, scale: scale) {
      return .boundary(Boundary(isOptimum: false, rows: []))
    }
    return .optimum(isGlobal: false)
  }
}

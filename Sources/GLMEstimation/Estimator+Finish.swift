import GLMAlgebra
import GLMModel

extension Estimator {
  /// One evaluation at the end, and the certificate: no solver's word is taken for an optimum.
  func finish(
    _ result: SolverResult, _ objective: ModelObjective, _ frame: Frame, _ survey: Survey,
    _ solver: any Solver, _ relations: [AliasRelation]
  ) throws -> Estimate {
    let coefficients = objective.frame.userCoefficients(result.point)
    let final = ModelObjective(
      source: objective.source, likelihood: objective.likelihood, prior: prior, frame: frame,
      threads: threads,
      totalWeight: survey.totalWeight)
    let point = objective.frame.shift == frame.shift ? result.point : frame.point(coefficients)
    let here = try final.evaluate(point, .curvature(final.preferredCurvature))
    let residual = final.kink.map { kink in
      kink.residual(point, smoothGradient: here.gradient).reduce(0, max)
    }
    let factor = here.information.map { Cholesky($0, tolerance: 1e-14) }
    let step = factor?.solve(here.gradient.map { -$0 }) ?? []
    var decrement = step.isEmpty ? 0 : -dot(here.gradient, step) / (here.scale == 0 ? 1 : here.scale)
    if let kink = final.kink, let information = here.information {
      decrement = weightedSquare(
        kink.residual(point, smoothGradient: here.gradient), information.diagonal.map { $0 > 0 ? 1 / $0 : 1 })
      decrement /= here.scale == 0 ? 1 : here.scale
    }
    // A loss that holds a huge constant of the responses is no scale: Pearson's statistic holds none.
    let pearson = here.pearson / Double(max(survey.rows, 1))
    let isInflated = final.likelihood.dispersion == .estimated && pearson > 0 && pearson < 1e-3 * here.scale
    let scale = isInflated ? pearson : here.scale == 0 ? 1 : here.scale
    if isInflated { decrement *= here.scale / pearson }
    // A fit without any residual has no scale to measure the step by: there the fitted values are one.
    let noise = here.noise / scale
    let isPerfect = here.value <= 1e-18 * here.noise / (.ulpOfOne * .ulpOfOne)
    let isDetermined = !prior.isFlat || factor?.dependent.isEmpty ?? true
    let isSettled = isDetermined && decrement <= max(1e-16, (isPerfect ? 1e8 : 4) * noise)
    let outcome = try outcome(
      result, isSettled: isSettled, isDetermined: isDetermined,
      Existence(objective: final, point: point, here: here))
    var inverse: PackedSymmetric?
    var robust: PackedSymmetric?
    if outcome.isOptimum, prior.isFlat, let factor {
      let own = factor.inverse()
      inverse = own.transformed(by: frame.userRows).placed(frame.active, order: frame.layout.count)
      if weightKind == .sampling {
        robust = try final.robustCovariance(at: point, inverse: own, rows: survey.rows)
      }
    }
    let penalty = prior.value(coefficients, layout: frame.layout)
    let smoothPenalty = prior.hasKink ? 0 : penalty
    let active = Set(frame.active)
    return Estimate(
      source: objective.source, likelihood: objective.likelihood, layout: frame.layout, prior: prior,
      solver: solver.name, point: point, coefficients: coefficients,
      aliased: (0..<frame.layout.count).filter { !active.contains($0) }, aliasRelations: relations,
      outcome: outcome,
      iterations: result.iterations, passes: result.passes, loss: here.value - smoothPenalty,
      penalizedLoss: here.value - smoothPenalty + penalty, decrement: decrement, optimalityResidual: residual,
      inverseInformation: inverse, robustCovariance: robust, rows: survey.rows,
      totalWeight: survey.totalWeight,
      weightKind: weightKind, frame: frame, threads: threads)
  }

  private func outcome(
    _ result: SolverResult, isSettled: Bool, isDetermined: Bool, _ existence: Existence
  ) throws -> Outcome {
    let isGlobal = existence.objective.likelihood.isConvex
    let onEdge = try existence.objective.touchesEdge(at: existence.point)
    switch try existence.verdict(isCancelled: options.isCancelled) {
    case .exists: if isSettled, !onEdge { return .optimum(isGlobal: isGlobal) }
    case .infinite(let recession): return .infinite(recession)
    case .unknown: break
    }
    switch result.termination {
    case .iterationLimit: return .iterations
    case .cancelled: return .cancelled
    case .boundary: return .boundary(Boundary(isOptimum: false, rows: []))
    case .stalled where onEdge, .converged where onEdge:
      return .boundary(Boundary(isOptimum: false, rows: []))
    case .stalled(let why): return .stalled(why)
    case .converged:
      return .stalled(
        isSettled
          ? "there is no proof that the likelihood has a maximum here"
          : isDetermined
            ? "the gradient is not yet zero"
            : "the information does not determine the coefficients to rounding")
    }
  }
}

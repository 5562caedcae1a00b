import GLMAlgebra
import GLMModel

extension Estimator {
  /// Evaluations at the end, the last digits and the certificate: no solver's word is taken for an optimum.
  func finish(
    _ descent: Descent, _ frame: Frame, _ survey: Survey, _ solver: any Solver, _ relations: [AliasRelation]
  ) throws -> Estimate {
    try finish(End(descent, frame, survey), of: descent, survey, solver.name, relations)
  }

  /// The same for an end that has been evaluated.
  ///
  /// - Parameter isProved: whether the likelihood is known to have a maximum.
  func finish(
    _ given: End, of descent: Descent, _ survey: Survey, _ solver: String, _ relations: [AliasRelation],
    isProved: Bool = false
  ) throws -> Estimate {
    let objective = descent.objective
    var end = given
    var outcome = try outcome(descent, end, isProved: isProved)
    if outcome.mayBeImproved, mayGoOn(descent.result), let better = try end.reconditioned(options) {
      end = better
      outcome = try self.outcome(descent, end, isProved: outcome.isOptimum)
    }
    var refined: Refinement?
    var inner: PackedSymmetric?
    // Where nobody wants more, the last step of a descent over many rows is as good as any.
    let isAtRest = outcome.isOptimum && (end.here.information == nil || !wantsInference && end.knowsLastStep)
    if outcome.isOptimum, !prior.hasKink, !isAtRest, end.here.information != nil {
      inner = end.factor?.inverse()
    }
    let plain = omission.contains(.refinement) ? nil : inner.flatMap { end.finalStep($0) }
    if let plain { end.point = plain.point }
    var gain = plain?.gain ?? 0
    if isAtRest { (end.point, gain) = end.atRest }
    if outcome.isOptimum, plain == nil, !isAtRest, end.model.kink == nil, !omission.contains(.refinement),
      let factor = end.factor
    {
      let reached = end
      let refinement = try Refinement(
        reached.model, from: reached.point, factor, enough: 1e-26 * reached.scale
      ) {
        Conditioning.isLarge(reached.model.source)
          ? reached.left(of: $0 / reached.scale) * reached.scale : .infinity
      }
      end.passes += refinement.passes
      // At an optimum nothing but digits is gained: a step that leaves it was none of Newton's.
      if refinement.decrement <= end.decrement * end.scale + 4 * end.here.noise { refined = refinement }
    }
    let own = end.model.frame
    let precise = own.userCoefficients(
      shifted: refined?.coefficients ?? own.shiftedCoefficients(end.point))
    if let refined { end.point = own.point(shifted: refined.coefficients) }
    let coefficients = precise.map(\.high)
    var inverse: PackedSymmetric?
    var robust: PackedSymmetric?
    if !wantsInference { inner = nil }
    if let inner {
      inverse = end.model.frame.userCovariance(inner)
      if weightKind == .sampling, prior.isFlat {
        robust = try end.model.robustCovariance(at: end.point, inverse: inner, rows: survey.rows)
      }
    }
    let penalty = prior.value(coefficients, layout: own.layout)
    let smoothPenalty = prior.hasKink ? 0 : penalty
    let active = Set(own.active)
    let loss = refined?.here.loss ?? end.here.value - smoothPenalty - gain
    var estimate = Estimate(
      source: objective.source, likelihood: objective.likelihood, layout: own.layout, prior: prior,
      solver: solver, point: end.point, coefficients: coefficients,
      aliased: (0..<own.layout.count).filter { !active.contains($0) }, aliasRelations: relations,
      outcome: outcome,
      iterations: descent.result.iterations + end.iterations, passes: descent.result.passes + end.passes,
      loss: loss,
      penalizedLoss: loss + penalty, decrement: refined.map { $0.decrement / end.scale } ?? end.decrement,
      optimalityResidual: end.optimalityResidual,
      inverseInformation: prior.isFlat ? inverse : nil, robustCovariance: robust.map(own.userCovariance),
      rows: survey.rows,
      totalWeight: survey.totalWeight,
      weightKind: weightKind, frame: own, threads: threads)
    estimate.preciseCoefficients = precise
    if prior.isFlat { (estimate.innerInverse, estimate.robustInnerCovariance) = (inner, robust) }
    if let refined {
      if objective.likelihood.predictorCount == 1, end.model.preferredCurvature == .expected {
        estimate.pearson = refined.here.pearson
      }
      if let inverse {
        estimate.attainedDigits = refined.attainedDigits(
          user: precise, inverse: inverse, dispersion: estimate.scaleOfErrors(refined.here.pearson))
      }
    }
    if let plain {
      if objective.likelihood.predictorCount == 1, end.model.preferredCurvature == .expected {
        estimate.pearson = end.here.pearson
      }
      estimate.attainedDigits = plain.digits
    }
    // Digits are lost altogether where a fit runs along a tail so slow that its end looks like an optimum.
    if outcome.isOptimum, let digits = estimate.attainedDigits, digits < 1 {
      let existence = Existence(objective: end.model, point: end.point, here: end.here)
      let verdict = try existence.verdict(trustsCertificate: false, isCancelled: options.isCancelled)
      if case .infinite(let recession) = verdict { return estimate.ended(.infinite(recession)) }
    }
    return estimate
  }

  private func outcome(
    _ descent: Descent, _ end: End, isProved: Bool = false
  ) throws -> Outcome {
    let result = descent.result
    let (isSettled, isDetermined) = (end.isSettled, end.isDetermined)
    let isGlobal = end.model.likelihood.isConvex
    let existence = Existence(objective: end.model, point: end.point, here: end.here)
    if case .on(let boundary, _) = descent.edge {
      if case .infinite(let recession) = try existence.verdict(isCancelled: options.isCancelled) {
        return .infinite(recession)
      }
      return .boundary(boundary)
    }
    let isInside = descent.edge == .inside
    let onEdge = try !isInside && end.model.touchesEdge(at: end.point)
    if isProved || omission.contains(.existence), isSettled, !onEdge { return .optimum(isGlobal: isGlobal) }
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

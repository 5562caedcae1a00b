import GLMAlgebra
import GLMModel

extension Estimator {
  /// The fit to many rows by way of samples of them: few passes over all rows, one of them for the information. Nil where the rows
  /// are few, or something is out of the ordinary: then the fit goes the long way, which decides what is so.
  package func fittedFromSample(
    _ likelihood: any Likelihood, to source: any RowSource, layout: CoefficientLayout
  ) throws -> Estimate? {
    guard solver == nil, start == nil, method == .maximumLikelihood, prior.isFlat,
      options.maximumIterations == nil, likelihood.isConvex, likelihood.domain.isEverywhere,
      !omission.contains(.sampling)
    else { return nil }
    let rows = source.rowCount
    let plan = plan(likelihood, rows: rows, coefficients: layout.count)
    guard let path = SamplePath(source, coefficients: layout.count, plan: plan),
      let (end, result) = try ended(likelihood, source, layout, path, plan)
    else { return nil }
    return try finish(
      end, of: Descent(result: result, objective: end.model, edge: .inside), end.survey, SampledDescent.name,
      [],
      isProved: true)
  }

  /// The end of the descent over all rows, if it is one; what else the descent has is forgotten.
  private func ended(
    _ likelihood: any Likelihood, _ source: any RowSource, _ layout: CoefficientLayout, _ path: SamplePath,
    _ plan: InformationPlan
  ) throws -> (End, SolverResult)? {
    // In place: a copy of the descent would keep the metric that it began with.
    guard var begun = try begun(likelihood, source, layout, path, plan), try begun.descent.minimize(),
      try isProved(begun.descent, begun.proof)
    else { return nil }
    let descent = begun.descent
    let end = End(
      descent.objective, at: descent.point, begun.survey, here: descent.here, factor: descent.factor,
      last: descent.last)
    guard end.isSettled, end.isDetermined else { return nil }
    let result = SolverResult(
      point: descent.point, value: descent.here.value, termination: .converged,
      iterations: descent.iterations, passes: descent.passes)
    return (end, result)
  }

  /// Whether the estimate is proved to exist at the end of a descent over all rows: by a glance, or by a pass where curvatures of
  /// some rows are next to nothing.
  private func isProved(_ descent: SampledDescent, _ proof: SampleProof) throws -> Bool {
    let (objective, point) = (descent.objective, descent.point)
    let existence = Existence(objective: objective, point: point, here: descent.here)
    switch proof {
    case .ofSample: return true
    case .byInformation: return try descent.knowsInformation && existence.isCertified(descent.factor)
    case .byColumns(let columns):
      if existence.isCertified(columns: columns) { return true }
      // A rounded metric proves nothing.
      let here = try objective.evaluate(point, .curvature(objective.preferredCurvature))
      guard let information = here.information else { return false }
      return try Existence(objective: objective, point: point, here: here)
        .isCertified(Cholesky(information, tolerance: 1e-14))
    }
  }

  /// The descent over all rows, its first pass made, and what all rows must prove; what else samples have left is forgotten.
  private func begun(
    _ likelihood: any Likelihood, _ source: any RowSource, _ layout: CoefficientLayout, _ path: SamplePath,
    _ plan: InformationPlan
  ) throws -> (descent: SampledDescent, survey: Survey, proof: SampleProof)? {
    guard let sample = try sampled(likelihood, source, layout, path) else { return nil }
    let rows = source.rowCount
    let objective = ModelObjective(
      source: source, likelihood: likelihood, prior: prior, frame: sample.frame, threads: threads,
      totalWeight: Double(rows))
    let size = sample.size(ofRows: rows)
    var descent = SampledDescent(
      objective, from: sample.point, metric: sample.metric(ofRows: rows), contraction: size.contraction,
      diagonal: sample.diagonal(ofRows: rows), plan: plan,
      options: options)
    guard let first = try descent.begin(expecting: size.decrement, besides: RowCheck(likelihood)),
      let survey = survey(first, of: objective), descent.take(survey),
      sample.mayHold(descent, expected: size)
    else { return nil }
    return (descent, survey, sample.proof)
  }

  /// How far the descent over all rows goes. Standard errors are told from where steps are 10⁻¹⁰ of what moves a row, or less where
  /// that would change the information by as much, so that they are those of the optimum to about 10 digits or more, and the last step
  /// leaves 10⁻¹¹ of a standard error; without them it leaves 3·10⁻¹² of what moves a row.
  private func plan(_ likelihood: any Likelihood, rows: Int, coefficients: Int) -> InformationPlan {
    let count = Double(rows)
    return InformationPlan(
      likelihood, rows: rows, coefficients: coefficients,
      goal: wantsInference ? 1e-22 : max(1e-22, 1e-23 * count), limit: 1e-20 * count,
      isWanted: wantsInference)
  }
}

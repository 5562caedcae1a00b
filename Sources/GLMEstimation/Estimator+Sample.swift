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
      !omission.contains(.sampling), let path = SamplePath(source, coefficients: layout.count),
      let sample = try sampled(likelihood, source, layout, path)
    else { return nil }
    let rows = source.rowCount
    let objective = ModelObjective(
      source: source, likelihood: likelihood, prior: prior, frame: sample.frame, threads: threads,
      totalWeight: Double(rows))
    var descent = SampledDescent(
      objective, from: sample, wantsInformation: wantsInference, options: options)
    guard let first = try descent.begin(), let survey = survey(first, of: objective) else { return nil }
    guard try descent.minimize() else { return nil }
    let end = End(
      descent.objective.with(totalWeight: survey.totalWeight), at: descent.point, survey, here: descent.here,
      factor: descent.factor)
    guard end.isSettled, end.isDetermined else { return nil }
    let result = SolverResult(
      point: descent.point, value: descent.here.value, termination: .converged,
      iterations: descent.iterations, passes: descent.passes)
    return try finish(
      end, of: Descent(result: result, objective: end.model, edge: .inside), survey, SampledDescent.name, [],
      isProved: true)
  }

  /// What the first pass has seen of the rows; nil where some are out of order, which the long way tells.
  private func survey(_ totals: MergeableSums, of objective: ModelObjective) -> Survey? {
    RowCheck(objective.likelihood).survey(
      totals, sums: ModelObjective.Slot.products + objective.planes * objective.columnCount, maxima: 2)
  }
}

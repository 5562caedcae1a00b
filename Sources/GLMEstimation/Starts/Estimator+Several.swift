import GLMAlgebra
import GLMModel

extension Estimator {
  /// Whether descents from several starts are made.
  func triesSeveralStarts(_ likelihood: any Likelihood) -> Bool {
    start == nil && !likelihood.isConvex && !prior.hasKink
  }

  /// The best of `first` and of descents from the points of ``StartingPoints``, where the loss is not known to be convex.
  ///
  /// The points are found, and the descents made, on some two thousand rows where there are more; only what promises
  /// a better end goes on over all of them.
  func best(of first: Descent, _ final: Frame) throws -> Descent {
    let objective = first.objective
    guard triesSeveralStarts(objective.likelihood), objective.count > 0,
      mayGoOn(first.result), first.result.value.isFinite
    else { return first }
    let model = objective.with(final)
    let center = final.point(first.result.point, of: objective.frame)
    var quiet = options
    quiet.progress = nil
    quiet.maximumIterations = 50

    let enough = max(2048, 20 * objective.count)
    let stride = max(1, objective.source.rowCount / enough)
    let some = stride == 1 ? model : model.thinnedModel(stride: stride)
    var here = center
    if stride > 1 {
      let own = try Newton().minimize(some, from: center, options: quiet)
      guard own.value.isFinite else { return first }
      here = own.point
    }
    let level = try some.evaluate(here, .residual)
    let points = try StartingPoints(objective: some, center: here).points()
    let descents = max(2, min(16, 400 / objective.count))
    var ends: [SolverResult] = []
    for start in points.sorted(by: { $0.value < $1.value }).prefix(descents) {
      if options.isCancelled() { return first }
      ends.append(try Newton().minimize(some, from: start.point, options: quiet))
    }
    // On some of the rows an end within what chance does to them may be the better one on all.
    let slack = stride == 1 ? -2 * level.rounding - 1e-9 * abs(level.scale) : 3 * abs(level.scale)
    var promising: [SolverResult] = []
    for end in ends.sorted(by: { $0.value < $1.value }) where end.value <= level.value + slack {
      let isNew = promising.allSatisfy { ($0.value - end.value).magnitude > 1e-6 * abs(level.scale) }
      let isOther = stride == 1 || (end.value - level.value).magnitude > 1e-6 * abs(level.scale)
      if isNew, isOther, promising.count < 3 { promising.append(end) }
    }
    quiet.maximumIterations = nil
    var best = first
    for end in promising {
      var result = try Newton().minimize(model, from: end.point, options: quiet)
      result.iterations += end.iterations
      result.passes += end.passes
      let other = try settled(Descent(result: result, objective: model, edge: .unknown), final)
      guard other.result.termination == .converged else { continue }
      let gain = 2 * level.rounding + 1e-9 * abs(level.scale)
      if other.result.value < best.result.value - gain { best = other }
    }
    return best
  }
}

extension ModelObjective {
  /// The same model of every `stride`-th block of rows.
  func thinnedModel(stride: Int) -> ModelObjective {
    let thin = ThinnedSource(source, stride: stride)
    return ModelObjective(
      source: thin, likelihood: likelihood, prior: prior, frame: frame, threads: threads,
      totalWeight: totalWeight * Double(thin.rowCount) / Double(max(source.rowCount, 1)))
  }
}

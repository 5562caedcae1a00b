import GLMAlgebra
import GLMModel

/// Where a fit came to rest.
struct Descent {
  /// The point and how the solver ended there.
  var result: SolverResult
  /// What was minimized, in whose coordinates the point is.
  var objective: ModelObjective
  /// What is known of the edge of the possible means.
  var edge: EdgeVerdict
}

/// Whether a point is known to be on the edge of the possible means.
enum EdgeVerdict: Equatable {
  /// Nobody looked.
  case unknown
  /// The domain has no edge here: the point is where the loss has its minimum whether or not there were one.
  case inside
  /// Rows are held on the edge; `decrement` is what is left to gain along it.
  case on(Boundary, decrement: Double)
}

extension Estimator {
  /// The solver's descent; its end on the edge, where the domain has one; and, where the loss is not known to be convex and
  /// no start was given, the best of several descents.
  func descend(
    _ solver: any Solver, _ objective: ModelObjective, from start: [Double], final: Frame
  ) throws -> Descent {
    let result = try solver.minimize(objective, from: start, options: options)
    let first = try settled(Descent(result: result, objective: objective, edge: .unknown), final)
    return try best(of: first, final)
  }

  /// Whether a solver's end may be improved on: it was not told to stop there.
  func mayGoOn(_ result: SolverResult) -> Bool {
    switch result.termination {
    case .cancelled: false
    case .iterationLimit: options.maximumIterations == nil
    case .converged, .stalled, .boundary: true
    }
  }

  /// A descent that has met an edge, brought to the optimum on it or off it.
  func settled(_ descent: Descent, _ final: Frame) throws -> Descent {
    let (result, objective) = (descent.result, descent.objective)
    guard !objective.likelihood.domain.isEverywhere, objective.kink == nil, result.value.isFinite,
      mayGoOn(result)
    else { return descent }
    let model = objective.with(final)
    var point = final.point(result.point, of: objective.frame)
    var passes = result.passes
    let before = try model.evaluate(point, .residual)
    // A change of coordinates may put outside what was on the edge: the edge takes it back.
    if result.termination == .converged, before.value.isFinite {
      passes += 3
      guard try model.touchesEdge(at: point) || model.mayRestOnEdge(at: point, scale: before.scale) else {
        return Descent(result: result, objective: objective, edge: .inside)
      }
    }
    var quiet = options
    quiet.progress = nil
    var iterations = result.iterations
    var size = try model.largestTerms(at: point)
    var end: EdgeDescent.Result?
    // What counts as rounding is told from the start: far from there it has to be told again.
    for _ in 0..<3 {
      var edge = try EdgeDescent(model, from: point, options: quiet)
      let found = try edge.minimize()
      (point, end) = (found.point, found)
      iterations += found.iterations
      passes += found.passes + 1
      let now = try model.largestTerms(at: point)
      if found.isCancelled || now < 16 * size && size < 16 * now { break }
      size = now
    }
    guard let end else { return descent }
    let value = try model.evaluate(point, .loss).value
    guard value <= before.value + 2 * before.rounding else { return descent }
    let termination: Termination =
      end.isCancelled ? .cancelled : end.isOptimum ? .converged : result.termination
    let verdict: EdgeVerdict =
      end.isCancelled
      ? .unknown
      : end.rows.isEmpty
        ? (end.isOptimum ? .inside : .unknown)
        : .on(Boundary(isOptimum: end.isOptimum, rows: end.rows), decrement: end.decrement)
    return Descent(
      result: SolverResult(
        point: point, value: value, termination: termination, iterations: iterations, passes: passes),
      objective: model, edge: verdict)
  }
}

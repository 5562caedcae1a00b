import GLMAlgebra
import GLMModel

/// Solves adjusted score equations: Fisher scoring with halved steps, and Broyden's secants once it is near.
///
/// There is no function to go down in general, so that a step is good when it shortens the next one, measured in standard
/// errors; for Jeffreys's prior with a known dispersion it must raise the penalized likelihood. Where no step is good, the
/// least bad is taken a few times before the solver gives up.
struct AdjustedScoreSolver {
  static let name = "adjusted-scores"
  /// The squared length of a step, in standard errors, below which the next one has nothing left to gain.
  private static let tolerance = 1e-26
  /// A squared length that may be rounding, where steps no longer shorten.
  static let settled = 1e-16

  let equations: AdjustedScores
  let options: SolverOptions

  /// - Throws: what the rows throw.
  func solve(from start: [Double]) throws -> (result: SolverResult, point: AdjustedScores.Point?) {
    let limit = options.limit ?? 500
    var passes = 2
    guard var here = try equations.evaluate(start) else {
      return (
        SolverResult(
          point: start, value: .infinity,
          termination: .stalled("the information does not determine the coefficients at the start"),
          iterations: 0, passes: 1), nil
      )
    }
    var best = here
    var memory = SecantMemory()
    var idle = 0
    var uphill = 0
    func ended(_ termination: Termination, _ iterations: Int) -> (SolverResult, AdjustedScores.Point?) {
      (
        SolverResult(
          point: best.place, value: best.loss, termination: termination, iterations: iterations,
          passes: passes),
        best
      )
    }
    for iteration in 0..<limit {
      if options.isCancelled() { return ended(.cancelled, iteration) }
      options.progress?(SolverProgress(iteration: iteration, value: here.loss, decrement: here.size))
      if here.size < 0.9 * best.size || iteration == 0 { idle = 0 } else { idle += 1 }
      if here.size <= best.size || equations.hasValue && here.size > 1 { best = here }
      if best.size <= max(Self.tolerance, 1e-3 * best.noise) { return ended(.converged, iteration) }
      if idle >= 8, best.size <= max(Self.settled, 4 * best.noise) { return ended(.converged, iteration) }
      let usesSecants = here.size < 1
      if !usesSecants { memory.clear() }
      var choice = try search(from: here, along: limited(memory.direction(here.step)), &passes)
      if !choice.isGood, !memory.isEmpty {
        memory.clear()
        choice = try search(from: here, along: limited(here.step), &passes)
      }
      guard let next = choice.point else {
        return ended(
          best.size <= max(Self.settled, 4 * best.noise)
            ? .converged
            : .stalled("every step towards a solution of the adjusted score equations leaves the domain"),
          iteration)
      }
      if !choice.isGood {
        uphill += 1
        if uphill > 30 {
          return ended(
            best.size <= max(Self.settled, 4 * best.noise)
              ? .converged : .stalled("no step comes nearer to a solution of the adjusted score equations"),
            iteration)
        }
      }
      let movement = next.place.indices.map { next.place[$0] - here.place[$0] }
      memory.learn(
        movement: movement, change: next.step.indices.map { next.step[$0] - here.step[$0] },
        measured: equations.metric(next, movement))
      here = next
    }
    return ended(.iterationLimit, limit)
  }

  /// A step of the logarithm of the dispersion is at most 2.
  private func limited(_ step: [Double]) -> [Double] {
    guard equations.dispersion == .score, let last = step.last, last.magnitude > 2 else { return step }
    return step.dropLast() + [last > 0 ? 2 : -2]
  }

  /// The first of the steps 1, 1/2, 1/4, … that is good; without one, the one whose next step is shortest.
  private func search(
    from here: AdjustedScores.Point, along direction: [Double], _ passes: inout Int
  ) throws -> (point: AdjustedScores.Point?, isGood: Bool) {
    var length = 1.0
    var fallback: AdjustedScores.Point?
    let isFinal = here.size <= max(Self.settled, 4 * here.noise)
    for _ in 0..<(isFinal ? 1 : 14) {
      passes += 2
      if let there = try equations.evaluate(moved(here.place, direction, length)) {
        if isGood(there, after: here, length) { return (there, true) }
        if fallback.map({ there.size < $0.size }) ?? true { fallback = there }
      }
      length /= 2
    }
    return (fallback, isFinal)
  }

  private func isGood(
    _ there: AdjustedScores.Point, after here: AdjustedScores.Point, _ length: Double
  ) -> Bool {
    // Below the rounding of the value only the step can tell progress.
    let gain = here.size * here.unit
    if equations.hasValue, gain > 1e3 * here.rounding {
      return there.value <= here.value - Tolerance.decrease * length * gain + here.rounding
    }
    return there.size <= (1 - Tolerance.decrease * length) * here.size
  }
}

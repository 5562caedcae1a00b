import GLMAlgebra
import GLMModel

/// Newton's method with the expected curvature: iteratively reweighted least squares (Fisher scoring); near the
/// optimum it goes on with the observed curvature, where the likelihood has it, so that every link ends
/// quadratically.
///
/// Each iteration is one pass, O(np² + p³). A step that would raise the objective, or leave the domain, is cut back
/// (Docs/Mathematics.md, "Iteratively reweighted least squares").
public struct Newton: Solver {
  /// Whether to use the observed curvature near the optimum.
  public var finishesWithObserved: Bool

  /// The decrement, in units of log-likelihood, at which it ends; smaller where rounding allows.
  var tolerance = Tolerance.decrement

  public init(finishesWithObserved: Bool = true) { self.finishesWithObserved = finishesWithObserved }

  public var name: String { "newton" }

  public func minimize(
    _ objective: any Objective, from start: [Double], options: SolverOptions
  ) throws -> SolverResult {
    let limit = options.limit ?? 200
    let far = objective.curvatures.preferred
    let near = finishesWithObserved ? objective.curvatures.nearOptimum : far
    var kind = far
    var point = start
    var here = try objective.evaluate(point, .curvature(kind))
    var passes = 1
    var smallest = Double.infinity
    var idle = 0
    var hitEdge = false
    var cuts = 0
    func ended(_ termination: Termination, _ iterations: Int) -> SolverResult {
      SolverResult(
        point: point, value: here.value, termination: termination, iterations: iterations, passes: passes)
    }
    guard here.value.isFinite else { return ended(.stalled("the start is outside the domain"), 0) }
    /// Where Newton's step is no use: straight downhill, however far; whether that helped.
    func downhill() throws -> Bool {
      let size = dot(here.gradient, here.gradient).squareRoot()
      guard size > 0, size.isFinite else { return false }
      let search = LineSearch(value: here.value, rounding: here.rounding, slope: -size)
      let direction = here.gradient.map { -$0 / size }
      let (length, used) = try search.backtrack(
        objective, from: point, along: direction, first: 1e17, leavesDomain: &hitEdge)
      passes += used
      guard let length else { return false }
      // On the edge itself rounding may put outside what the ray had inside.
      for share in [1, 1 - 0x1p-40] {
        let next = moved(point, direction, share * length)
        let there = try objective.evaluate(next, .curvature(far))
        passes += 1
        guard there.value.isFinite else { continue }
        (point, here, kind) = (next, there, far)
        return true
      }
      hitEdge = true
      return false
    }

    for iteration in 0..<limit {
      if options.isCancelled() { return ended(.cancelled, iteration) }
      var step = Self.step(here)
      // An observed curvature of no sign for the step, in some column, is none to divide by.
      let isCurved = here.information?.diagonal.allSatisfy { $0 > 0 } ?? false
      if step == nil || !isCurved, kind != far {
        kind = far
        here = try objective.evaluate(point, .curvature(kind))
        passes += 1
        step = Self.step(here)
      }
      // At an absurd start there may be no curvature at all, or products beyond the range of numbers, which the other
      // curvature may not have.
      if let own = step, kind != near, !dot(here.gradient, own).isFinite {
        kind = near
        here = try objective.evaluate(point, .curvature(kind))
        passes += 1
        step = Self.step(here)
      }
      guard let step, dot(here.gradient, step) < 0 || here.gradient.allSatisfy({ $0 == 0 }),
        dot(here.gradient, step).isFinite, here.noise.isFinite
      else {
        if try downhill() { continue }
        if hitEdge { return ended(.boundary, iteration) }
        return ended(.stalled("the information matrix is not finite"), iteration)
      }
      let decrement = -dot(here.gradient, step)
      options.progress?(
        SolverProgress(iteration: iteration, value: here.value, decrement: decrement / here.scale))
      // The noise of a curvature next to nothing is none that proves anything; that of the other may be.
      if kind != far, decrement <= here.provenNoise, decrement > tolerance * here.scale, !here.isPerfect,
        here.noise > here.provenNoise
      {
        here.noise = min(here.noise, try objective.evaluate(point, .curvature(far)).noise)
        passes += 1
      }
      if decrement <= max(here.provenNoise, tolerance * here.scale) {
        // The last step is known; above the noise it still gains digits.
        if decrement > here.provenNoise {
          let last = moved(point, step)
          passes += 1
          let value = try objective.evaluate(last, .loss).value
          if value <= here.value + here.rounding { (point, here.value) = (last, value) }
        }
        return ended(.converged, iteration)
      }
      // Below the rounding of the value only the decrement can tell progress.
      let isFinal = decrement / 2 <= here.rounding
      if decrement < 0.9 * smallest {
        smallest = decrement
        idle = 0
      } else if isFinal {
        idle += 1
        if idle == 3 { return ended(.converged, iteration) }
      }

      let search = LineSearch(value: here.value, rounding: here.rounding, slope: -decrement)
      var next = moved(point, step)
      var there = try objective.evaluate(next, .curvature(kind))
      passes += 1
      if isFinal, there.value.isFinite {
        // Where the value tells nothing any more, the slope along the step does: it must not be uphill again.
        var length = 1.0
        for _ in 0..<6 {
          let slope = dot(there.gradient, step)
          guard slope > decrement / 2, slope.isFinite else { break }
          length *= decrement / (decrement + slope)
          next = moved(point, step, length)
          there = try objective.evaluate(next, .curvature(kind))
          passes += 1
        }
      }
      if !search.accepts(there.value, at: 1) {
        hitEdge = !there.value.isFinite
        let (length, used) = try search.backtrack(
          objective, from: point, along: step, first: 1, leavesDomain: &hitEdge)
        passes += used
        guard let length else {
          if isFinal { return ended(.converged, iteration) }
          if try downhill() { continue }
          return ended(
            hitEdge ? .boundary : .stalled("no step along Newton's direction lowers the loss"),
            iteration)
        }
        next = moved(point, step, length)
        // Where one curvature misjudges, the other may not.
        kind = kind == far ? near : far
        there = try objective.evaluate(next, .curvature(kind))
        passes += 1
        // On the edge itself rounding may put outside what the ray had inside.
        guard there.value.isFinite else { return ended(.boundary, iteration) }
        guard there.value <= here.value + here.rounding + there.rounding else {
          return ended(.stalled("no step along Newton's direction lowers the loss"), iteration)
        }
        // Step after step cut short by an edge: whoever knows the edge can do better.
        cuts = hitEdge && length <= 1 / 16 ? cuts + 1 : 0
        if cuts == 4 {
          (point, here) = (next, there)
          return ended(.boundary, iteration + 1)
        }
      } else if kind != near, decrement <= 1e-2 * here.scale {
        kind = near
        there = try objective.evaluate(next, .curvature(kind))
        passes += 1
      }
      if next == point { return ended(.converged, iteration) }
      point = next
      here = there
    }
    return ended(.iterationLimit, limit)
  }

  /// −H⁻¹ g, with a ridge on the diagonal of H where H alone is singular to rounding; nil where nothing can be solved.
  static func step(_ here: Evaluation) -> [Double]? {
    guard let information = here.information, here.gradient.allSatisfy(\.isFinite) else { return nil }
    if here.gradient.isEmpty { return [] }
    let downhill = here.gradient.map { -$0 }
    var ridge = 0.0
    for _ in 0..<12 {
      var matrix = information
      for j in 0..<matrix.order where ridge > 0 { matrix[j, j] *= 1 + ridge }
      let factor = Cholesky(matrix, tolerance: 1e-14)
      // A column without any curvature cannot be stepped along; the others can.
      let flat = (0..<matrix.order).filter { !(matrix[$0, $0] > 0) }
      if factor.dependent == flat, factor.rank > 0 {
        let step = factor.solve(downhill)
        if step.allSatisfy(\.isFinite) { return step }
      }
      ridge = ridge == 0 ? 1e-12 : ridge * 10
    }
    return nil
  }
}

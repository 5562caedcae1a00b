import GLMAlgebra
import GLMModel

/// The limited-memory quasi-Newton method of Liu and Nocedal (1989): gradients only, O(np) a pass, after one pass for
/// the diagonal of the information, which scales the columns.
public struct LBFGS: Solver {
  /// Steps remembered.
  public var memory: Int

  public init(memory: Int = 10) {
    precondition(memory > 0, "the memory holds a step at least")
    self.memory = memory
  }

  public var name: String { "lbfgs" }

  public func minimize(
    _ objective: any Objective, from start: [Double], options: SolverOptions
  ) throws -> SolverResult {
    let limit = options.limit ?? 1000
    let kind = objective.curvatures.preferred
    var point = start
    var here = try objective.evaluate(point, .curvature(kind))
    var passes = 1
    func ended(_ termination: Termination, _ iterations: Int) -> SolverResult {
      SolverResult(
        point: point, value: here.value, termination: termination, iterations: iterations, passes: passes)
    }
    guard here.value.isFinite else { return ended(.stalled("the start is outside the domain"), 0) }
    let metric = (here.information?.diagonal ?? []).map { $0 > 0 && $0.isFinite ? 1 / $0 : 1 }
    var pairs = LimitedMemory(capacity: memory)

    for iteration in 0..<limit {
      if options.isCancelled() { return ended(.cancelled, iteration) }
      let size = weightedSquare(here.gradient, metric)
      options.progress?(
        SolverProgress(iteration: iteration, value: here.value, decrement: size / here.scale))
      if size <= Tolerance.firstOrder * here.scale { return ended(.converged, iteration) }
      let own: ([Double]) -> [Double] = { zip($0, metric).map { $0 * $1 } }
      let scale = pairs.scale(own)
      var direction = pairs.direction(here.gradient) { own($0).map { $0 * scale } }
      var slope = dot(here.gradient, direction)
      if !(slope < 0) {
        pairs.forget()
        direction = zip(here.gradient, metric).map { -$0 * $1 }
        slope = -size
      }
      let search = LineSearch(value: here.value, rounding: here.rounding, slope: slope)
      var length = 1.0
      var next = moved(point, direction)
      var there = try objective.evaluate(next, .residual)
      passes += 1
      if !search.accepts(there.value, at: 1) {
        var leavesDomain = !there.value.isFinite
        let (found, used) = try search.backtrack(
          objective, from: point, along: direction, first: 1, leavesDomain: &leavesDomain)
        passes += used
        guard let found else {
          if size <= 1e-14 * here.scale { return ended(.converged, iteration) }
          if !pairs.isEmpty {
            pairs.forget()
            continue
          }
          return ended(leavesDomain ? .boundary : .stalled("no step lowers the loss"), iteration)
        }
        length = found
        next = moved(point, direction, length)
        there = try objective.evaluate(next, .residual)
        passes += 1
        guard there.value.isFinite else { return ended(.boundary, iteration) }
      }
      let change = moved(there.gradient, here.gradient, -1)
      let travel = direction.map { $0 * length }
      if next == point { return ended(.converged, iteration) }
      pairs.remember(step: travel, change: change)
      point = next
      here = there
    }
    return ended(.iterationLimit, limit)
  }
}

/// Σ xⱼ² metricⱼ.
func weightedSquare(_ x: [Double], _ metric: [Double]) -> Double {
  var sum = CompensatedSum()
  for j in x.indices { sum.add(x[j] * x[j] * metric[j]) }
  return sum.value
}

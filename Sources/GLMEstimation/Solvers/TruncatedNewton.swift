import GLMAlgebra
import GLMModel

/// Newton's method whose steps are found by conjugate gradients, without the information matrix: each product of the
/// information with a vector is one pass, O(np), whatever the number of coefficients (T. Steihaug, SIAM J. Numer. Anal. 20,
/// 1983; R. S. Dembo, T. Steihaug, Math. Program. 26, 1983).
///
/// A step is solved for as far as it pays: to a share of the gradient that shrinks with it, so that the last steps are
/// Newton's, or until a direction without curvature is met. The diagonal of the information of some of the rows scales the
/// coefficients. Near the optimum the curvature is the observed one, where the likelihood has it, as in ``Newton``.
public struct TruncatedNewton: Solver {
  /// The most products with the information in a step.
  public var maximumProducts: Int

  public init(maximumProducts: Int = 100) {
    precondition(maximumProducts > 0, "a step takes a product at least")
    self.maximumProducts = maximumProducts
  }

  public var name: String { "truncated-newton" }

  public func minimize(
    _ objective: any Objective, from start: [Double], options: SolverOptions
  ) throws -> SolverResult {
    let limit = options.limit ?? 200
    let far = objective.curvatures.preferred
    let near = objective.curvatures.nearOptimum
    var kind = far
    var point = start
    var here = try objective.evaluate(point, .residual)
    var passes = 1
    func ended(_ termination: Termination, _ iterations: Int) -> SolverResult {
      SolverResult(
        point: point, value: here.value, termination: termination, iterations: iterations, passes: passes)
    }
    guard here.value.isFinite else { return ended(.stalled("the start is outside the domain"), 0) }
    let metric = try Self.metric(objective, at: point, far)
    passes += 1
    let atStart = weightedSquare(here.gradient, metric)
    var smallest = Double.infinity
    var idle = 0
    var wantsDownhill = false

    for iteration in 0..<limit {
      if options.isCancelled() { return ended(.cancelled, iteration) }
      let size = weightedSquare(here.gradient, metric)
      options.progress?(
        SolverProgress(iteration: iteration, value: here.value, decrement: size / here.scale))
      if size <= Tolerance.firstOrder * here.scale { return ended(.converged, iteration) }
      // Below the rounding of the value only the gradient can tell progress.
      if size < 0.9 * smallest {
        smallest = size
        idle = 0
      } else if size / 2 <= here.rounding {
        idle += 1
        if idle == 3 { return ended(.converged, iteration) }
      }
      if size <= 1e-2 * here.scale { kind = near }

      var direction = zip(here.gradient, metric).map { -$0 * $1 }
      if !wantsDownhill {
        let share = min(0.1, (size / atStart).squareRoot())
        let system = System(objective: objective, point: point, kind: kind, metric: metric)
        let solved = try system.step(against: here.gradient, share: share, maximumProducts: maximumProducts)
        passes += solved.products
        direction = solved.step ?? direction
      }
      let slope = dot(here.gradient, direction)
      guard slope < 0, slope.isFinite else {
        // Rounding, or no curvature that is a number: straight downhill, and if that is this direction, no way at all.
        if wantsDownhill { return ended(.stalled("the gradient is not finite"), iteration) }
        wantsDownhill = true
        continue
      }
      let search = LineSearch(value: here.value, rounding: here.rounding, slope: slope)
      var next = moved(point, direction)
      var there = try objective.evaluate(next, .residual)
      passes += 1
      if !search.accepts(there.value, at: 1) {
        var leavesDomain = !there.value.isFinite
        let (length, used) = try search.backtrack(
          objective, from: point, along: direction, first: 1, leavesDomain: &leavesDomain)
        passes += used
        guard let length else {
          if size <= 1e-14 * here.scale { return ended(.converged, iteration) }
          if !wantsDownhill {
            wantsDownhill = true
            continue
          }
          return ended(leavesDomain ? .boundary : .stalled("no step lowers the loss"), iteration)
        }
        next = moved(point, direction, length)
        there = try objective.evaluate(next, .residual)
        passes += 1
        // On the edge itself rounding may put outside what the ray had inside.
        guard there.value.isFinite else { return ended(.boundary, iteration) }
      }
      wantsDownhill = false
      if next == point { return ended(.converged, iteration) }
      point = next
      here = there
    }
    return ended(.iterationLimit, limit)
  }

  /// About 1 over the diagonal of the information at `point`, of so few blocks of rows that it costs about as much as a gradient.
  private static func metric(
    _ objective: any Objective, at point: [Double], _ kind: Curvature
  ) throws -> [Double] {
    let stride = max(1, objective.count / 8)
    let few = stride > 1 ? objective.thinned(stride: stride) : nil
    let part = few ?? objective
    let share = objective.totalWeight / part.totalWeight
    let diagonal = (try part.evaluate(point, .curvature(kind)).information?.diagonal ?? [])
      .map { $0 * share }
    // A column that is 0 in those rows, such as a rare level, is taken for one of the least.
    let least = diagonal.filter { $0 > 0 && $0.isFinite }.min() ?? 1
    return diagonal.map { $0 > 0 && $0.isFinite ? 1 / $0 : 1 / least }
  }

  /// The equations of a step: information · step = −gradient.
  private struct System {
    let objective: any Objective
    let point: [Double]
    let kind: Curvature
    let metric: [Double]

    /// Conjugate gradients until what is left of the gradient is `share` of it, in the metric, or there is no curvature along
    /// a direction; nil where that is the first one.
    func step(
      against gradient: [Double], share: Double, maximumProducts: Int
    ) throws -> (step: [Double]?, products: Int) {
      var rest = gradient.map { -$0 }
      var scaled = zip(rest, metric).map { $0 * $1 }
      var along = scaled
      var size = dot(rest, scaled)
      let goal = share * share * size
      var step: [Double]?
      for product in 1...maximumProducts {
        let image = try objective.informationProduct(point, along, kind)
        let curvature = dot(along, image)
        guard curvature > 0, curvature.isFinite else { return (step, product) }
        let length = size / curvature
        step = moved(step ?? rest.map { _ in 0 }, along, length)
        rest = moved(rest, image, -length)
        scaled = zip(rest, metric).map { $0 * $1 }
        let left = dot(rest, scaled)
        if !(left > goal) { return (step, product) }
        along = moved(scaled, along, left / size)
        size = left
      }
      return (step, maximumProducts)
    }
  }
}

import GLMAlgebra
import GLMModel

/// Gradient descent: θ := θ − α ∇, in the user's own columns.
///
/// With a fixed α this is the loop of the textbooks, θ := θ − α Xᵀ(σ(Xθ) − y) for the logistic model: it converges
/// linearly, at a rate that the condition number sets, and ends with the last good point if α is so large that the
/// loss rises. With backtracking each step starts from the length of Barzilai and Borwein (1988) and is cut until
/// the loss falls enough (Docs/Mathematics.md, "Gradient descent").
public struct GradientDescent: Solver {
  /// α.
  public enum LearningRate: Sendable, Equatable {
    /// The same α at every step.
    case fixed(Double)
    /// Found at each step.
    case backtracking
  }

  /// Which loss α multiplies the gradient of.
  public enum Averaging: Sendable, Equatable {
    /// Σ wᵢ lossᵢ.
    case sum
    /// Σ wᵢ lossᵢ / Σ wᵢ.
    case mean
  }

  public var learningRate: LearningRate
  public var averaging: Averaging
  /// The limit of iterations unless the options set one.
  public var maximumIterations: Int

  public init(
    learningRate: LearningRate = .backtracking, averaging: Averaging = .sum,
    maximumIterations: Int = 100_000
  ) {
    if case .fixed(let rate) = learningRate {
      precondition(rate > 0 && rate.isFinite, "a learning rate is a finite number above 0")
    }
    precondition(maximumIterations >= 0, "a limit of iterations is 0 or more")
    self.learningRate = learningRate
    self.averaging = averaging
    self.maximumIterations = maximumIterations
  }

  public var name: String { "gradient-descent" }
  public var coordinates: Coordinates { .user }

  public func minimize(
    _ objective: any Objective, from start: [Double], options: SolverOptions
  ) throws -> SolverResult {
    let limit = options.limit ?? maximumIterations
    var point = start
    var here = try objective.evaluate(point, .residual)
    var passes = 1
    var length = 1.0
    var largestCurvature = 0.0
    if case .fixed(let rate) = learningRate {
      length = averaging == .mean ? rate / objective.totalWeight : rate
    } else {
      length = 1 / max(dot(here.gradient, here.gradient).squareRoot(), .leastNormalMagnitude)
    }
    func ended(_ termination: Termination, _ iterations: Int) -> SolverResult {
      SolverResult(
        point: point, value: here.value, termination: termination, iterations: iterations, passes: passes)
    }
    guard here.value.isFinite else { return ended(.stalled("the start is outside the domain"), 0) }

    for iteration in 0..<limit {
      if options.isCancelled() { return ended(.cancelled, iteration) }
      let square = dot(here.gradient, here.gradient)
      options.progress?(
        SolverProgress(iteration: iteration, value: here.value, decrement: length * square / here.scale))
      let direction = here.gradient.map { -$0 }
      var next = moved(point, direction, length)
      if next == point { return ended(.converged, iteration) }
      var there = try objective.evaluate(next, .residual)
      passes += 1
      if case .fixed = learningRate {
        guard there.value.isFinite, there.value <= here.value + here.rounding + there.rounding else {
          return ended(
            .stalled("the loss rose: the learning rate is too large for this data"), iteration)
        }
        point = next
        here = there
        continue
      }

      if length * square <= 1e-3 * Tolerance.firstOrder * here.scale { return ended(.converged, iteration) }
      let search = LineSearch(value: here.value, rounding: here.rounding, slope: -square)
      if !search.accepts(there.value, at: length) {
        var leavesDomain = !there.value.isFinite
        let (found, used) = try search.backtrack(
          objective, from: point, along: direction, first: length, leavesDomain: &leavesDomain)
        passes += used
        guard let found else {
          // Nothing is left to gain that the value could show.
          if square <= 1e-12 * here.scale * largestCurvature { return ended(.converged, iteration) }
          return ended(leavesDomain ? .boundary : .stalled("no step lowers the loss"), iteration)
        }
        length = found
        next = moved(point, direction, length)
        there = try objective.evaluate(next, .residual)
        passes += 1
        guard there.value.isFinite else { return ended(.boundary, iteration) }
      }
      let travel = moved(next, point, -1)
      let change = moved(there.gradient, here.gradient, -1)
      let product = dot(travel, change)
      length = product > 0 ? dot(travel, travel) / product : 2 * length
      if product > 0 { largestCurvature = max(largestCurvature, 1 / length) }
      point = next
      here = there
    }
    return ended(.iterationLimit, limit)
  }
}

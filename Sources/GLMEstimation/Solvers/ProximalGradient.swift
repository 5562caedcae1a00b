import GLMAlgebra
import GLMModel

/// Proximal gradient: a gradient step on the smooth part, then the kink's own step, which for the Laplace prior is
/// θⱼ := sign(u) max(0, |u| − αλ) with u = θⱼ − α∇ⱼ. Coefficients become exactly 0.
///
/// With a fixed α this is the textbook's loop, in the user's own columns. Otherwise it is FISTA (Beck and Teboulle
/// 2009) with backtracking, each column scaled by its information, restarted when the objective would rise
/// (O'Donoghue and Candès 2015); once the set of zeros settles, Newton steps on the others end it. Optimality is the
/// KKT residual (Docs/Mathematics.md, "Proximal gradient and FISTA").
public struct ProximalGradient: Solver {
  /// α.
  public enum StepSize: Sendable, Equatable {
    /// The same α at every step.
    case fixed(Double)
    /// FISTA with backtracking.
    case accelerated
  }

  public var stepSize: StepSize
  /// The limit of iterations unless the options set one.
  public var maximumIterations: Int

  public init(stepSize: StepSize = .accelerated, maximumIterations: Int = 100_000) {
    if case .fixed(let rate) = stepSize {
      precondition(rate > 0 && rate.isFinite, "a step size is a finite number above 0")
    }
    precondition(maximumIterations >= 0, "a limit of iterations is 0 or more")
    self.stepSize = stepSize
    self.maximumIterations = maximumIterations
  }

  public var name: String { "proximal-gradient" }
  public var handlesKinks: Bool { true }
  public var coordinates: Coordinates { stepSize == .accelerated ? .centred : .user }

  public func minimize(
    _ objective: any Objective, from start: [Double], options: SolverOptions
  ) throws -> SolverResult {
    var run = try Run(objective, start, options.limit ?? maximumIterations, options)
    switch stepSize {
    case .fixed(let rate): return try run.fixed(rate)
    case .accelerated: return try run.accelerated()
    }
  }
}

/// One minimization: the point, what is known there, and the passes so far.
private struct Run {
  let objective: any Objective
  let kink: any Kink
  let limit: Int
  let options: SolverOptions
  var point: [Double]
  var here: Evaluation
  var total: Double
  var passes = 1
  /// 1/information of each column.
  var metric: [Double]

  init(_ objective: any Objective, _ start: [Double], _ limit: Int, _ options: SolverOptions) throws {
    self.objective = objective
    self.kink = objective.kink ?? NoKink()
    self.limit = limit
    self.options = options
    point = start
    here = try objective.evaluate(start, .curvature(Run.kind(objective)))
    metric = (here.information?.diagonal ?? []).map { $0 > 0 && $0.isFinite ? 1 / $0 : 1 }
    total = here.value + kink.value(start)
  }

  static func kind(_ objective: any Objective) -> Curvature {
    objective.curvatures.preferred
  }

  func ended(_ termination: Termination, _ iterations: Int) -> SolverResult {
    SolverResult(point: point, value: total, termination: termination, iterations: iterations, passes: passes)
  }

  /// The KKT residual in units of log-likelihood.
  var optimality: Double {
    weightedSquare(kink.residual(point, smoothGradient: here.gradient), metric)
  }

  mutating func fixed(_ rate: Double) throws -> SolverResult {
    let steps = Array(repeating: rate, count: point.count)
    for iteration in 0..<limit {
      if options.isCancelled() { return ended(.cancelled, iteration) }
      options.progress?(
        SolverProgress(iteration: iteration, value: total, decrement: optimality / here.scale))
      let next = kink.proximal(moved(point, here.gradient, -rate), steps: steps)
      if next == point { return ended(.converged, iteration) }
      let there = try objective.evaluate(next, .residual)
      passes += 1
      let value = there.value + kink.value(next)
      guard value.isFinite, value <= total + here.rounding + there.rounding else {
        return ended(.stalled("the loss rose: the step size is too large for this data"), iteration)
      }
      (point, here, total) = (next, there, value)
    }
    return ended(.iterationLimit, limit)
  }

  mutating func accelerated() throws -> SolverResult {
    guard total.isFinite else { return ended(.stalled("the start is outside the domain"), 0) }
    var scale = 1.0
    var momentum = 1.0
    var previous = point
    var steady = 0
    for iteration in 0..<limit {
      if options.isCancelled() { return ended(.cancelled, iteration) }
      let size = optimality
      options.progress?(SolverProgress(iteration: iteration, value: total, decrement: size / here.scale))
      if size <= Tolerance.decrement * here.scale { return ended(.converged, iteration) }

      // Extrapolate, unless that leaves the domain.
      let nextMomentum = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
      let ahead = moved(point, moved(point, previous, -1), (momentum - 1) / nextMomentum)
      var base = here
      var from = point
      if ahead != point {
        let there = try objective.evaluate(ahead, .residual)
        passes += 1
        if there.value.isFinite { (base, from) = (there, ahead) }
      }
      guard let (next, there) = try proximalStep(from, base, &scale) else {
        return ended(
          size <= 1e-14 * here.scale ? .converged : .stalled("no proximal step lowers the loss"), iteration)
      }
      let value = there.value + kink.value(next)
      guard value.isFinite, value <= total + here.rounding + there.rounding else {
        // The objective would rise: begin again without momentum.
        if momentum == 1 {
          return ended(
            size <= 1e-14 * here.scale ? .converged : .stalled("no proximal step lowers the loss"),
            iteration)
        }
        (momentum, previous) = (1, point)
        continue
      }
      steady = Self.zeros(next) == Self.zeros(point) ? steady + 1 : 0
      previous = point
      (point, here, total, momentum) = (next, there, value, nextMomentum)
      scale = min(scale * 1.1, 1e6)
      if steady >= 5, steady % 5 == 0, try polish() { (momentum, previous) = (1, point) }
    }
    return ended(.iterationLimit, limit)
  }

  /// The proximal point of `from`, with steps cut until the quadratic bound holds.
  private mutating func proximalStep(
    _ from: [Double], _ base: Evaluation, _ scale: inout Double
  ) throws -> (point: [Double], evaluation: Evaluation)? {
    for _ in 0..<60 {
      let steps = metric.map { $0 * scale }
      let next = kink.proximal(
        from.indices.map { from[$0] - steps[$0] * base.gradient[$0] }, steps: steps)
      let there = try objective.evaluate(next, .residual)
      passes += 1
      let travel = moved(next, from, -1)
      let bound =
        base.value + dot(base.gradient, travel) + weightedSquare(travel, steps.map { 1 / $0 }) / 2
      if there.value.isFinite, there.value <= bound + base.rounding + there.rounding { return (next, there) }
      scale /= 2
    }
    return nil
  }

  private static func zeros(_ point: [Double]) -> [Bool] { point.map { $0 == 0 } }

  /// Newton steps on what is not zero, the kink being linear there; whether any was taken.
  private mutating func polish() throws -> Bool {
    let free = point.indices.filter { point[$0] != 0 }
    if free.isEmpty { return false }
    var moved = false
    for _ in 0..<20 {
      let full = try objective.evaluate(point, .curvature(Self.kind(objective)))
      passes += 1
      guard let information = full.information else { return moved }
      // The kink's slope where it is smooth is what its residual is at a zero gradient, with the sign of the point.
      let corner = kink.residual(point, smoothGradient: Array(repeating: 0, count: point.count))
      let gradient = free.map { full.gradient[$0] + (point[$0] < 0 ? -corner[$0] : corner[$0]) }
      guard
        let step = Newton.step(
          Evaluation(value: full.value, gradient: gradient, information: information.selecting(free)))
      else { return moved }
      var next = point
      for (i, j) in free.enumerated() { next[j] += step[i] }
      let sameSigns = free.allSatisfy { next[$0] * point[$0] > 0 || corner[$0] == 0 }
      guard sameSigns, next != point else { return moved }
      let there = try objective.evaluate(next, .residual)
      passes += 1
      let value = there.value + kink.value(next)
      guard value.isFinite, value <= total + here.rounding + there.rounding else { return moved }
      let before = optimality
      (point, here, total) = (next, there, value)
      moved = true
      if optimality <= Tolerance.decrement * here.scale || optimality > 0.25 * before { return moved }
    }
    return moved
  }
}

/// No kink at all: plain accelerated gradient.
private struct NoKink: Kink {
  func value(_ point: [Double]) -> Double { 0 }
  func proximal(_ point: [Double], steps: [Double]) -> [Double] { point }
  func residual(_ point: [Double], smoothGradient: [Double]) -> [Double] { smoothGradient.map { abs($0) } }
}

import GLMAlgebra
import GLMModel

/// The descent over all rows from where samples of them have led: gradients only, in the metric of the last sample's
/// information with the corrections of a limited memory (L-BFGS: Liu and Nocedal, 1989), and the information of all rows once, at the
/// end.
///
/// No step is accepted that raises the loss. A metric that serves badly is replaced by the information of all rows
/// (Docs/Decisions/0004-speed.md).
struct SampledDescent {
  static let name = "newton"

  let objective: ModelObjective
  private let options: SolverOptions
  /// Where the descent is.
  private(set) var point: [Double]
  /// The objective there; at the end at order curvature.
  private(set) var here = Evaluation(value: .infinity)
  /// The factor of the information, or of what stands for it.
  private(set) var factor: Cholesky
  private(set) var iterations = 0
  /// Passes over all rows.
  private(set) var passes = 0
  private var memory = LimitedMemory(capacity: 10)
  private let kind: Curvature

  init(_ objective: ModelObjective, from sample: SampleEnd, options: SolverOptions) {
    self.objective = objective
    self.options = options
    point = sample.point
    kind = objective.preferredCurvature
    let share = Double(objective.source.rowCount) / Double(max(sample.rows, 1))
    factor = Cholesky(sample.information.scaled(by: share), tolerance: 1e-14)
  }

  /// The decrement, in units of log-likelihood, at which a descent over `rows` rows has ended: steps are 10⁻¹¹ of what moves a
  /// row, so that the information there is that of the optimum to about 11 digits, and Newton's last step leaves nothing.
  static func tolerance(rows: Int) -> Double { 1e-16 * min(1, Double(rows) / 1e6) }

  /// The first pass, which surveys the rows too; nil where the sample led nowhere.
  ///
  /// - Returns: what the pass has added up.
  mutating func begin() throws -> MergeableSums? {
    guard factor.dependent.isEmpty else { return nil }
    // Where the curvature is the same everywhere, its information is wanted at once: there is but one step.
    let isExact = objective.likelihood.hasConstantCurvature
    let (first, totals) = try objective.evaluate(
      point, isExact ? .curvature(kind) : .residual, withInformation: isExact,
      besides: SurveyPass(objective.source, objective.likelihood))
    passes += 1
    here = first
    if isExact, let information = here.information { factor = Cholesky(information, tolerance: 1e-14) }
    return factor.dependent.isEmpty ? totals : nil
  }

  /// Goes on to the end; false where that is not reached in the ordinary way.
  mutating func minimize(wantsInformation: Bool) throws -> Bool {
    let limit = Self.tolerance(rows: objective.source.rowCount)
    var before: Double?
    var slow = 0
    for _ in 0..<60 {
      guard here.value.isFinite, here.gradient.allSatisfy(\.isFinite), !options.isCancelled() else {
        return false
      }
      let scale = here.scale > 0 ? here.scale : 1
      let decrement = factor.quadraticForm(ofInverse: here.gradient) / scale
      options.progress?(SolverProgress(iteration: iterations, value: here.value, decrement: decrement))
      let contraction = before.map { decrement / $0 } ?? 1
      before = decrement
      let isExact = objective.likelihood.hasConstantCurvature
      if isExact ? iterations > 0 : decrement <= limit {
        return try end(wantsInformation: wantsInformation)
      }
      // A metric that halves the error at best is not worth its passes.
      slow = iterations > 0 && contraction > 0.2 ? slow + 1 : 0
      if slow == 3 {
        guard try renewMetric() else { return false }
        slow = 0
      }
      guard try step(decrement: decrement, scale: scale, evaluating: isExact ? .curvature(kind) : .residual)
      else { return false }
      iterations += 1
    }
    return false
  }

  /// One step downhill.
  private mutating func step(decrement: Double, scale: Double, evaluating order: EvaluationOrder) throws -> Bool {
    let direction = memory.direction(here.gradient) { factor.solve($0) }
    let slope = dot(here.gradient, direction)
    guard slope < 0, slope.isFinite else { return false }
    let search = LineSearch(value: here.value, rounding: here.rounding, slope: slope)
    var next = moved(point, direction)
    var there = try objective.evaluate(next, order, withInformation: false, besides: nil).0
    passes += 1
    // Below the rounding of the value only the gradient tells progress.
    let isFinal = -slope <= here.rounding
    if isFinal ? !there.value.isFinite : !search.accepts(there.value, at: 1) {
      var leavesDomain = false
      let (length, used) = try search.backtrack(
        objective, from: point, along: direction, first: 1, leavesDomain: &leavesDomain)
      passes += used
      guard let length else { return false }
      next = moved(point, direction, length)
      there = try objective.evaluate(next, order, withInformation: false, besides: nil).0
      passes += 1
    }
    memory.remember(step: moved(next, point, -1), change: moved(there.gradient, here.gradient, -1))
    (point, here) = (next, there)
    return true
  }

  /// The information of all rows becomes the metric.
  private mutating func renewMetric() throws -> Bool {
    here = try objective.evaluate(point, .curvature(kind))
    passes += 1
    guard let information = here.information else { return false }
    factor = Cholesky(information, tolerance: 1e-14)
    memory = LimitedMemory(capacity: memory.capacity)
    return factor.dependent.isEmpty
  }

  /// The evaluation that the end is told from.
  private mutating func end(wantsInformation: Bool) throws -> Bool {
    if objective.likelihood.hasConstantCurvature { return true }
    here = try objective.evaluate(point, .curvature(kind), withInformation: wantsInformation, besides: nil).0
    passes += 1
    if let information = here.information { factor = Cholesky(information, tolerance: 1e-14) }
    return factor.dependent.isEmpty
  }
}

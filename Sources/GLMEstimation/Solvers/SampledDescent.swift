import GLMAlgebra
import GLMModel

/// A descent by gradients only, in a metric that a sample of the rows has given, with the corrections of a limited memory
/// (L-BFGS: Liu and Nocedal, 1989), and the information of the rows where it saves passes and at the end.
///
/// No step is accepted that raises the loss. A metric that serves badly is replaced by the information
/// (Docs/Decisions/0004-speed.md).
struct SampledDescent {
  /// What reports call it.
  static let name = "sampled-newton"

  let objective: ModelObjective
  private let options: SolverOptions
  /// Where the descent is.
  private(set) var point: [Double]
  /// The objective there; at the end at order curvature.
  private(set) var here = Evaluation(value: .infinity)
  /// The factor of the information, or of what stands for it.
  private(set) var factor: Cholesky
  /// The last information that was made.
  private(set) var information: PackedSymmetric?
  private(set) var iterations = 0
  /// Passes over the rows.
  private(set) var passes = 0
  private var memory = LimitedMemory(capacity: 10)
  private let kind: Curvature
  private let plan: InformationPlan
  /// What a step is expected to make of the decrement.
  private var contraction: Double

  /// - Parameters:
  ///   - metric: what stands for the information of the rows.
  ///   - contraction: what a step in it is expected to make of the decrement.
  init(
    _ objective: ModelObjective, from point: [Double], metric: Cholesky, contraction: Double,
    plan: InformationPlan, options: SolverOptions
  ) {
    self.objective = objective
    self.point = point
    factor = metric
    self.contraction = contraction
    self.plan = plan
    self.options = options
    kind = objective.preferredCurvature
  }

  /// The first pass; nil where the metric is none.
  ///
  /// - Parameters:
  ///   - expected: about what the decrement will be.
  ///   - check: looks whether the rows are in order too.
  /// - Returns: what the pass has added up.
  mutating func begin(expecting expected: Double, besides check: RowCheck?) throws -> MergeableSums? {
    guard factor.dependent.isEmpty else { return nil }
    let isWanted = isExact || plan.isDue(at: expected, contraction: contraction)
    let (first, totals) = try objective.evaluate(
      point, isWanted ? .curvature(kind) : .residual, withInformation: isWanted, besides: check)
    passes += 1
    here = first
    return try renewMetric() ? totals : nil
  }

  /// Goes on to the end; false where that is not reached in the ordinary way.
  mutating func minimize() throws -> Bool {
    var before: Double?
    var slow = 0
    for _ in 0..<60 {
      guard here.value.isFinite, here.gradient.allSatisfy(\.isFinite), !options.isCancelled() else {
        return false
      }
      let unit = here.scale > 0 ? here.scale : 1
      let decrement = factor.quadraticForm(ofInverse: here.gradient) / unit
      options.progress?(SolverProgress(iteration: iterations, value: here.value, decrement: decrement))
      if here.information != nil {
        contraction = plan.contraction(at: decrement)
        (before, slow) = (nil, 0)
      } else if let before {
        contraction = max(contraction, decrement / before)
        slow = decrement > 0.2 * before ? slow + 1 : 0
      }
      before = decrement
      let isKnown = here.information != nil || plan.isConstant && information != nil
      if plan.isLast(decrement, contraction: contraction, isKnown: isKnown) {
        if here.noise > 0 { return settle() }
        here = try objective.evaluate(point, .curvature(kind), withInformation: false, besides: nil).0
        passes += 1
        return settle()
      }
      // A metric that halves the error at best is not worth its passes.
      let isRenewed =
        slow == 3 || plan.isDue(after: decrement, contraction: contraction, isKnown: isKnown)
      let mayBeLast = decrement * contraction * contraction <= 1e3 * plan.goal
      guard try step(isRenewed || mayBeLast ? .curvature(kind) : .residual, withInformation: isRenewed)
      else { return false }
      iterations += 1
      guard try renewMetric() else { return false }
    }
    return false
  }

  /// Whether one step in the information is the last.
  private var isExact: Bool { plan.floor == 0 }

  /// One step downhill, evaluated.
  private mutating func step(_ order: EvaluationOrder, withInformation: Bool) throws -> Bool {
    let direction = memory.direction(here.gradient) { factor.solve($0) }
    let slope = dot(here.gradient, direction)
    guard slope < 0, slope.isFinite else { return false }
    let search = LineSearch(value: here.value, rounding: here.rounding, slope: slope)
    var next = moved(point, direction)
    var there = try objective.evaluate(next, order, withInformation: withInformation, besides: nil).0
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
      there = try objective.evaluate(next, order, withInformation: withInformation, besides: nil).0
      passes += 1
    }
    memory.remember(step: moved(next, point, -1), change: moved(there.gradient, here.gradient, -1))
    (point, here) = (next, there)
    return true
  }

  /// The information at the point, where there is one, becomes the metric.
  private mutating func renewMetric() throws -> Bool {
    guard let found = here.information else { return true }
    information = found
    factor = Cholesky(found, tolerance: 1e-14)
    memory.forget()
    return factor.dependent.isEmpty
  }

  /// The end, where an evaluation would tell nothing that is not known.
  private mutating func settle() -> Bool {
    if plan.isConstant { here.information = information }
    if isExact, let information { return settleQuadratic(information) }
    // Steps that are not Newton's are taken here, in the metric with its corrections; Newton's own by whoever has the information.
    if here.information == nil { point = moved(point, memory.direction(here.gradient) { factor.solve($0) }) }
    return true
  }

  /// The last step of a loss that is quadratic, and the loss after it, to what rounding leaves of either.
  private mutating func settleQuadratic(_ information: PackedSymmetric) -> Bool {
    let step = factor.solve(here.gradient.map { -$0 })
    let gain = -dot(here.gradient, step) / 2
    // Where little is left of the loss the difference is rounding: the long way looks again.
    guard gain.isFinite, gain >= 0, gain <= 0.5 * here.value else { return false }
    point = moved(point, step)
    here.gradient = moved(here.gradient, information.multiplying(step))
    // What rounding of the information leaves in the gradient.
    let rounding = 4 * Double.ulpOfOne * Double.ulpOfOne * Double(point.count)
    here.noise += rounding * zip(step, information.diagonal).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
    here.value -= gain
    here.pearson = max(here.pearson - 2 * gain, 0)
    here.scale = objective.likelihood.dispersion.unit(
      of: here.value, rows: max(objective.source.rowCount, 1), totalWeight: objective.totalWeight)
    return true
  }
}

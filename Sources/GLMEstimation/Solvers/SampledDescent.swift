import GLMAlgebra
import GLMModel

/// A descent by gradients only, in a metric that a sample of the rows has given, with the corrections of a limited memory
/// (L-BFGS: Liu and Nocedal, 1989), and the information of the rows where it saves passes and at the end.
///
/// No step is accepted that raises the loss by more than rounding. A metric that serves badly is replaced by the information
/// (Docs/Decisions/0004-speed.md).
struct SampledDescent {
  /// What reports call it.
  static let name = "sampled-newton"

  private(set) var objective: ModelObjective
  private let options: SolverOptions
  /// Where the descent is.
  private(set) var point: [Double]
  /// The objective there; at the end at order curvature, with the information where that is wanted.
  private(set) var here = Evaluation(value: .infinity)
  /// The factor of what stands for the information: what steps are taken in.
  private(set) var metric: Cholesky
  /// The factor of the information that was made last, the metric where none was.
  private(set) var factor: Cholesky
  /// The step that is left at the end, and what of the decrement it leaves.
  private(set) var last: (step: [Double], left: Double)?
  private(set) var iterations = 0
  /// Passes over the rows.
  private(set) var passes = 0
  private var memory = LimitedMemory(capacity: 10)
  private var plan: InformationPlan
  /// What the last pass has made.
  private var made = InformationPlan.Making.nothing
  /// Metrics that were made of these rows.
  private var metrics = 0
  /// The decrement where the metric was made.
  private var metricDecrement = 0.0
  /// What a step is expected to make of the decrement.
  private var contraction: Double
  /// The diagonal of the last information, what it was of and the decrement there; that of a sample has none.
  private var diagonal: (entries: [Double], kind: Curvature, decrement: Double?)?
  /// The largest relative change of the diagonal that the last information brought, and the decrement at the one before it; 1
  /// where that was another kind, or a sample's.
  private var change: (share: Double, since: Double)?

  /// - Parameters:
  ///   - metric: what stands for the information of the rows.
  ///   - contraction: what a step in it is expected to make of the decrement.
  ///   - diagonal: of the information that the metric stands for; nil where what the end tells need not be exact.
  init(
    _ objective: ModelObjective, from point: [Double], metric: Cholesky, contraction: Double,
    diagonal: [Double]? = nil, plan: InformationPlan, options: SolverOptions
  ) {
    self.objective = objective
    self.point = point
    self.metric = metric
    factor = metric
    self.contraction = contraction
    self.plan = plan
    self.options = options
    self.diagonal = diagonal.map { ($0, plan.metric, nil) }
  }

  /// The first pass; nil where the metric is none.
  ///
  /// - Parameters:
  ///   - expected: about what the decrement will be.
  ///   - check: looks whether the rows are in order too.
  /// - Returns: what the pass has added up.
  mutating func begin(expecting expected: Double, besides check: RowCheck?) throws -> MergeableSums? {
    guard metric.dependent.isEmpty else { return nil }
    let making = plan.making(at: expected, contraction: contraction)
    let (first, totals) = try evaluate(point, making, mayBeLast: false, besides: check)
    here = first
    made = making
    return takeMetric() ? totals : nil
  }

  /// The same where the objective has been evaluated at the start, at order residual.
  mutating func begin(with evaluation: Evaluation) -> Bool {
    here = evaluation
    return metric.dependent.isEmpty
  }

  /// The decrement where the descent is, in units of log-likelihood.
  var decrement: Double { metric.quadraticForm(ofInverse: here.gradient) / (here.scale > 0 ? here.scale : 1) }

  /// Takes what the first pass has told of the weights; false where they come to nothing.
  mutating func take(_ survey: Survey) -> Bool {
    objective = objective.with(totalWeight: survey.totalWeight)
    here.scale = objective.unit(of: here.value)
    return survey.totalWeight > 0
  }

  /// Goes on to the end; false where that is not reached in the ordinary way.
  mutating func minimize() throws -> Bool {
    var before: Double?
    var slow = 0
    // Where that is not enough, other ways are no slower.
    while passes < 30 {
      guard here.value.isFinite, here.gradient.allSatisfy(\.isFinite), !options.isCancelled() else {
        return false
      }
      let decrement = decrement
      options.progress?(SolverProgress(iteration: iterations, value: here.value, decrement: decrement))
      if isNewMetric {
        contraction = plan.contraction(of: made, at: decrement)
        metricDecrement = decrement
        (before, slow) = (nil, 0)
      } else if let before {
        contraction = max(contraction, decrement / before)
        slow = decrement > 0.2 * before ? slow + 1 : 0
      }
      before = decrement
      if made != .nothing { diagonal?.decrement = decrement }
      let isNear = metrics > (isNewMetric ? 1 : 0)
      if plan.isLast(decrement, contraction: contraction, made: made, isNear: isNear), isSure(decrement) {
        return try settle(decrement)
      }
      // A metric that halves the error at best is not worth its passes.
      let making =
        slow == 3
        ? plan.roundedPrice == nil ? .metric : .rounded
        : plan.making(
          after: decrement, contraction: contraction, isNear: metrics > 0)
      let mayBeLast = decrement * contraction * contraction <= 1e3 * plan.goal
      guard try step(making, mayBeLast: mayBeLast) else { return false }
      iterations += 1
      guard takeMetric() else { return false }
    }
    return false
  }

  /// Whether the end tells what it should although some columns are held by few rows: the information changes over the last step by
  /// as much less than it did before as that is shorter.
  private func isSure(_ decrement: Double) -> Bool {
    guard let change, plan.floor > 0 else { return true }
    if !plan.isWanted {
      return decrement * min(1, metricDecrement * change.share * change.share) <= plan.goal
    }
    return plan.isConstant || change.share * (decrement / change.since).squareRoot() <= 1e-10
  }

  /// One pass at `point`. What is not to be made is evaluated to the order of curvature where that may be the end.
  private mutating func evaluate(
    _ point: [Double], _ making: InformationPlan.Making, mayBeLast: Bool, besides check: RowCheck? = nil
  ) throws -> (Evaluation, MergeableSums) {
    passes += 1
    let order: EvaluationOrder =
      switch making {
      case .nothing: mayBeLast ? .curvature(plan.errors) : .residual
      case .metric, .rounded: .curvature(plan.metric)
      case .errors: .curvature(plan.errors)
      }
    let information: InformationMaking =
      switch making {
      case .nothing: .none
      case .rounded: .rounded
      case .metric, .errors: .exact
      }
    return try objective.evaluate(point, order, information, besides: check)
  }

  /// One step downhill, evaluated.
  private mutating func step(_ making: InformationPlan.Making, mayBeLast: Bool) throws -> Bool {
    let direction = memory.direction(here.gradient) { metric.solve($0) }
    let slope = dot(here.gradient, direction)
    guard slope < 0, slope.isFinite else { return false }
    let search = LineSearch(value: here.value, rounding: here.rounding, slope: slope)
    var next = moved(point, direction)
    var there = try evaluate(next, making, mayBeLast: mayBeLast).0
    // Below the rounding of the value only the gradient tells progress.
    let isFinal = -slope <= here.rounding
    if isFinal ? !there.value.isFinite : !search.accepts(there.value, at: 1) {
      var leavesDomain = false
      let (length, used) = try search.backtrack(
        objective, from: point, along: direction, first: 1, leavesDomain: &leavesDomain, most: 2)
      passes += used
      guard let length else { return false }
      next = moved(point, direction, length)
      there = try evaluate(next, making, mayBeLast: mayBeLast).0
    }
    memory.remember(step: moved(next, point, -1), change: moved(there.gradient, here.gradient, -1))
    (point, here, made) = (next, there, making)
    return true
  }

  /// Whether the factor is of the information where the descent is, and not of a rounded one.
  var knowsInformation: Bool { made == .metric || made == .errors }

  private var isNewMetric: Bool { made == .metric || made == .rounded }

  /// The information that was made becomes the metric, if it is one; false where it determines too little.
  private mutating func takeMetric() -> Bool {
    guard made != .nothing, let found = here.information else { return true }
    let own = Cholesky(found, tolerance: 1e-14)
    if made == .rounded, own.smallestPivot < InformationPlan.leastRoundedPivot {
      // What rounding leaves of nearly dependent columns is no metric.
      here.information = nil
      plan.roundedPrice = nil
      made = .nothing
      return true
    }
    factor = own
    let kind = made == .errors ? plan.errors : plan.metric
    let entries = found.diagonal
    if let before = diagonal {
      let share = zip(entries, before.entries).reduce(0) { max($0, ($1.0 / $1.1 - 1).magnitude) }
      change = (share, before.kind == kind ? before.decrement ?? 1 : 1)
      diagonal = (entries, kind, nil)
    }
    if isNewMetric {
      metrics += 1
      metric = factor
      memory.forget()
    }
    return factor.dependent.isEmpty
  }

  /// The end, and the step that is left there.
  private mutating func settle(_ decrement: Double) throws -> Bool {
    if made == .nothing, here.noise == 0 {
      here = try evaluate(point, .nothing, mayBeLast: true).0
    }
    if plan.floor == 0, let information = here.information { return settleQuadratic(information) }
    let step = memory.direction(here.gradient) { metric.solve($0) }
    last = (step, decrement * max(contraction, 1e-12))
    // Nothing is measured by it any more: what comes now needs its memory.
    metric = factor
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
    here.scale = objective.unit(of: here.value)
    return true
  }
}

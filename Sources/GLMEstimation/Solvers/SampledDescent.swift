import GLMAlgebra
import GLMModel

/// The descent over all rows from where samples of them have led: gradients only, in the metric of the last sample's
/// information with the corrections of a limited memory (L-BFGS: Liu and Nocedal, 1989), and the information of all rows where it saves
/// passes and at the end.
///
/// No step is accepted that raises the loss. A metric that serves badly is replaced by the information of all rows
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
  private(set) var iterations = 0
  /// Passes over all rows.
  private(set) var passes = 0
  private var memory = LimitedMemory(capacity: 10)
  private let kind: Curvature
  private let wantsInformation: Bool
  /// The decrement at which the descent ends.
  private let limit: Double
  /// What a step is expected to make of the decrement.
  private var contraction: Double
  private let expectedStart: Double
  private var constant: PackedSymmetric?

  /// - Parameter wantsInformation: whether the information of all rows is wanted at the end.
  init(
    _ objective: ModelObjective, from sample: SampleEnd, wantsInformation: Bool, options: SolverOptions
  ) {
    self.objective = objective
    self.wantsInformation = wantsInformation
    limit = Self.limit(
      objective.likelihood, rows: Double(objective.source.rowCount), wantsInformation: wantsInformation)
    self.options = options
    point = sample.point
    kind = objective.preferredCurvature
    // The relative error of a sample's information, squared, and what its estimate is off by.
    let noise = Double(sample.point.count) / Double(max(sample.rows, 1))
    contraction = min(0.5, 2 * noise)
    expectedStart = noise * Double(objective.source.rowCount)
    let share = Double(objective.source.rowCount) / Double(max(sample.rows, 1))
    factor = Cholesky(sample.information.scaled(by: share), tolerance: 1e-14)
  }

  /// The decrement, in units of log-likelihood, at which the descent ends. With the information of all rows there, steps are 10⁻¹¹ of
  /// what moves a row, so that the information is that of the optimum to about 11 digits, and Newton's last step leaves nothing where
  /// it is Newton's; elsewhere nothing may be left to that step.
  private static func limit(_ likelihood: any Likelihood, rows: Double, wantsInformation: Bool) -> Double {
    wantsInformation && likelihood.hasOneCurvature ? 1e-16 * min(1, rows / 1e6) : 1e-22
  }

  /// The first pass, which looks whether the rows are in order too; nil where the sample led nowhere.
  ///
  /// - Returns: what the pass has added up.
  mutating func begin() throws -> MergeableSums? {
    guard factor.dependent.isEmpty else { return nil }
    let isWanted = isExact || paysForInformation(expecting: expectedStart)
    let (first, totals) = try objective.evaluate(
      point, isWanted ? .curvature(kind) : .residual, withInformation: isWanted,
      besides: RowCheck(objective.likelihood))
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
        // Newton's method: the error of the next step is as the square of this one's.
        contraction = isExact ? 0 : max(decrement, floor) / rows
        before = nil
      } else if let before {
        contraction = max(contraction, decrement / before)
        slow = decrement > 0.2 * before ? slow + 1 : 0
      }
      before = decrement
      let isEnough = here.noise > 0 && (!wantsInformation || isExact || here.information != nil)
      if decrement <= limit, isEnough { return settle() }
      let expected = decrement * contraction
      let isLast = expected <= limit
      // A metric that halves the error at best is not worth its passes.
      let isRenewed =
        !isExact && (isLast ? wantsInformation : slow == 3 || paysForInformation(expecting: expected))
      if decrement <= limit {
        here = try objective.evaluate(
          point, .curvature(kind), withInformation: wantsInformation, besides: nil
        ).0
        passes += 1
      } else {
        guard try step(isLast || isRenewed ? .curvature(kind) : .residual, withInformation: isRenewed) else {
          return false
        }
        iterations += 1
      }
      guard try renewMetric() else { return false }
    }
    return false
  }

  /// Whether one step is the last.
  private var isExact: Bool { objective.likelihood.hasConstantCurvature }
  private var rows: Double { Double(objective.source.rowCount) }

  /// What keeps a step with the expected curvature from being Newton's, in the units of the decrement.
  private var floor: Double { objective.likelihood.hasOneCurvature ? 1e-6 : 10 }

  /// Whether fewer passes pay for the information at the next point, where the decrement is expected to be `decrement`.
  private func paysForInformation(expecting decrement: Double) -> Bool {
    guard decrement > limit, contraction > 0 else { return false }
    let digits = Double.log(decrement / limit)
    func passes(_ contraction: Double) -> Double {
      contraction < 1 ? (digits / -Double.log(contraction)).rounded(.up) : 100
    }
    // In gradients, measured: what the products of the columns with one another cost more.
    let price = max(0.6, Double(point.count) / 36)
    return passes(contraction) > price + passes(max(decrement, floor) / rows)
  }

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
    guard let information = here.information else { return true }
    factor = Cholesky(information, tolerance: 1e-14)
    memory.forget()
    if isExact { constant = information }
    return factor.dependent.isEmpty
  }

  /// At the end: an information that is the same everywhere is that of the end.
  private mutating func settle() -> Bool {
    if isExact { here.information = constant }
    return true
  }
}

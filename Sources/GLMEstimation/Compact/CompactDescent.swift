import GLMAlgebra
import GLMModel

/// A small fit by the short path: Newton's full steps from the least-squares start, the last of them in twice the
/// precision, the certificate that an estimate exists, and the inverse of the information.
///
/// What it finds is what the long path finds, to rounding; where it would have to do anything else than go straight down
/// it gives up.
struct CompactDescent {
  let model: CompactModel
  let work: CompactWorkspace

  private(set) var iterations = 0
  private(set) var passes = 0
  /// Σ w loss at the end, in twice the precision.
  private(set) var loss = 0.0
  private(set) var pearson = 0.0
  /// gᵀ H⁻¹ g at the end.
  private(set) var decrement = 0.0
  /// A bound on what rounding leaves of it.
  private(set) var noise = 0.0
  /// What one unit of log-likelihood is on the scale of the loss.
  private(set) var scale = 1.0
  /// The decrement where the matrix was told that steps are taken by.
  private var metricDecrement = 0.0
  private var sums = CompactSums()

  init(_ model: CompactModel, _ work: CompactWorkspace) {
    self.model = model
    self.work = work
  }

  private var rows: CompactRows { work.rows }

  /// Whether the estimate is found. It is then ``CompactRows/Vector/point``, in the shifted columns and with low parts, and
  /// the inverse of its information ``CompactRows/Matrix/inverse``.
  mutating func run(isCancelled: () -> Bool) -> Bool {
    if isCancelled() { return false }
    start()
    guard descend(), finish(), isCertified() else { return false }
    rows.invert(.end)
    rows.fillUserInverse(intercept: work.isShifted ? work.intercept : nil)
    return true
  }

  /// The least-squares fit to the likelihood's own start.
  private func start() {
    let likelihood = model.likelihood
    rows.withStart { likelihood.start(response: $0, predictors: &$1) }
    rows.fillStartProducts()
    rows.solve(.design, .products, into: .point)
  }

  private mutating func evaluate(_ kind: Curvature) -> CompactSums {
    let likelihood = model.likelihood
    passes += 1
    return rows.evaluate(limit: model.limit) { response, predictors, loss, residual, curvature in
      likelihood.evaluate(
        response: response, predictors: predictors, order: .curvature(kind), loss: &loss, residual: &residual,
        curvature: &curvature)
    }
  }

  /// Newton's steps in plain precision, until the next one leaves it; that is taken.
  private mutating func descend() -> Bool {
    var kind = model.far
    rows.fillPredictors(.point)
    var here = evaluate(kind)
    while true {
      guard here.loss.isFinite, here.rounding.isFinite, here.noise.isFinite,
        rows.factor(.information, as: .metric, tolerance: 1e-10) != nil
      else { return false }
      rows.solve(.metric, .gradient, sign: -1, into: .step)
      let decrement = -rows.dot(.gradient, .step)
      let scale = model.scale(of: here.loss, rows: rows.rowCount, totalWeight: work.totalWeight)
      guard decrement >= 0, decrement.isFinite, scale > 0 else { return false }
      iterations += 1
      let rounding = 4 * .ulpOfOne * here.rounding
      rows.move()
      if decrement <= Self.turn * scale {
        (self.scale, self.decrement, metricDecrement) = (scale, decrement, decrement)
        loss = here.loss + 2 * rounding
        return true
      }
      guard iterations < Self.mostIterations else { return false }
      if decrement <= 1e-2 * scale { kind = model.near }
      rows.fillPredictors(.point)
      let there = evaluate(kind)
      guard there.loss <= here.loss - Tolerance.decrease * decrement + rounding else { return false }
      here = there
    }
  }

  /// The decrement, in units of log-likelihood, from which on steps are taken in twice the precision.
  private static let turn = 1e-8
  private static let mostIterations = 25
  /// The decrement at which the information is that of the optimum, to rounding.
  private static let end = 1e-28

  /// Gradient, sums and noise at the point in twice the precision.
  private mutating func evaluatePrecisely() -> Bool {
    let likelihood = model.likelihood
    let kind = model.far
    let work = work
    passes += 1
    sums = rows.evaluatePrecisely(limit: model.limit) {
      response, predictors, low, loss, residual, residualLow, curvature in
      likelihood.evaluatePrecisely(
        response: response, predictors: predictors, low: low, kind: kind, loss: &loss, residual: &residual,
        residualLow: &residualLow, curvature: &curvature)
    } pearson: { i, predictor in
      let trials = work.rows.responseCount == 2 ? work.rows.response(i, value: 1) : 1
      return likelihood.pearson(RowResponse(work.rows.response(i), trials: trials), at: { _ in predictor })
    }
    noise = model.preciseError * model.preciseError * sums.noise
    return sums.loss.isFinite && sums.noise.isFinite && noise <= 1e-20 * scale
  }

  /// The last steps, the information where they end, and its inverse.
  private mutating func finish() -> Bool {
    let bound = loss
    rows.clear(.pointLow)
    var isLast = false
    var expected = decrement
    for round in 0..<6 {
      // A step by the matrix at hand shortens what is left by as much as that is off.
      expected *= metricDecrement / scale
      isLast = isLast || expected <= Self.end * scale
      guard evaluatePrecisely(), round > 0 || sums.loss <= bound else { return false }
      if isLast {
        rows.fillInformation()
        guard let pivot = rows.factor(.information, as: .end, tolerance: Conditioning.fewDigits),
          pivot.isFinite
        else { return false }
      }
      decrement = rows.quadraticForm(isLast ? .end : .metric, .gradient)
      guard decrement.isFinite else { return false }
      if isLast, decrement <= max(Self.end * scale, 4 * noise) { return refine() }
      expected = decrement
      step(isLast: isLast)
      rows.movePrecisely()
      iterations += 1
    }
    return false
  }

  /// Newton's step: by the information at the end where that is its own derivative, otherwise by the one before.
  private func step(isLast: Bool) {
    rows.solve(isLast && model.near == model.far ? .end : .metric, .gradient, sign: -1, into: .step)
  }

  /// Steps until they are below what rounding leaves in the gradient, as ``Refinement`` has it; what is told of the point.
  private mutating func refine() -> Bool {
    for _ in 0..<8 {
      rows.fillUserPoint(intercept: work.intercept)
      guard decrement > 0.01 * noise else { break }
      step(isLast: true)
      guard rows.isStepSeen(intercept: work.intercept) else { break }
      let (before, level) = (sums, noise)
      rows.movePrecisely()
      guard evaluatePrecisely() else { return false }
      let left = rows.quadraticForm(.end, .gradient)
      guard left < 0.5 * decrement else {
        rows.moveBack()
        (sums, noise) = (before, level)
        break
      }
      decrement = left
    }
    (loss, pearson) = (sums.loss, sums.pearson)
    scale = model.scale(of: loss, rows: rows.rowCount, totalWeight: work.totalWeight)
    // A fit without any residual, and one whose loss is a constant of the responses, have another scale.
    let isPerfect = loss <= 1e-18 * sums.noise && pearson <= 1e-6 * sums.noise
    let isInflated =
      model.dispersion == .estimated && pearson > 0 && pearson / Double(work.presentRows) < 1e-3 * scale
    return !isPerfect && !isInflated && scale > 0 && decrement <= 1e-16 * scale
  }

  /// The certificate that an estimate exists, by what is left of the last step and what rounding may have done to it: no row
  /// of curvature c moves by more than that over √c (``Existence``).
  private func isCertified() -> Bool {
    let movement = decrement.squareRoot() + 2 * .ulpOfOne * sums.noise.squareRoot()
    if let ratio = model.largestCurvatureRatio, sums.smallest > 0,
      ratio * movement < 0.5 * sums.smallest.squareRoot()
    {
      return true
    }
    return rows.residualsHold(movement: movement) { work.signs[$0] }
  }

  /// The dispersion that standard errors are told by, of so many observations; 0 where none is left to estimate it.
  func dispersion(observations: Double) -> Double {
    switch model.dispersion {
    case .known(let value): return value
    case .estimated:
      let degrees = observations * Double(model.likelihood.responseDimension) - Double(rows.columnCount)
      return degrees > 0 ? pearson / degrees : 0
    }
  }

  /// How many digits of the coefficients are right, as ``Refinement`` tells it from the inverse in the user's columns; nil
  /// where that says nothing.
  func attainedDigits(dispersion: Double) -> Double? {
    let reach = 4 * (decrement.squareRoot() + noise.squareRoot())
    var largest = 0.0
    for j in 0..<rows.columnCount { largest = max(largest, rows[.user, j].magnitude) }
    guard reach.isFinite, largest > 0 else { return nil }
    var worst = Double.ulpOfOne / 2
    for j in 0..<rows.columnCount {
      let spread = rows.diagonal(.userInverse, j).squareRoot()
      let coefficient = rows[.user, j]
      let size = max(coefficient.magnitude, min(spread * dispersion.squareRoot(), largest))
      let error = reach * spread + coefficient.ulp / 2
      worst = max(worst, size > 0 ? error / size : error == 0 ? 0 : 1)
    }
    let digits = max(0, -Double.log(worst) / Double.log(10))
    return digits >= 1 ? digits : nil
  }
}

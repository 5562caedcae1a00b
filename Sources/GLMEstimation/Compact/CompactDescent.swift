import GLMAlgebra
import GLMModel

/// A small fit by the short path: Newton's full steps from the start of discriminant analysis or of least squares, the last
/// from a gradient in twice the precision, the certificate that an estimate exists, and the inverse of the information.
///
/// What it finds is what the long path finds, to rounding; where it would have to do anything else than go straight down
/// it gives up.
struct CompactDescent {
  let model: CompactModel
  let work: CompactWorkspace

  private(set) var iterations = 0
  private(set) var passes = 0
  /// Σ w loss at the end.
  private(set) var loss = 0.0
  private(set) var pearson = 0.0
  /// A bound on gᵀ H⁻¹ g after the last step.
  private(set) var decrement = 0.0
  /// A bound on what rounding leaves of it.
  private(set) var noise = 0.0
  /// What one unit of log-likelihood is on the scale of the loss.
  private(set) var scale = 1.0
  /// The decrement where the matrix was told that steps are taken by, and whether it is the derivative of the gradient.
  private var metricDecrement = 0.0
  private var isMetricNear = false
  private var sums = CompactSums()

  init(_ model: CompactModel, _ work: CompactWorkspace) {
    self.model = model
    self.work = work
  }

  private var rows: CompactRows { work.rows }

  /// Whether the estimate is found. It is then ``CompactRows/Vector/user``, with low parts, and the inverse of its
  /// information ``CompactRows/Matrix/userInverse``.
  mutating func run(isCancelled: () -> Bool) -> Bool {
    if isCancelled() { return false }
    start()
    guard descend(), finish() else { return false }
    let intercept = work.isShifted ? work.intercept : nil
    rows.invert(.end)
    rows.fillUserInverse(intercept: intercept)
    rows.fillUserPoint(intercept: intercept)
    return true
  }

  private func start() {
    if model.isLogistic, let intercept = work.intercept,
      rows.startByDiscriminant(intercept: intercept, total: work.designWeight)
    {
      return
    }
    rows.fillStartProducts { model.likelihood.start(response: $0, predictors: &$1) }
    rows.solve(.design, .products, into: .point)
  }

  /// The decrement, in units of log-likelihood, at which the information is that of the optimum to rounding.
  private static let end = 1e-28
  private static let mostPasses = 25

  /// Newton's steps in plain precision, until the next one leaves it; that is taken.
  private mutating func descend() -> Bool {
    let rows = work.rows
    var kind = model.far
    var needsMatrix = true
    var here = evaluate(kind, wantsMatrix: true)
    var before = Double.infinity
    while true {
      guard here.loss.isFinite, here.rounding.isFinite, here.noise.isFinite else { return false }
      if needsMatrix, rows.factor(.information, as: .metric, tolerance: 1e-10) == nil { return false }
      let decrement = rows.solve(.metric, .gradient, sign: -1, into: .step)
      scale = model.scale(of: here.loss, rows: rows.rowCount, totalWeight: work.totalWeight)
      guard decrement >= 0, decrement.isFinite, scale > 0 else { return false }
      if needsMatrix { (metricDecrement, isMetricNear) = (decrement, kind == model.near) }
      let rounding = 4 * .ulpOfOne * here.rounding
      rows.move()
      count(decrement, noise: .ulpOfOne * .ulpOfOne * here.noise)
      // Newton's method squares; by an older matrix a step leaves the part by which that is off.
      let ratio = needsMatrix ? (before < .infinity ? decrement / before : 1) : 1
      let expected = decrement * max(ratio * ratio, metricDecrement / scale)
      let rests =
        expected <= 0.1 * Self.end * scale || decrement <= 1e-14 * scale
        || decrement <= .ulpOfOne * .ulpOfOne * here.noise
      if rests, isMetricNear {
        loss = here.loss + 2 * rounding
        return true
      }
      guard passes < Self.mostPasses else { return false }
      if decrement <= 1e-2 * scale { kind = model.near }
      before = decrement
      needsMatrix = !isMetricNear || expected * metricDecrement > 0.1 * Self.end * scale * scale
      let there = evaluate(kind, wantsMatrix: needsMatrix)
      guard there.loss <= here.loss - Tolerance.decrease * decrement + rounding else { return false }
      here = there
    }
  }

  /// Counts a step as the solver of the long path does: not the last, from a point that rounding cannot tell from the
  /// optimum.
  private mutating func count(_ decrement: Double, noise: Double) {
    if decrement > max(Tolerance.decrement * scale, min(noise, 1e-8 * scale)) { iterations += 1 }
  }

  /// A bound on the part of a decrement that the last step leaves: of Newton's, by what its matrix has changed since it was
  /// told, with a wide margin.
  private func share(left: Double) -> Double {
    if !model.isNewton { return 1 }
    return min(1, max(1e-20, 1e4 * (model.near == model.far ? left : metricDecrement) / scale))
  }

  private mutating func evaluate(_ kind: Curvature, wantsMatrix: Bool) -> CompactSums {
    passes += 1
    return work.rows.evaluate(limit: model.limit, wantsInformation: wantsMatrix) {
      response, predictors, loss, residual, curvature in
      model.likelihood.evaluate(
        response: response, predictors: predictors, order: .curvature(kind), loss: &loss, residual: &residual,
        curvature: &curvature)
    }
  }

  /// The gradient in twice the precision and the information where that is the optimum's to rounding, the certificate, and
  /// the last step.
  private mutating func finish() -> Bool {
    let rows = work.rows
    let bound = loss
    rows.clear(.pointLow)
    // The matrix of the step: of the curvature that is the derivative of the gradient.
    let metric: CompactRows.Factor = model.near == model.far ? .end : .metric
    for round in 0..<4 {
      guard evaluatePrecisely(), round > 0 || sums.loss <= bound else { return false }
      guard rows.factor(.information, as: .end, tolerance: Conditioning.fewDigits) != nil else {
        return false
      }
      let left = rows.solve(.end, .gradient, sign: -1, into: .step)
      guard left.isFinite else { return false }
      if metric != .end { rows.solve(metric, .gradient, sign: -1, into: .step) }
      let isEnd = left <= max(Self.end * scale, 16 * noise)
      if isEnd, !isCertified(left) { return false }
      rows.movePrecisely()
      count(left, noise: .ulpOfOne * .ulpOfOne * sums.noise)
      if isEnd {
        decrement = left * share(left: left)
        loss = sums.loss - left / 2
        pearson = sums.pearson
        return isOrdinary
      }
    }
    return false
  }

  /// Gradient, sums and noise at the point in twice the precision.
  private mutating func evaluatePrecisely() -> Bool {
    let rows = work.rows
    passes += 1
    sums = rows.evaluatePrecisely(limit: model.limit) {
      response, predictors, low, loss, residual, residualLow, curvature in
      model.likelihood.evaluatePrecisely(
        response: response, predictors: predictors, low: low, kind: model.far, loss: &loss,
        residual: &residual, residualLow: &residualLow, curvature: &curvature)
    } pearson: { i, predictor in
      let row = rows.withResponse {
        RowResponse($0[i], trials: rows.responseCount == 2 ? $0[rows.rowCount + i] : 1)
      }
      return model.likelihood.pearson(row, at: { _ in predictor })
    }
    noise = model.preciseError * model.preciseError * sums.noise
    return sums.loss.isFinite && sums.noise.isFinite && noise <= 1e-20 * scale
  }

  /// The certificate that an estimate exists, by what is left of the last step and what rounding may have done to it: no row
  /// of curvature c moves by more than that over √c (``Existence``).
  private func isCertified(_ left: Double) -> Bool {
    let movement = left.squareRoot() + 2 * .ulpOfOne * sums.noise.squareRoot()
    if let ratio = model.largestCurvatureRatio, sums.smallest > 0,
      ratio * movement < 0.5 * sums.smallest.squareRoot()
    {
      return true
    }
    return rows.residualsHold(movement: movement)
  }

  /// Whether the loss is a scale: not that of a fit without any residual, and not a constant of the responses. Those are
  /// measured in other ways.
  private var isOrdinary: Bool {
    let own = model.scale(of: loss, rows: rows.rowCount, totalWeight: work.totalWeight)
    let isPerfect = loss <= 1e-18 * sums.noise && pearson <= 1e-6 * sums.noise
    let isInflated =
      model.dispersion == .estimated && pearson > 0 && pearson / Double(work.presentRows) < 1e-3 * own
    return !isPerfect && !isInflated && own > 0 && decrement <= 1e-16 * own
  }
}

extension CompactDescent {
  /// The dispersion that standard errors are told by, of so many observations; 0 where none is left to estimate it.
  func dispersion(observations: Double) -> Double {
    switch model.dispersion {
    case .known(let value): return value
    case .estimated:
      let degrees = observations * Double(model.likelihood.responseDimension) - Double(work.rows.columnCount)
      return degrees > 0 ? pearson / degrees : 0
    }
  }

  /// How many digits of the coefficients are right; nil where rounding takes more than the last few, or nothing can be told: the
  /// long path is to say what can be had.
  func attainedDigits(dispersion: Double) -> Double? {
    let rows = work.rows
    let digits = AttainedDigits.worst(
      decrement: decrement, noise: noise, user: (0..<rows.columnCount).map { DoubleDouble(rows[.user, $0]) },
      variance: { rows.diagonal(.userInverse, $0) }, dispersion: dispersion)
    return digits.flatMap { $0 >= 12.5 ? $0 : nil }
  }
}

import GLMAlgebra
import GLMModel

/// How a fit to many rows gets near its end: by samples of the rows, each a few times as large as the one before, and
/// always the same (every so many blocks of the source).
///
/// A sample of n rows leaves an error of √(coefficients/n) of what the rows vary by; its information stands for that of all
/// rows with a relative error of that size (Docs/Decisions/0004-speed.md).
struct SamplePath {
  /// Every how manieth block each sample takes, the smallest sample first.
  let strides: [Int]

  /// Rows a coefficient that the smallest sample has at least, so that it has an estimate as a rule.
  static let fewest = 10
  /// Rows a coefficient that the last sample has, whose information is the metric of the descent over all rows.
  static let metric = 40

  /// Nil where there are too few rows for that to pay.
  ///
  /// - Parameter coefficients: how many the model has.
  init?(_ source: any RowSource, coefficients: Int) {
    let (rows, blocks) = (source.rowCount, source.blockCount)
    let last = max(Self.metric * coefficients, rows / 32)
    guard rows * source.columns.count >= 500_000, last <= rows / 2, blocks >= 64 else { return nil }
    var strides = [max(2, rows / last)]
    let first = max(Self.fewest * coefficients, 2048)
    while rows / (strides[0] * 4) >= first, strides[0] * 4 <= blocks {
      let step = min(16, rows / (strides[0] * first), blocks / strides[0])
      strides.insert(strides[0] * step, at: 0)
    }
    self.strides = strides
  }
}

/// Where samples of the rows lead to.
struct SampleEnd {
  /// The coordinates, told from the smallest sample that had an estimate.
  let frame: Frame
  /// The coefficients in those coordinates.
  var point: [Double]
  /// The information of the last sample, a little before the point.
  var information: PackedSymmetric
  /// Rows of the last sample.
  var rows: Int
}

extension Estimator {
  /// The end of the samples' path, or nil where they do not lead there in the ordinary way: then the rows are looked at as a
  /// whole.
  ///
  /// That the estimate of all rows exists is proved by a sample of which that is proved, and whose columns are independent: a direction
  /// that never raises the loss of any row would not raise that of a row of the sample.
  func sampled(
    _ likelihood: any Likelihood, _ source: any RowSource, _ layout: CoefficientLayout, _ path: SamplePath
  ) throws -> SampleEnd? {
    var strides = path.strides
    var found: SampleEnd?
    while let stride = strides.first {
      strides.removeFirst()
      if options.isCancelled() { return nil }
      let thin = ThinnedSource(source, stride: stride)
      if let end = found {
        guard let next = try improved(end, likelihood, thin) else { return nil }
        found = next
      } else {
        found = try first(likelihood, thin, layout)
        // Rare events need more rows; there may be none between this sample and the next.
        if found == nil, strides.isEmpty, stride >= 8 { strides.append(stride / 4) }
      }
    }
    return found
  }

  /// The fit to the smallest sample: with everything that an ordinary fit has but its last digits.
  private func first(
    _ likelihood: any Likelihood, _ thin: ThinnedSource, _ layout: CoefficientLayout
  ) throws -> SampleEnd? {
    let survey: Survey
    do {
      survey = try Survey(thin, likelihood, threads: threads)
    } catch is FitError {
      // All rows tell which is the first.
      return nil
    }
    let (whole, design) = try wholeFrame(layout, survey, thin, likelihood, [])
    let frame = design.activeFrame
    guard frame.active.count == layout.count, frame.combination == nil else { return nil }
    let objective = ModelObjective(
      source: thin, likelihood: likelihood, prior: prior, frame: frame, threads: threads,
      totalWeight: survey.totalWeight)
    let start = try startingPoint(objective, whole: whole, design)
    var quiet = options
    quiet.progress = nil
    quiet.maximumIterations = 50
    var newton = Newton()
    // What other rows say is far more than that; the certificate needs no more.
    newton.tolerance = 1e-9
    let end = try newton.minimize(objective, from: start, options: quiet)
    guard end.termination == .converged else { return nil }
    let here = try objective.evaluate(end.point, .curvature(objective.preferredCurvature))
    guard let information = here.information,
      try Existence(objective: objective, point: end.point, here: here).isCertified()
    else { return nil }
    return SampleEnd(frame: frame, point: end.point, information: information, rows: survey.rows)
  }

  /// Newton's method on a larger sample, until its steps are small beside what the sample itself leaves open.
  private func improved(
    _ end: SampleEnd, _ likelihood: any Likelihood, _ thin: ThinnedSource
  ) throws -> SampleEnd? {
    let rows = thin.rowCount
    let look = SurveyPass(thin, likelihood)
    let objective = ModelObjective(
      source: thin, likelihood: likelihood, prior: prior, frame: end.frame, threads: threads,
      totalWeight: Double(rows))
    var result = end
    result.rows = rows
    for _ in 0..<6 {
      let (here, totals) = try objective.evaluate(
        result.point, .curvature(objective.preferredCurvature), withInformation: true, besides: look)
      let base = ModelObjective.Slot.products + objective.planes * objective.columnCount
      guard look.isPossible(totals, maxima: 2), here.value.isFinite, let information = here.information,
        totals[base] > 0
      else { return nil }
      let factor = Cholesky(information, tolerance: 1e-14)
      guard factor.dependent.isEmpty else { return nil }
      let step = factor.solve(here.gradient.map { -$0 })
      let decrement = -dot(here.gradient, step) / here.scale
      guard decrement.isFinite, decrement >= 0 else { return nil }
      result.point = moved(result.point, step)
      result.information = information
      // Newton's next step would be about decrement²/rows, and what other rows say is as many as coefficients.
      if 0.1 * decrement * decrement <= Double(result.point.count) * Double(rows) { return result }
    }
    return nil
  }
}

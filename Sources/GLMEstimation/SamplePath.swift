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
  /// Whether it pays to round columns where that is enough.
  let allowsRounded: Bool

  /// Rows a coefficient that the smallest sample has at least, so that it has an estimate as a rule.
  static let fewest = 10
  /// Rows a coefficient that the last sample has at least, whose information is the metric of the descent over all rows.
  static let metric = 20

  /// Nil where there are too few rows for that to pay.
  ///
  /// - Parameters:
  ///   - coefficients: how many the model has.
  ///   - plan: of the descent over all rows.
  init?(_ source: any RowSource, coefficients: Int, plan: InformationPlan) {
    let (rows, blocks) = (source.rowCount, source.blockCount)
    guard rows * source.columns.count >= 500_000, 80 * coefficients <= rows, blocks >= 64 else { return nil }
    let paths = [32, 24, 16, 12, 8, 6, 4, 3, 2].filter { rows / $0 >= Self.metric * coefficients }
      .map { Self.path(to: $0, rows: rows, blocks: blocks, coefficients: coefficients) }
    let costs = paths.map { Self.cost($0, rows: rows, coefficients: coefficients, plan) }
    guard let best = costs.indices.min(by: { costs[$0] < costs[$1] }) else { return nil }
    strides = paths[best]
    allowsRounded = plan.roundedPrice != nil
  }

  /// The samples before the one of stride `last`, and that.
  private static func path(to last: Int, rows: Int, blocks: Int, coefficients: Int) -> [Int] {
    var strides = [last]
    let first = max(fewest * coefficients, 2048)
    while rows / (strides[0] * 3) >= first, strides[0] * 3 <= blocks {
      let step = min(16, rows / (strides[0] * first), blocks / strides[0])
      strides.insert(strides[0] * step, at: 0)
    }
    return strides
  }

  /// What samples and all rows cost, in gradients of all rows: the larger the last sample is, the fewer passes over all rows come
  /// after. The smallest one, whose rows are looked at and whose XᵀX is made, costs most for each of its rows.
  private static func cost(_ strides: [Int], rows: Int, coefficients: Int, _ plan: InformationPlan) -> Double
  {
    let metric = plan.roundedPrice ?? plan.price
    var sum = (9 + 2 * metric) / Double(strides[0])
    for stride in strides.dropFirst() { sum += (3 + metric) / Double(stride) }
    let size = SampleSize(rows: rows / strides[strides.count - 1], all: rows, coefficients: coefficients)
    return sum + plan.cost(expecting: size.decrement, contraction: size.contraction)
  }
}

/// What a sample of so many rows leaves to a descent over all.
struct SampleSize {
  let rows: Int
  let all: Int
  let coefficients: Int

  /// What a step in the metric of the sample's information is expected to make of the decrement: the relative error of that,
  /// squared, with what of it a limited memory makes good.
  var contraction: Double {
    let share = Double(rows) / Double(max(all, 1))
    return min(0.5, 2 * max(0, 1 - share) * Double(coefficients) / Double(max(rows, 1)))
  }

  /// What the decrement over all rows is expected to be where the sample's estimate is.
  var decrement: Double { Double(coefficients) * max(Double(all) / Double(max(rows, 1)) - 1, 0.01) }
}

/// What proves that an estimate exists where samples lead to it.
enum SampleProof {
  /// That of a sample.
  case ofSample
  /// At the end, the information of all rows, which standard errors take anyway.
  case byInformation
  /// At the end, the factor of what XᵀX of a sample is at least, beside the smallest curvature of all rows.
  case byColumns(Cholesky)

  var isMade: Bool { if case .ofSample = self { true } else { false } }
}

/// Where samples of the rows lead to.
struct SampleEnd {
  /// The coordinates, told from the smallest sample that had an estimate.
  let frame: Frame
  /// The coefficients in those coordinates.
  var point: [Double]
  /// The factor of the information of the last sample, at the point or a little before it.
  var metric: Cholesky
  /// The diagonal of that information.
  var diagonal: [Double]
  /// Rows of the last sample.
  var rows: Int
  /// What proves that the estimate of all rows exists.
  var proof: SampleProof

  /// The metric for `all` rows.
  func metric(ofRows all: Int) -> Cholesky { metric.scaled(by: Double(all) / Double(max(rows, 1))) }

  /// The diagonal of what stands for the information of `all` rows.
  func diagonal(ofRows all: Int) -> [Double] {
    let share = Double(all) / Double(max(rows, 1))
    return diagonal.map { $0 * share }
  }

  /// Whether the rows of a descent may have an estimate nearby, so far as is seen where it begins: what samples without one end in
  /// is far from where other rows lead.
  func mayHold(_ descent: SampledDescent, expected: SampleSize) -> Bool {
    let model = descent.objective
    let size = max(1, model.totalWeight / Double(max(model.source.rowCount, 1)))
    return proof.isMade || descent.decrement <= 100 * size * expected.decrement
  }

  /// The sample beside `all` rows.
  func size(ofRows all: Int) -> SampleSize { SampleSize(rows: rows, all: all, coefficients: point.count) }
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
        found = try first(likelihood, thin, layout, of: source, allowsRounded: path.allowsRounded)
        // Rare events need more rows; there may be none between this sample and the next.
        if found == nil, strides.isEmpty, stride >= 8 { strides.append(stride / 4) }
      }
    }
    return found
  }

  /// The fit to the smallest sample, with the proof that it exists.
  private func first(
    _ likelihood: any Likelihood, _ thin: ThinnedSource, _ layout: CoefficientLayout,
    of source: any RowSource, allowsRounded: Bool
  ) throws -> SampleEnd? {
    let survey: Survey
    do {
      survey = try Survey(thin, likelihood, threads: threads)
    } catch is FitError {
      // All rows tell which is the first.
      return nil
    }
    let (whole, design) = try wholeFrame(
      layout, survey, thin, likelihood, [], fewDigits: Conditioning.fewDigits(of: source),
      isWhole: false, allowsRounded: allowsRounded)
    let frame = design.activeFrame
    guard frame.active.count == layout.count, frame.combination == nil else { return nil }
    let objective = ModelObjective(
      source: thin, likelihood: likelihood, prior: prior, frame: frame, threads: threads,
      totalWeight: survey.totalWeight)
    var start = try leastSquaresStart(objective, whole: whole, design)
    var here = try objective.evaluate(start, .residual)
    if !here.value.isFinite {
      start = try startingPoint(objective, whole: whole, design)
      here = try objective.evaluate(start, .residual)
    }
    guard let metric = try design.metric(objective, at: start, here) else { return nil }
    // A sample need not go far where a glance at the curvatures of all rows proves at the end what it does not.
    let provesAtTheEnd =
      likelihood.largestCurvatureRatio != nil && likelihood.hasOneCurvature && likelihood.predictorCount == 1
    var descent = sampleDescent(
      objective, from: start, metric: metric, contraction: 0.3,
      limit: provesAtTheEnd ? 0.25 * Double(layout.count) : min(1e-2, 1e-3 * Double(layout.count)),
      allowsRounded: provesAtTheEnd)
    guard descent.begin(with: here), try descent.minimize() else { return nil }
    var end = end(descent, rows: survey.rows)
    if provesAtTheEnd {
      end.proof = wantsInference ? .byInformation : .byColumns(design.factor.scaled(by: design.share))
      return end
    }
    let existence = Existence(objective: objective, point: descent.point, here: descent.here)
    return try existence.isCertified(descent.factor) ? end : nil
  }

  /// The fit to a larger sample.
  private func improved(
    _ end: SampleEnd, _ likelihood: any Likelihood, _ thin: ThinnedSource
  ) throws -> SampleEnd? {
    let rows = thin.rowCount
    let check = RowCheck(likelihood)
    let objective = ModelObjective(
      source: thin, likelihood: likelihood, prior: prior, frame: end.frame, threads: threads,
      totalWeight: Double(rows))
    let size = end.size(ofRows: rows)
    // What other rows say moves the point by far more.
    var descent = sampleDescent(
      objective, from: end.point, metric: end.metric(ofRows: rows), contraction: size.contraction,
      limit: 0.6 * Double(end.point.count), allowsRounded: true)
    guard let totals = try descent.begin(expecting: size.decrement, besides: check),
      let survey = survey(totals, of: objective), descent.take(survey), end.mayHold(descent, expected: size),
      try descent.minimize()
    else { return nil }
    var next = self.end(descent, rows: rows)
    next.proof = end.proof
    return next
  }

  /// A descent over a sample to a point of decrement `limit`, where its information is made.
  private func sampleDescent(
    _ objective: ModelObjective, from point: [Double], metric: Cholesky, contraction: Double, limit: Double,
    allowsRounded: Bool
  ) -> SampledDescent {
    var quiet = options
    quiet.progress = nil
    let plan = InformationPlan(
      objective.likelihood, rows: objective.source.rowCount, coefficients: objective.count, goal: limit,
      limit: limit,
      isWanted: true, isAbout: true, allowsRounded: allowsRounded)
    return SampledDescent(
      objective, from: point, metric: metric, contraction: contraction, plan: plan, options: quiet)
  }

  /// Where a descent over a sample ended, a last step on.
  private func end(_ descent: SampledDescent, rows: Int) -> SampleEnd {
    let step = descent.last?.step ?? descent.factor.solve(descent.here.gradient.map { -$0 })
    return SampleEnd(
      frame: descent.objective.frame, point: moved(descent.point, step), metric: descent.factor,
      diagonal: descent.here.information?.diagonal ?? [], rows: rows, proof: .ofSample)
  }

  /// What the first pass has seen of the rows; nil where some are out of order, which the long way tells.
  func survey(_ totals: MergeableSums, of objective: ModelObjective) -> Survey? {
    RowCheck(objective.likelihood).survey(
      totals, sums: ModelObjective.Slot.products + objective.planes * objective.columnCount, maxima: 2)
  }
}

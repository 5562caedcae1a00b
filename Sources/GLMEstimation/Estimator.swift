import Foundation
import GLMAlgebra
import GLMModel

/// Fits a likelihood to rows: the one way in for every family, link, prior and solver.
public struct Estimator: Sendable {
  public var prior: any Prior
  /// Nil for the default: ``Newton``, or ``ProximalGradient`` for a prior with a kink.
  public var solver: (any Solver)?
  public var options: SolverOptions
  /// Coefficients to start from, in the user's columns; nil to start from the data.
  public var start: [Double]?
  /// Threads that may work. The result is the same, to the bit, for any number.
  public var threads: Int
  /// What the weights of the source mean.
  public var weightKind: WeightKind

  public init(
    prior: any Prior = FlatPrior(), solver: (any Solver)? = nil, options: SolverOptions = SolverOptions(),
    start: [Double]? = nil, weightKind: WeightKind = .precision,
    threads: Int = ProcessInfo.processInfo.activeProcessorCount
  ) {
    precondition(threads > 0, "at least one thread works")
    self.prior = prior
    self.solver = solver
    self.options = options
    self.start = start
    self.threads = threads
    self.weightKind = weightKind
  }

  /// Fits `likelihood` to the rows of `source`.
  ///
  /// - Parameter layout: which column enters which plane; nil for every column in every plane.
  /// - Throws: ``FitError`` when there is nothing to fit, and whatever the source throws.
  public func fit(
    _ likelihood: any Likelihood, to source: any RowSource, layout: CoefficientLayout? = nil
  ) throws -> Estimate {
    let layout = layout ?? CoefficientLayout(columns: source.columns, planes: likelihood.predictorCount)
    let solver = self.solver ?? (prior.hasKink ? ProximalGradient() : Newton())
    try check(likelihood, source, layout, solver)
    let survey = try Survey(source, likelihood, threads: threads)
    let (whole, design) = try wholeFrame(layout, survey, source, likelihood)
    // A textbook method keeps to the user's columns, less the aliased.
    let work = Frame(
      layout: layout, shift: solver.coordinates == .centred ? whole.shift : nil, active: design.independent,
      constant: whole.constant)
    let objective = ModelObjective(
      source: source, likelihood: likelihood, prior: prior, frame: work, threads: threads,
      totalWeight: survey.totalWeight)
    let from = try startingPoint(objective, whole: whole, design)
    let result = try solver.minimize(objective, from: from, options: options)
    let final = Frame(
      layout: layout, shift: whole.shift, active: design.independent, constant: whole.constant)
    let relations =
      design.independent.count < layout.count
      ? try design.relations(source, threads: threads) : []
    return try finish(result, objective, final, survey, solver, relations)
  }

  /// The coordinates with every coefficient, and what the columns determine in them: shifted against the first set of
  /// columns that adds up to 1 and can take the shift, if there is one.
  private func wholeFrame(
    _ layout: CoefficientLayout, _ survey: Survey, _ source: any RowSource, _ likelihood: any Likelihood
  ) throws -> (Frame, Design) {
    let held = prior.holds(layout)
    let all = Array(0..<layout.count)
    let intercept = layout.columns.indices.filter { layout.columns[$0].isIntercept }
    let sets =
      (intercept.count == 1 ? [intercept] : [])
      + survey.constantGroups.map { group in
        layout.columns.indices.filter { layout.columns[$0].group == group }
      }.filter { $0 != intercept }
    for constant in sets {
      let shift = survey.shift.enumerated().map { constant.contains($0.offset) ? 0 : $0.element }
      guard Frame.allowsShift(layout, constant: constant, active: all, held: held) else { continue }
      let frame = Frame(layout: layout, shift: shift, active: all, constant: constant)
      let design = try Design(source, frame, likelihood, held: held, rows: survey.rows, threads: threads)
      if Frame.allowsShift(layout, constant: constant, active: design.independent, held: held) {
        return (frame, design)
      }
    }
    let plain = Frame(layout: layout, shift: nil, active: all)
    return (plain, try Design(source, plain, likelihood, held: held, rows: survey.rows, threads: threads))
  }

  /// The most coefficients: their information matrix has limit²/2 entries, of which a pass needs a few copies.
  static let limit = 8000

  private func check(
    _ likelihood: any Likelihood, _ source: any RowSource, _ layout: CoefficientLayout, _ solver: any Solver
  ) throws {
    guard likelihood.responseCount == source.responseCount else {
      throw FitError.mismatch(
        "the model takes \(likelihood.responseCount) response values a row and the rows have \(source.responseCount)"
      )
    }
    guard layout.planes == likelihood.predictorCount, layout.columns.count == source.columns.count else {
      throw FitError.mismatch("the layout of coefficients is for another model or another table")
    }
    guard source.offsetCount == 0 || source.offsetCount == likelihood.predictorCount else {
      throw FitError.mismatch(
        "an offset is given for \(source.offsetCount) of \(likelihood.predictorCount) predictors")
    }
    if source.rowCount == 0 { throw FitError.noRows }
    if layout.count > Self.limit {
      let sizes = Dictionary(grouping: layout.columns, by: \.term).mapValues(\.count)
      let term = sizes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "the formula"
      throw FitError.tooManyCoefficients(count: layout.count, limit: Self.limit, term: term)
    }
    if prior.hasKink, !solver.handlesKinks {
      throw FitError.priorNeedsAnotherSolver(
        prior: prior.name, solver: solver.name, use: ProximalGradient().name)
    }
    if options.isCancelled() { throw FitError.cancelled }
  }

  // MARK: Start

  /// Where the solver begins: what the caller gave, else the better of the least-squares fit to the likelihood's
  /// own start and of a constant.
  private func startingPoint(
    _ objective: ModelObjective, whole: Frame, _ design: Design
  ) throws -> [Double] {
    if let start {
      guard start.count == whole.layout.count else {
        throw FitError.badStart("there are \(start.count) for \(whole.layout.count) coefficients")
      }
      guard start.allSatisfy(\.isFinite) else { throw FitError.badStart("one is not a finite number") }
      let point = objective.frame.point(start)
      if try objective.evaluate(point, .loss).value.isFinite { return point }
      throw FitError.badStart("they give some row an impossible mean")
    }
    // Textbook loops start from zero.
    let zero = Array(repeating: 0.0, count: objective.count)
    if objective.frame.shift == nil, solver?.coordinates == .user,
      try objective.evaluate(zero, .loss).value.isFinite
    {
      return zero
    }
    func place(_ point: [Double]) -> [Double] {
      objective.frame.point(
        Frame(
          layout: whole.layout, shift: whole.shift, active: design.independent, constant: whole.constant
        )
        .userCoefficients(point))
    }
    let candidates = [place(try design.leastSquares(objective)), place(try design.constant(objective)), zero]
    let values = try candidates.map {
      try objective.evaluate($0, .loss).value + (objective.kink?.value($0) ?? 0)
    }
    if let best = values.indices.filter({ values[$0].isFinite }).min(by: { values[$0] < values[$1] }) {
      return candidates[best]
    }
    return try FeasibleStart.find(objective, from: candidates[0], options: options)
  }

  // MARK: End

  /// One evaluation at the end, and the certificate: no solver's word is taken for an optimum.
  private func finish(
    _ result: SolverResult, _ objective: ModelObjective, _ frame: Frame, _ survey: Survey,
    _ solver: any Solver, _ relations: [AliasRelation]
  ) throws -> Estimate {
    let coefficients = objective.frame.userCoefficients(result.point)
    let final = ModelObjective(
      source: objective.source, likelihood: objective.likelihood, prior: prior, frame: frame,
      threads: threads,
      totalWeight: survey.totalWeight)
    let point = objective.frame.shift == frame.shift ? result.point : frame.point(coefficients)
    let here = try final.evaluate(point, .curvature(final.preferredCurvature))
    let residual = final.kink.map { kink in
      kink.residual(point, smoothGradient: here.gradient).reduce(0, max)
    }
    let factor = here.information.map { Cholesky($0, tolerance: 1e-14) }
    let step = factor?.solve(here.gradient.map { -$0 }) ?? []
    var decrement = step.isEmpty ? 0 : -dot(here.gradient, step) / (here.scale == 0 ? 1 : here.scale)
    if let kink = final.kink, let information = here.information {
      decrement = weightedSquare(
        kink.residual(point, smoothGradient: here.gradient), information.diagonal.map { $0 > 0 ? 1 / $0 : 1 })
      decrement /= here.scale == 0 ? 1 : here.scale
    }
    // A loss that holds a huge constant of the responses is no scale: Pearson's statistic holds none.
    let pearson = here.pearson / Double(max(survey.rows, 1))
    let isInflated = final.likelihood.dispersion == .estimated && pearson > 0 && pearson < 1e-3 * here.scale
    let scale = isInflated ? pearson : here.scale == 0 ? 1 : here.scale
    if isInflated { decrement *= here.scale / pearson }
    // A fit without any residual has no scale to measure the step by: there the fitted values are one.
    let noise = here.noise / scale
    let isPerfect = here.value <= 1e-18 * here.noise / (.ulpOfOne * .ulpOfOne)
    let isDetermined = !prior.isFlat || factor?.dependent.isEmpty ?? true
    let isSettled = isDetermined && decrement <= max(1e-16, (isPerfect ? 1e8 : 4) * noise)
    let outcome = try outcome(
      result, isSettled: isSettled, isDetermined: isDetermined,
      Existence(objective: final, point: point, here: here))
    var inverse: PackedSymmetric?
    var robust: PackedSymmetric?
    if outcome.isOptimum, prior.isFlat, let factor {
      let own = factor.inverse()
      inverse = own.transformed(by: frame.userRows).placed(frame.active, order: frame.layout.count)
      if weightKind == .sampling {
        robust = try final.robustCovariance(at: point, inverse: own, rows: survey.rows)
      }
    }
    let penalty = prior.value(coefficients, layout: frame.layout)
    let smoothPenalty = prior.hasKink ? 0 : penalty
    let active = Set(frame.active)
    return Estimate(
      source: objective.source, likelihood: objective.likelihood, layout: frame.layout, prior: prior,
      solver: solver.name, point: point, coefficients: coefficients,
      aliased: (0..<frame.layout.count).filter { !active.contains($0) }, aliasRelations: relations,
      outcome: outcome,
      iterations: result.iterations, passes: result.passes, loss: here.value - smoothPenalty,
      penalizedLoss: here.value - smoothPenalty + penalty, decrement: decrement, optimalityResidual: residual,
      inverseInformation: inverse, robustCovariance: robust, rows: survey.rows,
      totalWeight: survey.totalWeight,
      weightKind: weightKind, frame: frame, threads: threads)
  }

  private func outcome(
    _ result: SolverResult, isSettled: Bool, isDetermined: Bool, _ existence: Existence
  ) throws -> Outcome {
    let isGlobal = existence.objective.likelihood.isConvex
    let onEdge = try existence.objective.touchesEdge(at: existence.point)
    switch try existence.verdict() {
    case .exists:
      if isSettled, !onEdge { return .optimum(isGlobal: isGlobal) }
    case .infinite(let recession):
      return .infinite(recession)
    case .unknown:
      // A method of first order may have stopped before the direction was clear: Newton's steps make it so.
      switch try existence.continued(options) {
      case .exists: if isSettled, !onEdge { return .optimum(isGlobal: isGlobal) }
      case .infinite(let recession): return .infinite(recession)
      case .unknown: break
      }
    }
    switch result.termination {
    case .iterationLimit: return .iterations
    case .cancelled: return .cancelled
    case .boundary: return .boundary
    case .stalled where onEdge, .converged where onEdge: return .boundary
    case .stalled(let why): return .stalled(why)
    case .converged:
      return .stalled(
        isSettled
          ? "there is no proof that the likelihood has a maximum here"
          : isDetermined
            ? "the gradient is not yet zero"
            : "the information does not determine the coefficients to rounding")
    }
  }
}

extension ModelObjective {
  /// Expected curvature, where the likelihood has it.
  var preferredCurvature: Curvature { curvatures.contains(.expected) ? .expected : .observed }
}

extension PackedSymmetric {
  /// This matrix at rows and columns `places` of one of order `order`, NaN elsewhere.
  func placed(_ places: [Int], order: Int) -> PackedSymmetric {
    var result = PackedSymmetric(
      order: order, entries: Array(repeating: .nan, count: order * (order + 1) / 2))
    for a in places.indices {
      for b in 0...a { result[places[a], places[b]] = self[a, b] }
    }
    return result
  }
}

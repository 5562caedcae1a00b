import Foundation
import GLMAlgebra
import GLMModel

/// Fits a likelihood to rows: the one way in for every family, link, prior and solver.
public struct Estimator: Sendable {
  public var prior: any Prior
  /// Which equations the coefficients solve. Those that reduce bias need a flat prior, and have a solver of their own.
  public var method: EstimationMethod
  /// Nil for the default: ``Newton``, by way of samples where there are many rows; ``TruncatedNewton`` where there are thousands of
  /// coefficients; ``ProximalGradient`` for a prior with a kink.
  public var solver: (any Solver)?
  public var options: SolverOptions
  /// Coefficients to start from, in the user's columns; nil to start from the data.
  public var start: [Double]?
  /// Threads that may work. The result is the same, to the bit, for any number.
  public var threads: Int
  /// What the weights of the source mean.
  public var weightKind: WeightKind
  /// Whether the fit is to have standard errors. Without them a fit to many rows needs no information matrix of all rows, which is most of
  /// the work where there are many columns; the coefficients agree to 1e-12 of the largest.
  public var wantsInference: Bool
  /// What a benchmark leaves out; nothing in a fit that anyone is to believe.
  package var omission: Omission = []

  public init(
    prior: any Prior = FlatPrior(), solver: (any Solver)? = nil, options: SolverOptions = SolverOptions(),
    start: [Double]? = nil, weightKind: WeightKind = .precision,
    method: EstimationMethod = .maximumLikelihood, wantsInference: Bool = true,
    threads: Int = ProcessInfo.processInfo.activeProcessorCount
  ) {
    precondition(threads > 0, "at least one thread works")
    self.prior = prior
    self.method = method
    self.solver = solver
    self.options = options
    self.start = start
    self.threads = threads
    self.weightKind = weightKind
    self.wantsInference = wantsInference
  }

  /// Fits `likelihood` to the rows of `source`.
  ///
  /// A given ``start`` outside the domain is moved inside, towards the start that the data suggest; one that leads to no
  /// answer, or to an end that is worse than that, is given up for it. Where the loss is not known to be convex, and no start is given, descents from
  /// several more are made, always the same, and the best end is the estimate.
  ///
  /// - Parameter layout: which column enters which plane; nil for every column in every plane.
  /// - Throws: ``FitError`` when there is nothing to fit, and whatever the source throws.
  public func fit(
    _ likelihood: any Likelihood, to source: any RowSource, layout: CoefficientLayout? = nil
  ) throws -> Estimate {
    var estimate = try fitted(likelihood, to: source, layout: layout)
    if case .infinite(let recession) = estimate.outcome {
      estimate.limit = try limit(of: estimate, recession)
    }
    return estimate
  }

  /// The fit without its limit; the coefficients `pinned` stay 0, as aliased ones do.
  func fitted(
    _ likelihood: any Likelihood, to source: any RowSource, layout: CoefficientLayout?, pinned: Set<Int> = []
  ) throws -> Estimate {
    if layout == nil, pinned.isEmpty, let estimate = try compactEstimate(likelihood, to: source) {
      return estimate
    }
    let layout = layout ?? CoefficientLayout(columns: source.columns, planes: likelihood.predictorCount)
    let solver = self.solver ?? defaultSolver(rows: source.rowCount, coefficients: layout.count)
    try check(likelihood, source, layout, solver)
    let moments = method == .maximumLikelihood ? nil : try thirdMoments(of: likelihood)
    if pinned.isEmpty, let estimate = try fittedFromSample(likelihood, to: source, layout: layout) {
      return estimate
    }
    let survey = try Survey(source, likelihood, threads: threads)
    let (whole, design) = try wholeFrame(layout, survey, source, likelihood, pinned)
    // A textbook method keeps to the user's columns, less the aliased.
    let final = design.activeFrame
    let work =
      solver.coordinates == .centred
      ? final : Frame(layout: layout, shift: nil, active: design.independent, constant: whole.constant)
    let objective = ModelObjective(
      source: source, likelihood: likelihood, prior: prior, frame: work, threads: threads,
      totalWeight: survey.totalWeight)
    let from = try startingPoint(objective, whole: whole, design)
    let relations =
      design.independent.count + pinned.count < layout.count
      ? try design.relations(source, threads: threads) : []
    if let moments { return try reduceBias(moments, objective, from: from, survey, relations) }
    let descent = try descend(solver, objective, from: from, final: final)
    var estimate = try finish(descent, final, survey, solver, relations)
    estimate.isBestOfSeveral = triesSeveralStarts(likelihood)
    if self.solver == nil, !(solver is Newton), !prior.hasKink, mayGoOn(descent.result),
      !estimate.outcome.isAnswer
    {
      var other = self
      other.solver = Newton()
      return try other.fitted(likelihood, to: source, layout: layout, pinned: pinned)
    }
    guard start != nil, mayGoOn(descent.result),
      try !estimate.outcome.isAnswer || isBelowEnd(descent, objective, whole, design)
    else { return estimate }
    // A start that leads nowhere is given up for the one that the data suggest.
    var other = self
    other.start = nil
    var again = try other.fitted(likelihood, to: source, layout: layout, pinned: pinned)
    again.startWasGivenUp = true
    return again.outcome.isAnswer || again.penalizedLoss < estimate.penalizedLoss ? again : estimate
  }

  /// The solver where none is named: Newton's method, without the information matrix where that would be most of the work of many
  /// passes.
  private func defaultSolver(rows: Int, coefficients: Int) -> any Solver {
    if prior.hasKink { return ProximalGradient() }
    let products = Double(rows) * Double(coefficients) * Double(coefficients)
    return coefficients >= 1000 && products > 1e10 && options.maximumIterations == nil
      ? TruncatedNewton() : Newton()
  }

  /// Whether already the start that the data suggest is better than the end of `descent`, which a loss that is not convex
  /// allows.
  private func isBelowEnd(
    _ descent: Descent, _ objective: ModelObjective, _ whole: Frame, _ design: Design
  ) throws -> Bool {
    if objective.likelihood.isConvex || objective.kink != nil { return false }
    let own = try ownStart(objective, whole: whole, design)
    return try objective.evaluate(own, .loss).value < descent.result.value
  }

  /// The coordinates with every coefficient, and what the columns determine in them: shifted against the first set of
  /// columns that adds up to 1 and can take the shift, if there is one.
  ///
  /// - Parameter allowsRounded: whether columns rounded to 7 bits may tell that they are independent.
  func wholeFrame(
    _ layout: CoefficientLayout, _ survey: Survey, _ source: any RowSource, _ likelihood: any Likelihood,
    _ pinned: Set<Int>, fewDigits: Double = Conditioning.fewDigits, isWhole: Bool = true,
    allowsRounded: Bool = false
  ) throws -> (Frame, Design) {
    let held = prior.holds(layout)
    let all = Array(0..<layout.count)
    func design(_ frame: Frame) throws -> Design {
      if allowsRounded, !held.contains(true),
        let design = try Design(
          rounding: source, frame, survey: survey, threads: threads, fewDigits: fewDigits)
      {
        return design.without(pinned)
      }
      return try Design(source, frame, held: held, survey: survey, threads: threads, fewDigits: fewDigits)
        .without(pinned)
    }
    let intercept = layout.columns.indices.filter { layout.columns[$0].isIntercept }
    let sets =
      (intercept.count == 1 ? [intercept] : [])
      + (isWhole ? survey.constantGroups : []).map { group in
        layout.columns.indices.filter { layout.columns[$0].group == group }
      }.filter { $0 != intercept }
    for constant in sets {
      let shift = survey.shift.enumerated().map { constant.contains($0.offset) ? 0 : $0.element }
      guard Frame.allowsShift(layout, constant: constant, active: all, held: held) else { continue }
      let frame = Frame(layout: layout, shift: shift, active: all, constant: constant)
      let design = try design(frame)
      if Frame.allowsShift(layout, constant: constant, active: design.independent, held: held) {
        return (design.frame, design)
      }
    }
    let design = try design(Frame(layout: layout, shift: nil, active: all))
    return (design.frame, design)
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
}

extension ModelObjective {
  /// Expected curvature, where the likelihood has it.
  var preferredCurvature: Curvature { curvatures.preferred }
}

/// Parts of the end of a fit that a benchmark leaves out to see what they cost.
package struct Omission: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// The certificate that an estimate exists.
  package static let existence = Omission(rawValue: 1)
  /// The last steps in twice the precision.
  package static let refinement = Omission(rawValue: 2)
  /// The way by a sample of the rows, where there are many.
  package static let sampling = Omission(rawValue: 4)
  /// The short path of small fits: the long one answers them all.
  package static let compact = Omission(rawValue: 8)
}

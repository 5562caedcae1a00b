import GLMAlgebra
import GLMModel

/// Where a solver ended, evaluated anew: what the outcome is told from.
struct End {
  var model: ModelObjective
  /// The coefficients in the model's coordinates.
  var point: [Double]
  /// Value, gradient and information there.
  let here: Evaluation
  /// The factor of the information.
  let factor: Cholesky?
  /// gᵀ H⁻¹ g in units of log-likelihood.
  let decrement: Double
  /// What one unit of log-likelihood is on the scale of the loss.
  let scale: Double
  /// The largest violation of the optimality conditions, for a prior with a kink.
  let optimalityResidual: Double?
  /// Whether the information determines every coefficient to rounding.
  let isDetermined: Bool
  /// Whether what the step that is left leaves is at rounding level.
  let isSettled: Bool
  /// Iterations and passes made since the solver's.
  var iterations = 0
  var passes = 0
  /// The step that is left, and what of the decrement it leaves, where that is known; else Newton's.
  private let last: (step: [Double], left: Double)?
  let survey: Survey

  init(_ descent: Descent, _ frame: Frame, _ survey: Survey) throws {
    let objective = descent.objective
    var left: Double?
    if case .on(_, let decrement) = descent.edge { left = decrement }
    try self.init(
      objective.with(frame), at: frame.point(descent.result.point, of: objective.frame), survey, along: left)
  }

  /// - Parameters:
  ///   - left: the decrement along an edge that holds rows.
  private init(
    _ model: ModelObjective, at point: [Double], _ survey: Survey, along left: Double? = nil
  ) throws {
    let here = try model.evaluate(point, .curvature(model.preferredCurvature))
    self.init(
      model, at: point, survey, here: here, factor: here.information.map { Cholesky($0, tolerance: 1e-14) },
      along: left)
  }

  /// An end that has been evaluated: `here` at order curvature, and the factor of the information or of what stands for it.
  ///
  /// - Parameter last: the step that is left, if it is not Newton's, and what of the decrement it leaves.
  init(
    _ model: ModelObjective, at point: [Double], _ survey: Survey, here: Evaluation, factor: Cholesky?,
    along left: Double? = nil, last: (step: [Double], left: Double)? = nil
  ) {
    self.last = last
    self.model = model
    self.point = point
    self.survey = survey
    self.here = here
    self.factor = factor
    let gradient = here.gradient
    optimalityResidual = model.kink.map { $0.residual(point, smoothGradient: gradient).reduce(0, max) }
    let unit = here.scale == 0 ? 1 : here.scale
    let step = factor?.solve(gradient.map { -$0 }) ?? []
    var decrement = step.isEmpty ? 0 : -dot(gradient, step) / unit
    if let kink = model.kink, let information = here.information {
      decrement =
        weightedSquare(
          kink.residual(point, smoothGradient: gradient), information.diagonal.map { $0 > 0 ? 1 / $0 : 1 })
        / unit
    }
    if let left { decrement = left }
    // A loss that holds a huge constant of the responses is no scale: Pearson's statistic holds none.
    let pearson = here.pearson / Double(max(survey.rows, 1))
    let isInflated = model.likelihood.dispersion == .estimated && pearson > 0 && pearson < 1e-3 * here.scale
    scale = isInflated ? pearson : unit
    if isInflated { decrement *= here.scale / pearson }
    self.decrement = decrement
    // A fit without any residual has no scale to measure the step by: there the fitted values are one.
    let noise = here.noise / scale
    let proven = here.isPerfect ? 1e8 * noise : min(4 * noise, 1e-8)
    isDetermined = !model.prior.isFlat || factor?.dependent.isEmpty ?? true
    // What a step from farther off leaves is a prediction, and no proof.
    let rest = last.map { decrement <= 1e-5 ? min($0.left, decrement) : decrement } ?? decrement
    isSettled = isDetermined && noise.isFinite && rest <= max(1e-16, proven)
  }

  /// What Newton's last step leaves of the decrement gᵀ H⁻¹ g: the square of how much the information changes over it and, where the
  /// expected curvature stands for the observed one, of what many rows make of their difference.
  func left(of decrement: Double) -> Double {
    let rows = Double(max(survey.rows, 1))
    let difference = model.likelihood.hasOneCurvature ? 0 : min(1, 100 / rows)
    return decrement * max(difference, min(1, decrement / rows), 1e-12)
  }

  /// Newton's last step over many rows, and how many digits are proved to be right after it, where steps in twice the precision
  /// would not prove more: rounding errors of so many rows are bounded as if all of them went one way. Nil where such steps are to tell.
  ///
  /// Rounding leaves of every row's −∂loss/∂η about ε(|r| + c|η|) and ε c times the terms that η is a sum of, whose squares
  /// Σ c (Σⱼ |xⱼβⱼ|)² are at most p Σⱼ βⱼ² Hⱼⱼ.
  ///
  /// - Parameter inverse: H⁻¹ in the model's coordinates.
  func finalStep(_ inverse: PackedSymmetric) -> (point: [Double], gain: Double, digits: Double)? {
    let likelihood = model.likelihood
    guard Conditioning.isLarge(model.source), model.kink == nil, model.prior.isFlat,
      model.frame.combination == nil, let information = here.information, let factor,
      factor.dependent.isEmpty, factor.smallestPivot >= Conditioning.fewDigits(of: model.source),
      decrement * scale <= 1e-12 * here.value
    else { return nil }
    var terms = 0.0
    for (j, x) in point.enumerated() { terms += x * x * information[j, j] }
    let left = (last?.left ?? self.left(of: decrement)) * scale
    let noise = here.noise + .ulpOfOne * .ulpOfOne * Double(point.count) * terms
    let final = moved(point, last?.step ?? factor.solve(here.gradient.map { -$0 }))
    let user = model.frame.userCoefficients(shifted: model.frame.shiftedCoefficients(final))
    let dispersion: Double =
      if case .known(let value) = likelihood.dispersion {
        value
      } else {
        here.pearson / Double(max(survey.rows - point.count, 1))
      }
    let variances = model.frame.userVariances(inverse)
    guard
      let digits = AttainedDigits.worst(
        decrement: left, noise: noise, user: user, variance: { variances[$0] }, dispersion: dispersion),
      left + noise <= 4e-22 * dispersion
    else { return nil }
    return (final, decrement * scale / 2, digits)
  }

  var knowsLastStep: Bool { last != nil }

  /// The point a last step on and what that takes off the loss, where nobody has the information to say more.
  var atRest: (point: [Double], gain: Double) {
    last.map { (moved(point, $0.step), decrement * scale / 2) } ?? (point, 0)
  }

  /// The same in columns that are nearly orthonormal under the weights of the rows, after Newton's steps there, where the
  /// information would lose more than a few digits; nil where that is not so or does not help.
  func reconditioned(_ options: SolverOptions) throws -> End? {
    guard let factor, factor.smallestPivot < Conditioning.fewDigits(of: model.source), here.value.isFinite,
      !options.isCancelled(), let better = try model.orthonormalized(at: point)
    else { return nil }
    var quiet = options
    quiet.progress = nil
    quiet.maximumIterations = nil
    let from = better.frame.point(shifted: model.frame.shiftedCoefficients(point))
    let further = try Newton().minimize(better, from: from, options: quiet)
    var end = try End(better, at: further.point, survey)
    // Where a convex loss has no slope is its minimum, whatever the rounding of terms that cancel makes of the losses.
    let isMinimum = end.isSettled && model.likelihood.isConvex
    guard isMinimum || further.value <= here.value + 2 * here.rounding else { return nil }
    end.iterations = iterations + further.iterations
    end.passes = passes + further.passes + 2
    return end
  }
}

extension Estimate {
  /// The dispersion that standard errors are told by, or Pearson's estimate of it.
  func scaleOfErrors(_ pearson: Double) -> Double {
    switch likelihood.dispersion {
    case .known(let value): value
    case .estimated: residualDegreesOfFreedom > 0 ? pearson / residualDegreesOfFreedom : 0
    }
  }
}

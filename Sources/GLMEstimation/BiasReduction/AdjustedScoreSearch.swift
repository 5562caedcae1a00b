import GLMAlgebra
import GLMModel

/// Where the solution of adjusted score equations is looked for: from the data, and where that fails from the maximum of the
/// likelihood, if it has one, and from the solution of equations that are easier to solve.
struct AdjustedScoreSearch {
  let objective: ModelObjective
  let moments: any ThirdMoments
  let dispersion: AdjustedScores.DispersionSource
  let degreesOfFreedom: Double
  let isFrequency: Bool
  let options: SolverOptions

  /// Solves the equations of `method`, beginning at the coefficients `start`; the result counts every attempt.
  func solve(
    _ method: EstimationMethod, from start: [Double]
  ) throws -> (result: SolverResult, point: AdjustedScores.Point?) {
    let equations = AdjustedScores(
      objective: objective, moments: moments, method: method, dispersion: dispersion, isFrequency: isFrequency
    )
    let solver = AdjustedScoreSolver(equations: equations, options: options)
    var (result, point) = try solver.solve(from: place(start))
    /// Tries again from where another search ended; whether that was a success.
    func again(_ other: SolverResult) throws -> Bool {
      let (next, end) = try solver.solve(from: place(Array(other.point.prefix(objective.count))))
      let iterations = result.iterations + other.iterations + next.iterations
      let passes = result.passes + other.passes + next.passes
      let isSolved = next.termination == .converged
      if isSolved { (result, point) = (next, end) }
      (result.iterations, result.passes) = (iterations, passes)
      return isSolved
    }
    guard case .stalled = result.termination else { return (result, point) }
    var quiet = options
    quiet.progress = nil
    quiet.maximumIterations = 50
    let likely = try Newton().minimize(objective, from: start, options: quiet)
    if likely.termination == .converged, try again(likely) { return (result, point) }
    if let easier = method.easier { _ = try again(try solve(easier, from: start).result) }
    return (result, point)
  }

  /// Coefficients with a first logarithm of the dispersion, where that is a coordinate.
  private func place(_ coefficients: [Double]) throws -> [Double] {
    guard dispersion == .score else { return coefficients }
    let pearson = try objective.evaluate(coefficients, .curvature(.expected)).pearson
    return coefficients + [Double.log(pearson > 0 && pearson.isFinite ? pearson / degreesOfFreedom : 1)]
  }
}

extension EstimationMethod {
  /// Equations with a solution that is near, to start from where these cannot be solved at once.
  fileprivate var easier: EstimationMethod? {
    switch self {
    case .medianBiasReduction: .meanBiasReduction
    case .meanBiasReduction: .jeffreys
    case .jeffreys, .maximumLikelihood: nil
    }
  }
}

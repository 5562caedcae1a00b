import GLMAlgebra
import GLMModel

/// A way to minimize an ``Objective``.
public protocol Solver: Sendable {
  /// What reports and the command line call it.
  var name: String { get }
  /// The coordinates it works in.
  var coordinates: Coordinates { get }
  /// Whether it can minimize an objective with a kink.
  var handlesKinks: Bool { get }
  /// Goes downhill from `start`: no accepted step raises the objective by more than its rounding bound.
  ///
  /// That it ends is data (``SolverResult/termination``); an error is only what the objective throws.
  func minimize(
    _ objective: any Objective, from start: [Double], options: SolverOptions
  ) throws -> SolverResult
}

extension Solver {
  public var coordinates: Coordinates { .centred }
  public var handlesKinks: Bool { false }
}

/// The columns a solver sees.
public enum Coordinates: Sendable {
  /// Columns far from zero are shifted to it, so that they are not nearly multiples of the intercept.
  case centred
  /// The user's own columns: for textbook methods whose steps depend on them.
  case user
}

/// What every solver understands.
public struct SolverOptions: Sendable {
  /// The most iterations; nil for the solver's own limit.
  public var maximumIterations: Int?
  /// Called after each iteration.
  public var progress: (@Sendable (SolverProgress) -> Void)?
  /// Asked before each iteration; the default asks the current task.
  public var isCancelled: @Sendable () -> Bool

  public init(
    maximumIterations: Int? = nil, progress: (@Sendable (SolverProgress) -> Void)? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { Task.isCancelled }
  ) {
    self.maximumIterations = maximumIterations
    self.progress = progress
    self.isCancelled = isCancelled
  }
}

extension SolverOptions {
  /// ``maximumIterations``, at least 0.
  var limit: Int? { maximumIterations.map { max($0, 0) } }
}

/// Where a solver is.
public struct SolverProgress: Sendable, Equatable {
  /// Iterations done.
  public var iteration: Int
  /// The objective.
  public var value: Double
  /// An estimate of twice what is still to gain, in units of log-likelihood.
  public var decrement: Double

  public init(iteration: Int, value: Double, decrement: Double) {
    self.iteration = iteration
    self.value = value
    self.decrement = decrement
  }
}

/// Why a solver ended.
public enum Termination: Sendable, Equatable {
  /// The gradient is at rounding level.
  case converged
  /// The limit of iterations was reached.
  case iterationLimit
  /// No step helps, for the reason given.
  case stalled(String)
  /// Every step ahead leaves the domain.
  case boundary
  /// The caller asked to stop.
  case cancelled
}

/// What a solver found.
public struct SolverResult: Sendable {
  /// The best point.
  public var point: [Double]
  /// The objective there, kink included.
  public var value: Double
  public var termination: Termination
  public var iterations: Int
  /// Passes over the rows.
  public var passes: Int

  public init(point: [Double], value: Double, termination: Termination, iterations: Int, passes: Int) {
    self.point = point
    self.value = value
    self.termination = termination
    self.iterations = iterations
    self.passes = passes
  }
}

/// Bounds that the solvers share.
enum Tolerance {
  /// Twice the gain, in units of log-likelihood, below which a quadratically convergent step has nothing left: the
  /// coefficients are within 1e-12 standard errors.
  static let decrement = 1e-24
  /// The same for methods whose last steps are short.
  static let firstOrder = 1e-22
  /// Sufficient decrease (Armijo).
  static let decrease = 1e-4
}

extension Evaluation {
  /// Whether the value is rounding alone: a fit without any residual, next to fitted values that have a size.
  var isPerfect: Bool {
    let size = noise / (.ulpOfOne * .ulpOfOne)
    return value <= 1e-18 * size && pearson <= 1e-6 * size
  }

  /// The decrement below which rounding alone may be left, as far as that proves anything: rows that the model makes next
  /// to impossible, with hardly any curvature, put the bound far above what rounding does, and far above a standard error.
  var provenNoise: Double { isPerfect ? noise : min(noise, 1e-8 * abs(scale)) }
}

/// point + step · direction.
func moved(_ point: [Double], _ direction: [Double], _ step: Double = 1) -> [Double] {
  point.indices.map { point[$0] + step * direction[$0] }
}

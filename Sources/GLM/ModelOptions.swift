import GLMEstimation
import GLMInference
import GLMModel
import GLMTabular

/// How a model is fitted, beside its formula, family and link.
public struct ModelOptions: Sendable {
  /// What is believed of the coefficients before the data.
  public var prior: any Prior
  /// Which equations the coefficients solve: maximum likelihood unless another estimator is asked for, which needs a flat
  /// prior, has a solver of its own and estimates an unknown dispersion itself.
  public var method: EstimationMethod
  /// What minimizes the loss; nil for the default, Newton (or proximal gradient for a prior with corners).
  public var solver: (any Solver)?
  /// Limits, progress and cancellation.
  public var solverOptions: SolverOptions
  /// Coefficients to start from; nil to start from the data.
  public var start: [Double]?
  /// Columns with a role: weights, trials, exposure, offset; and the levels of factors.
  public var frame: FrameOptions
  /// How a dispersion that is not known is estimated.
  public var dispersion: DispersionEstimate
  /// Threads that may work; nil for one a core. The result does not depend on it.
  public var threads: Int?

  public init(
    prior: any Prior = FlatPrior(), method: EstimationMethod = .maximumLikelihood,
    solver: (any Solver)? = nil,
    solverOptions: SolverOptions = SolverOptions(), start: [Double]? = nil,
    frame: FrameOptions = FrameOptions(), dispersion: DispersionEstimate = .pearson, threads: Int? = nil
  ) {
    self.prior = prior
    self.method = method
    self.solver = solver
    self.solverOptions = solverOptions
    self.start = start
    self.frame = frame
    self.dispersion = dispersion
    self.threads = threads
  }

  /// The estimator of these options.
  var estimator: Estimator {
    var result = Estimator(
      prior: prior, solver: solver, options: solverOptions, start: start,
      weightKind: frame.weights?.kind ?? .precision, method: method)
    if let threads { result.threads = max(threads, 1) }
    return result
  }
}

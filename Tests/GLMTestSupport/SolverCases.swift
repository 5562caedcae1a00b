import GLMEstimation

/// A solver with how near it comes to the optimum.
public struct SolverCase: Sendable, CustomStringConvertible {
  public var name: String
  public var solver: any Solver
  /// Passes over the rows that a small well-conditioned problem may take.
  public var passes: Int

  public init(_ name: String, _ solver: any Solver, passes: Int) {
    self.name = name
    self.solver = solver
    self.passes = passes
  }

  public var description: String { name }
}

/// Every solver, as it is by default and in its variants: the laws of solvers run over this list.
public let solverCases: [SolverCase] = [
  SolverCase("newton", Newton(), passes: 12),
  SolverCase("fisher scoring", Newton(finishesWithObserved: false), passes: 40),
  SolverCase("lbfgs", LBFGS(), passes: 80),
  SolverCase("lbfgs with memory 2", LBFGS(memory: 2), passes: 120),
  SolverCase("truncated newton", TruncatedNewton(), passes: 120),
  SolverCase("gradient descent", GradientDescent(), passes: 1500),
  SolverCase("proximal gradient", ProximalGradient(), passes: 300),
]

/// The solvers that can minimize with a kink.
public let kinkSolverCases: [SolverCase] = solverCases.filter { $0.solver.handlesKinks }

import GLMModel

/// Why there is no fit at all. (A fit that is not an optimum is not an error: see ``Outcome``.)
public enum FitError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The source has no rows, or none with a positive weight.
  case noRows
  /// A response outside the support; `line` is the line of the data where known, `row` counts from 1.
  case response(row: Int, line: Int?, value: Double, expected: String)
  /// A weight that is negative, infinite or not a number.
  case weight(row: Int, line: Int?, value: Double)
  /// A column or offset that is infinite or not a number.
  case notFinite(row: Int, line: Int?, name: String, value: Double)
  /// Numbers so large or so small that their squares leave the range of `Double`.
  case scale(name: String, size: Double)
  /// More coefficients than an information matrix can hold; `term` makes the most.
  case tooManyCoefficients(count: Int, limit: Int, term: String)
  /// No coefficients give every row a possible mean.
  case noFeasibleStart
  /// The start values given do not fit the model.
  case badStart(String)
  /// The solver cannot minimize with this prior.
  case priorNeedsAnotherSolver(prior: String, solver: String, use: String)
  /// A prior beside an estimator that has none.
  case methodNeedsFlatPrior(method: String, prior: String)
  /// The estimator cannot be had of this model.
  case noBiasReduction(method: String, why: String)
  /// The source and the model do not fit together.
  case mismatch(String)
  /// The caller asked to stop before the first step.
  case cancelled

  public var description: String {
    func place(_ row: Int, _ line: Int?) -> String { line.map { "line \($0)" } ?? "row \(row)" }
    switch self {
    case .noRows:
      return "there are no rows to fit: the data are empty, or every weight is 0"
    case .response(let row, let line, let value, let expected):
      return "\(place(row, line)): the response \(shortest(value)) is impossible: it must be \(expected)"
    case .weight(let row, let line, let value):
      return
        "\(place(row, line)): the weight \(shortest(value)) is impossible: it must be a finite number, 0 or more"
    case .notFinite(let row, let line, let name, let value):
      return
        "\(place(row, line)): \(name) is \(shortest(value)): mend it, or leave the cell empty if it is missing"
    case .scale(let name, let size):
      return
        "\(name) has values of size \(size), whose squares no number can hold: give it in other units, nearer to 1"
    case .tooManyCoefficients(let count, let limit, let term):
      return
        "the model has \(count) coefficients, and \(limit) are the most: \(term) makes the most of them; leave it out, or "
        + "take fewer levels"
    case .noFeasibleStart:
      return
        "no coefficients give every row a possible mean and a finite loss: use another link, give start values, or "
        + "bring extreme values of the response, the columns or the offset to a common size"
    case .badStart(let why): return "the start values cannot be used: \(why)"
    case .priorNeedsAnotherSolver(let prior, let solver, let use):
      return "the prior \(prior) has corners, which the solver \(solver) cannot go round: use \(use)"
    case .methodNeedsFlatPrior(let method, let prior):
      return
        "the estimator \(method) and the prior \(prior) do not go together: use the prior flat, or the estimator ml"
    case .noBiasReduction(let method, let why):
      return "the estimator \(method) cannot be had here, because \(why): use the estimator ml"
    case .mismatch(let what): return what
    case .cancelled: return "cancelled"
    }
  }
}

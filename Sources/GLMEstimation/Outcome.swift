/// How a fit ended: one that cannot be misread, because inference can be asked of ``optimum(isGlobal:)`` and of the limit
/// of ``infinite(_:)`` only (``Estimate/limit``).
public enum Outcome: Sendable, Equatable {
  /// The estimate: the step is at rounding level, and it is proved that the likelihood has a maximum. `isGlobal`
  /// says that the loss is convex, so that there is no better one elsewhere. For an estimator that reduces bias: a solution
  /// of its equations, which are not known to have no other.
  case optimum(isGlobal: Bool)
  /// There is no finite estimate: the likelihood rises for ever along a direction of the coefficients.
  case infinite(Recession)
  /// The optimum lies on the edge of the possible means, or the solver ran into it.
  case boundary(Boundary)
  /// No step helps, and there is no proof of an optimum, for the reason given.
  case stalled(String)
  /// The limit of iterations was reached first.
  case iterations
  /// The caller asked to stop.
  case cancelled

  /// One word, as in JSON: optimum, infinite, boundary, stalled, iterations or cancelled.
  public var name: String {
    switch self {
    case .optimum: "optimum"
    case .infinite: "infinite"
    case .boundary: "boundary"
    case .stalled: "stalled"
    case .iterations: "iterations"
    case .cancelled: "cancelled"
    }
  }

  /// Whether the fit is settled, one way or another: nothing is gained by going on from elsewhere.
  var isAnswer: Bool {
    switch self {
    case .optimum, .infinite, .cancelled: true
    case .boundary(let boundary): boundary.isOptimum
    case .stalled, .iterations: false
    }
  }

  /// Whether better columns may change what is told: not what is at infinity, and not where rows hold the fit on an edge.
  var mayBeImproved: Bool {
    switch self {
    case .infinite, .cancelled: false
    case .boundary(let boundary): boundary.rows.isEmpty
    case .optimum, .stalled, .iterations: true
    }
  }

  /// Whether the coefficients are the estimate.
  public var isOptimum: Bool { if case .optimum = self { true } else { false } }
}

/// The linear predictors at which a loss is defined: Σₖ aₖ ηₖ ≤ b for every constraint, or < b where it is open.
public struct PredictorDomain: Sendable, Equatable {
  /// One half-space.
  public struct Constraint: Sendable, Equatable {
    /// a, one a plane.
    public var normal: [Double]
    /// b.
    public var bound: Double
    /// Whether the boundary itself is outside.
    public var isOpen: Bool

    public init(normal: [Double], bound: Double, isOpen: Bool) {
      self.normal = normal
      self.bound = bound
      self.isOpen = isOpen
    }
  }

  /// All must hold; none means every linear predictor.
  public var constraints: [Constraint]

  public init(_ constraints: [Constraint]) { self.constraints = constraints }

  /// Every linear predictor.
  public static let everywhere = PredictorDomain([])

  /// One linear predictor in `interval`.
  public init(_ interval: Interval) {
    constraints = []
    if interval.lower > -.infinity {
      constraints.append(
        Constraint(normal: [-1], bound: -interval.lower, isOpen: !interval.includesLower))
    }
    if interval.upper < .infinity {
      constraints.append(Constraint(normal: [1], bound: interval.upper, isOpen: !interval.includesUpper))
    }
  }

  /// Whether there is no constraint.
  public var isEverywhere: Bool { constraints.isEmpty }

  /// Whether `predictors` (one a plane) satisfy every constraint.
  public func contains(_ predictors: [Double]) -> Bool {
    constraints.allSatisfy { constraint in
      let value = zip(constraint.normal, predictors).reduce(0) { $0 + $1.0 * $1.1 }
      return constraint.isOpen ? value < constraint.bound : value <= constraint.bound
    }
  }
}

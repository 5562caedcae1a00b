/// A direction of the coefficients along which the likelihood never falls, found by the last Newton steps.
public struct Recession: Sendable, Equatable {
  /// Whether every row moves (complete separation) or some stay where they are (quasi-complete).
  public var isComplete: Bool
  /// One entry a coefficient, in the user's columns, the largest ±1; 0 for those that stay finite.
  public var direction: [Double]
  /// How many rows move.
  public var rows: Int
}

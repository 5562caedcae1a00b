/// Where the coefficients go when there is no finite estimate: a direction along which the likelihood never falls and
/// somewhere rises, the rows that it separates, and what becomes of each coefficient.
public struct Recession: Sendable, Equatable {
  /// Whether every row moves in every comparison (complete separation) or some stay where they are (quasi-complete).
  public var isComplete: Bool
  /// Whether all of this was decided in exact arithmetic on the columns as they are stored; otherwise up to rounding.
  public var isExact: Bool
  /// One entry a coefficient, in the user's columns, the largest ±1; 0 for those that stay finite.
  ///
  /// It moves every row that any direction moves. Where several are possible it is one of them.
  public var direction: [Double]
  /// What becomes of each coefficient along every such direction.
  public var limits: [CoefficientLimit]
  /// The rows of the source that move, counting from 0, ascending.
  public var separatedRows: [Int]

  /// For rows that move in some comparisons only (a class drops out, others stay), which those are.
  package var partial: [Int: [Int]] = [:]
  /// Coefficients that can be set to 0 in the limit: the others then say all that is left of the model.
  package var pinned: [Int] = []

  /// How many rows move.
  public var rows: Int { separatedRows.count }
}

/// What becomes of one coefficient when the likelihood rises for ever.
public enum CoefficientLimit: String, Sendable, Equatable, Codable {
  /// It has a finite limit.
  case finite
  /// It goes to +∞.
  case plusInfinity = "+inf"
  /// It goes to −∞.
  case minusInfinity = "-inf"
  /// Some directions raise it and some lower it: the data do not say.
  case undetermined
}

/// Where a fit met the edge of the possible means.
public struct Boundary: Sendable, Equatable {
  /// Whether the coefficients are the best of those that give every row a possible mean: the conditions of Karush, Kuhn and
  /// Tucker hold. Otherwise they are where the solver stopped.
  public var isOptimum: Bool
  /// The rows of the source that lie on the edge and hold the fit there, counting from 0, ascending.
  public var rows: [Int]

  public init(isOptimum: Bool, rows: [Int]) {
    self.isOptimum = isOptimum
    self.rows = rows
  }
}

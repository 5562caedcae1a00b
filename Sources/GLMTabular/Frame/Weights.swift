import GLMModel

/// A column of weights and what they mean, as in `.frequency("n")`.
public struct Weights: Sendable, Equatable, Codable {
  /// What a weight means.
  public let kind: WeightKind
  /// The column; its cells are finite and at least 0, and whole numbers for frequencies.
  public let column: String

  public init(_ kind: WeightKind, column: String) {
    self.kind = kind
    self.column = column
  }

  /// A row stands for so many equal rows.
  public static func frequency(_ column: String) -> Weights { Weights(.frequency, column: column) }
  /// A row's variance is the dispersion divided by its weight.
  public static func precision(_ column: String) -> Weights { Weights(.precision, column: column) }
  /// A row was drawn with a probability of 1/weight, up to a factor: the covariance is the robust one.
  public static func sampling(_ column: String) -> Weights { Weights(.sampling, column: column) }
}

/// What the weight of a row means. Coefficients are the same for either; what is counted is not.
public enum WeightKind: String, Sendable, CaseIterable, Codable {
  /// The row stands for so many equal rows.
  case frequency
  /// The row's variance is the dispersion divided by the weight.
  case precision
}

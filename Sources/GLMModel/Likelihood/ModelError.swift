/// A model that cannot be stated or a response that it cannot have, with where and what to do.
public enum ModelError: Error, Sendable, Equatable {
  /// The family cannot take this kind of response.
  case responseKind(model: String, needs: String, got: String)
  /// A response outside the support: `row` counts from 0 in the source.
  case responseOutsideSupport(row: Int, value: Double, expected: String)
  /// A weight that is negative, infinite or not a number.
  case badWeight(row: Int, value: Double)
  /// An offset or a column value that is infinite or not a number.
  case notFinite(row: Int, name: String, value: Double)
  /// The link's means and the family's means do not meet, or another contradiction in the model itself.
  case contradiction(String)
}

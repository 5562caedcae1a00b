/// What a column of the model matrix is called and where it comes from.
public struct ColumnDescription: Sendable, Equatable, Codable {
  /// The name of the intercept, as in R.
  public static let interceptName = "(Intercept)"

  /// The column's own name, as in `tension[M]`.
  public var name: String
  /// The term of the formula it belongs to, as in `tension`.
  public var term: String
  /// A number that columns of one term share: grouped penalties act on it.
  public var group: Int
  /// Whether this is the column of ones.
  public var isIntercept: Bool

  public init(name: String, term: String? = nil, group: Int = 0, isIntercept: Bool = false) {
    self.name = name
    self.term = term ?? name
    self.group = group
    self.isIntercept = isIntercept
  }

  /// The column of ones.
  public static let intercept = ColumnDescription(name: interceptName, isIntercept: true)
}

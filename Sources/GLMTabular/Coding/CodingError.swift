/// Why a factor cannot be coded as asked: what is wrong and what to do. Who asks adds the factor's name.
public enum CodingError: Error, Sendable, Equatable {
  /// One level, or none.
  case tooFewLevels(Int)
  /// More levels than a full contrast matrix is made for.
  case tooManyLevels(Int, limit: Int)
  /// A base that is not among the levels.
  case unknownBase(String, suggestion: String?)
  /// A matrix with another number of rows than there are levels.
  case rowCount(found: Int, levels: Int)
  /// A row with another number of entries than the first; rows count from 1.
  case raggedRow(row: Int, found: Int, expected: Int)
  /// A matrix of no columns, or of as many as there are levels or more.
  case columnCount(found: Int, levels: Int)
  /// An entry that is not finite; row and column count from 1.
  case notFinite(row: Int, column: Int, value: Double)
  /// A column that is a combination of the ones and the columns before it; columns count from 1.
  case dependentColumn(Int, isConstant: Bool)
  /// Names in another number than there are columns.
  case labelCount(found: Int, expected: Int)
  /// A name that stands for two columns.
  case repeatedLabel(String)
}

extension CodingError: CustomStringConvertible {
  /// One line: what and what to do.
  public var description: String { oneLine(message) }

  private var message: String {
    switch self {
    case .tooFewLevels(let count):
      "the factor has \(counted(count, "level")), and contrasts need two; leave the factor out"
    case .tooManyLevels(let count, let limit):
      "the factor has \(count) levels, and this coding takes at most \(limit); use treatment coding"
    case .unknownBase(let base, let near):
      "the base \(quoted(base)) is no level of the factor; "
        + (near.map { "did you mean \(quoted($0))?" } ?? "name one of its levels")
    case .rowCount(let found, let levels):
      "the contrast matrix has \(counted(found, "row")) but the factor \(counted(levels, "level")); "
        + "give one row a level"
    case .raggedRow(let row, let found, let expected):
      "row \(row) of the contrast matrix has \(counted(found, "number")), not \(expected); "
        + "give rows of one length"
    case .columnCount(let found, let levels):
      "the contrast matrix has \(counted(found, "column")); for \(levels) levels give 1"
        + (levels > 2 ? " to \(levels - 1)" : "")
    case .notFinite(let row, let column, let value):
      "row \(row), column \(column) of the contrast matrix is \(NumberText.plain(value)); give finite numbers"
    case .dependentColumn(let column, let isConstant):
      "column \(column) of the contrast matrix is "
        + (isConstant
          ? "constant, which the intercept is already"
          : "a combination of the columns before it and the intercept")
        + "; leave it out or change it"
    case .labelCount(let found, let expected):
      "\(counted(found, "label")) for \(counted(expected, "column")) of contrasts; give one label a column"
    case .repeatedLabel(let label):
      "the label \(quoted(label)) stands for two columns of contrasts; give different labels"
    }
  }
}

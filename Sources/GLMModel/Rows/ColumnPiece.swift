/// A part of the model matrix, as its rows hold it: one column, or the columns of one factor.
public enum ColumnPiece: Sendable {
  /// The column of ones.
  case constant
  /// One column in memory.
  case dense(ColumnStorage)
  /// One column whose entries are the unrounded sums high + low, |low| at most half a unit in the last place of
  /// high: for columns that rounding to double would spoil, such as x¹⁰.
  case denseWithLow(high: ColumnStorage, low: ColumnStorage)
  /// A factor: row i has the row of `contrasts` that its code names. No dummy column is ever stored.
  case factor(codes: CodeStorage, contrasts: ContrastMatrix)
  /// `columnCount` columns whose entries lie row by row; a block is transposed into the workspace when lent.
  case rowMajor(ColumnStorage, columnCount: Int)
  /// One column that is computed into the workspace when a block is lent: `fill(rows, out)`.
  case computed(@Sendable (Range<Int>, inout MutableSpan<Double>) -> Void)

  /// How many columns of the model matrix the piece makes.
  public var columnCount: Int {
    switch self {
    case .factor(_, let contrasts): contrasts.columnCount
    case .rowMajor(_, let count): count
    default: 1
    }
  }
}

/// The columns that a factor's levels become: one row a level, one column a contrast.
public struct ContrastMatrix: Sendable, Equatable, Codable {
  /// Levels.
  public let levelCount: Int
  /// Columns.
  public let columnCount: Int
  /// Entries, column by column.
  public let entries: [Double]

  public init(levelCount: Int, columnCount: Int, entries: [Double]) {
    precondition(entries.count == levelCount * columnCount, "one entry a level and column")
    self.levelCount = levelCount
    self.columnCount = columnCount
    self.entries = entries
  }

  /// The entry of `level` in `column`.
  public subscript(level: Int, column: Int) -> Double { entries[column * levelCount + level] }

  /// One indicator a level but `base`.
  public static func treatment(levelCount: Int, base: Int = 0) -> ContrastMatrix {
    let shown = (0..<levelCount).filter { $0 != base }
    return ContrastMatrix(
      levelCount: levelCount, columnCount: shown.count,
      entries: shown.flatMap { level in (0..<levelCount).map { $0 == level ? 1 : 0 } })
  }

  /// One indicator a level.
  public static func indicators(levelCount: Int) -> ContrastMatrix {
    ContrastMatrix(
      levelCount: levelCount, columnCount: levelCount,
      entries: (0..<levelCount).flatMap { level in (0..<levelCount).map { $0 == level ? 1 : 0 } })
  }
}

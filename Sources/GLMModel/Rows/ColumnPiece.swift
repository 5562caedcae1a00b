/// A part of the model matrix, as its rows hold it: one column, the columns of one factor, or products of such.
public indirect enum ColumnPiece: Sendable {
  /// The column of ones.
  case constant
  /// One column in memory.
  case dense(ColumnStorage)
  /// One column whose entries are the unrounded sums high + low, where high is the rounded sum: for columns that
  /// rounding to double would spoil, such as x¹⁰.
  case denseWithLow(high: ColumnStorage, low: ColumnStorage)
  /// A factor: row i has the row of `contrasts` that its code names. No dummy column is ever stored.
  case factor(codes: CodeStorage, contrasts: ContrastMatrix)
  /// `columnCount` columns whose entries lie row by row; a block is transposed into the workspace when lent.
  case rowMajor(ColumnStorage, columnCount: Int)
  /// One column that is computed into the workspace when a block is lent: `fill(rows, out)`.
  case computed(@Sendable (Range<Int>, inout MutableSpan<Double>) -> Void)
  /// The columns of an interaction: every product of one column of each part, the first part's varying fastest. They
  /// are multiplied out block by block; nothing is stored.
  case product([ColumnPiece])
  /// The columns of pieces one after another, as one part of a product.
  case sideBySide([ColumnPiece])

  /// How many columns of the model matrix the piece makes.
  public var columnCount: Int {
    switch self {
    case .factor(_, let contrasts): contrasts.columnCount
    case .rowMajor(_, let count): count
    case .product(let parts): parts.reduce(1) { $0 * $1.columnCount }
    case .sideBySide(let parts): parts.reduce(0) { $0 + $1.columnCount }
    case .constant, .dense, .denseWithLow, .computed: 1
    }
  }
}

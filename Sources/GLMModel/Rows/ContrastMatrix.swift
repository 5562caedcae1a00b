/// The columns that a factor's levels become: one row a level, one column a contrast.
///
/// Indicators, with or without a base, are held by what they are, not by their entries: a factor of 10⁵ levels costs
/// nothing.
public struct ContrastMatrix: Sendable, Equatable {
  /// Levels.
  public let levelCount: Int
  /// Columns.
  public let columnCount: Int
  let form: Form

  enum Form: Sendable, Equatable {
    /// Column by column.
    case dense([Double])
    /// One indicator a level, but none for the base.
    case indicators(base: Int?)
  }

  /// Any contrasts, `entries` column by column.
  public init(levelCount: Int, columnCount: Int, entries: [Double]) {
    precondition(entries.count == levelCount * columnCount, "one entry a level and column")
    self.levelCount = levelCount
    self.columnCount = columnCount
    form = .dense(entries)
  }

  private init(levelCount: Int, base: Int?) {
    precondition(base.map { $0 >= 0 && $0 < levelCount } ?? true, "the base is a level")
    self.levelCount = levelCount
    columnCount = base == nil ? levelCount : levelCount - 1
    form = .indicators(base: base)
  }

  /// One indicator a level but `base`.
  public static func treatment(levelCount: Int, base: Int = 0) -> ContrastMatrix {
    ContrastMatrix(levelCount: levelCount, base: base)
  }

  /// One indicator a level.
  public static func indicators(levelCount: Int) -> ContrastMatrix {
    ContrastMatrix(levelCount: levelCount, base: nil)
  }

  /// The entry of `level` in `column`.
  public subscript(level: Int, column: Int) -> Double {
    switch form {
    case .dense(let entries): entries[column * levelCount + level]
    case .indicators: self.level(ofIndicator: column) == level ? 1 : 0
    }
  }

  /// Whether the columns are indicators, held as such.
  var isIndicators: Bool { if case .indicators = form { true } else { false } }

  /// The level whose indicator `column` is, for indicators.
  func level(ofIndicator column: Int) -> Int {
    if case .indicators(let base?) = form, column >= base { column + 1 } else { column }
  }
}

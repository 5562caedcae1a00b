/// Where a row of a table is: its line in the file it was read from, or its number when it was made in memory.
public struct RowPlace: Sendable, Equatable, CustomStringConvertible {
  /// The row, counting from 0.
  public let row: Int
  /// The line of the file, counting from 1 with the header as line 1; nil for a table made in memory.
  public let line: Int?

  public init(row: Int, line: Int? = nil) {
    self.row = row
    self.line = line
  }

  /// `line 7`, or `row 7` (counting from 1) where there is no file.
  public var description: String { line.map { "line \($0)" } ?? "row \(row + 1)" }
}

/// A table of numbers with named columns, owned, at stable addresses.
///
/// What is given is copied once; a fit then reads the columns where they lie.
public struct Matrix: Sendable {
  public let rowCount: Int
  /// One name a column; `x1`, `x2`, … unless given.
  public let names: [String]
  /// The columns, in order.
  public let pieces: [ColumnPiece]

  /// Rows of equal length.
  ///
  /// - Throws: ``MatrixError`` when a row has another length than the first.
  public init(rows: [[Double]], names: [String]? = nil) throws(MatrixError) {
    let width = rows.first?.count ?? names?.count ?? 0
    for (i, row) in rows.enumerated() where row.count != width {
      throw .ragged(what: "row", number: i + 1, found: row.count, expected: width)
    }
    let columns = (0..<width).map { j in
      ColumnStorage(count: rows.count) { out in for i in rows.indices { out[i] = rows[i][j] } }
    }
    try self.init(rowCount: rows.count, width: width, pieces: columns.map { .dense($0) }, names: names)
  }

  /// Columns of equal length.
  ///
  /// - Throws: ``MatrixError`` when a column has another length than the first.
  public init(columns: [[Double]], names: [String]? = nil) throws(MatrixError) {
    let height = columns.first?.count ?? 0
    for (j, column) in columns.enumerated() where column.count != height {
      throw .ragged(what: "column", number: j + 1, found: column.count, expected: height)
    }
    try self.init(
      rowCount: height, width: columns.count, pieces: columns.map { .dense(ColumnStorage($0)) }, names: names)
  }

  /// Numbers that lie row by row, `columnCount` a row; transposed block by block when read.
  ///
  /// - Throws: ``MatrixError`` when they do not fill the last row.
  public init(rowMajor values: [Double], columnCount: Int, names: [String]? = nil) throws(MatrixError) {
    guard columnCount > 0, values.count % columnCount == 0 else {
      throw .ragged(
        what: "row", number: columnCount > 0 ? values.count / columnCount + 1 : 1,
        found: columnCount > 0 ? values.count % columnCount : 0, expected: columnCount)
    }
    try self.init(
      rowCount: values.count / columnCount, width: columnCount,
      pieces: [.rowMajor(ColumnStorage(values), columnCount: columnCount)], names: names)
  }

  private init(rowCount: Int, width: Int, pieces: [ColumnPiece], names: [String]?) throws(MatrixError) {
    if let names, names.count != width {
      throw .ragged(what: "list of names", number: 1, found: names.count, expected: width)
    }
    self.rowCount = rowCount
    self.pieces = pieces
    self.names = names ?? (0..<width).map { "x\($0 + 1)" }
  }

  public var columnCount: Int { names.count }

  /// The rows with a response, for the engine: an intercept first, unless `hasIntercept` is false.
  public func source(response: [Double], hasIntercept: Bool = true) -> MemorySource {
    let columns = names.enumerated().map { ColumnDescription(name: $1, group: $0 + 1) }
    return MemorySource(
      rowCount: rowCount, columns: (hasIntercept ? [.intercept] : []) + columns,
      pieces: (hasIntercept ? [.constant] : []) + pieces, response: [ColumnStorage(response)])
  }
}

/// Numbers that do not make a rectangle.
public enum MatrixError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A row, column or list of names of another length than the others; `number` counts from 1.
  case ragged(what: String, number: Int, found: Int, expected: Int)
  /// The labels are not one a row.
  case labels(found: Int, expected: Int)
  /// A label that is not equal to itself, such as NaN; `row` counts from 1.
  case label(row: Int)
  /// Too few kinds of label for a classifier.
  case classes(found: Int, needs: String)

  public var description: String {
    switch self {
    case .ragged(let what, let number, let found, let expected):
      "\(what) \(number) has \(found) entries where \(expected) are expected"
    case .labels(let found, let expected): "there are \(found) labels for \(expected) rows: give one a row"
    case .label(let row): "row \(row): the label is not a number: leave the row out"
    case .classes(let found, let needs): "the labels name \(found) classes, and the model needs \(needs)"
    }
  }
}

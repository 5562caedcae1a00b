import GLMModel

/// Named columns of numbers and of labels, all of one length; a value whose columns are shared, never copied.
public struct Table: Sendable {
  /// The columns, in order.
  public let columns: [TableColumn]
  /// Rows.
  public let rowCount: Int
  /// What messages call the data: a path, or a name.
  public let name: String
  private let lines: Lines
  private let index: [String: Int]

  /// What is known of the lines that rows were read from.
  enum Lines: Sendable, Equatable {
    case none
    case ofFile(RowLines)
  }

  init(columns: [TableColumn], rowCount: Int, name: String, lines: Lines) {
    self.columns = columns
    self.rowCount = rowCount
    self.name = name
    self.lines = lines
    var index = [String: Int]()
    for (i, column) in columns.enumerated() { index[column.name] = i }
    self.index = index
  }

  /// A table made in memory.
  ///
  /// Throws when a name is empty or given twice or when the columns differ in length.
  public init(columns: [TableColumn], name: String = "table") throws(TableError) {
    try Table.checkNames(columns.map(\.name), source: name)
    let rows = columns.first?.count ?? 0
    for column in columns where column.count != rows {
      throw .columnLength(name: column.name, found: column.count, expected: rows)
    }
    self.init(columns: columns, rowCount: rows, name: name, lines: .none)
  }

  /// A table of columns of numbers, as in `Table(columns: ["x": [1, 2], "y": [0, 1]])`.
  ///
  /// Throws as the other initializers do.
  public init(columns: KeyValuePairs<String, [Double]>) throws(TableError) {
    try self.init(columns: columns.map { TableColumn($0.key, $0.value) })
  }

  /// A table of columns of numbers, as pairs of a name and values.
  ///
  /// Throws as the other initializers do.
  public init(columns: [(name: String, values: [Double])]) throws(TableError) {
    try self.init(columns: columns.map { TableColumn($0.name, $0.values) })
  }

  /// The names of the columns, in order.
  public var columnNames: [String] { columns.map(\.name) }

  /// The column called `name`, or nil.
  public func column(named name: String) -> TableColumn? { index[name].map { columns[$0] } }

  /// The line of the file that row `row` (from 0) began on, counting from 1; nil for a table made in memory.
  public func line(ofRow row: Int) -> Int? {
    switch lines {
    case .none: nil
    case .ofFile(let lines): lines[row]
    }
  }

  /// Where row `row` (from 0) is.
  public func place(ofRow row: Int) -> RowPlace { RowPlace(row: row, line: line(ofRow: row)) }

  /// The same rows with one column exchanged, or added at the end when there is none of that name.
  ///
  /// Throws when the column has another number of rows.
  public func replacing(_ column: TableColumn) throws(TableError) -> Table {
    guard column.count == rowCount || columns.isEmpty else {
      throw .columnLength(name: column.name, found: column.count, expected: rowCount)
    }
    var columns = columns
    if let i = index[column.name] { columns[i] = column } else { columns.append(column) }
    return Table(columns: columns, rowCount: column.count, name: name, lines: lines)
  }

  /// The column called `name`; throws with the nearest name when there is none.
  func required(_ name: String) throws(TableError) -> TableColumn {
    guard let column = column(named: name) else {
      throw .noSuchColumn(name: name, suggestion: nearestName(to: name, in: columnNames))
    }
    return column
  }

  static func checkNames(_ names: [String], source: String) throws(TableError) {
    var seen = [String: Int]()
    for (i, name) in names.enumerated() {
      if name.isEmpty { throw .emptyName(source: source, position: i + 1) }
      if let first = seen[name] {
        throw .duplicateName(source: source, name: name, first: first + 1, second: i + 1)
      }
      seen[name] = i
    }
  }
}

import Foundation

/// How a table is read from text: what separates cells, what is missing, whether the first line names the columns.
///
/// A NumPy file says all of that itself: only ``threads`` matters to it.
public struct TableReading: Sendable, Equatable {
  /// What separates cells; nil for what the file's name says: a tab for `.tsv` and `.tab`, a comma otherwise.
  public var delimiter: Delimiter?
  /// The cells that are missing when they stand without quotes; spaces around them do not count. An empty cell without
  /// quotes is always missing.
  public var missing: [String]
  /// Whether the first line names the columns; without, they are x1, x2, ….
  public var hasHeader: Bool
  /// The most threads that read, at least 1. The table does not depend on it.
  public var threads: Int
  /// How many bytes a thread reads at a time. The table does not depend on it.
  package var chunkBytes = 1 << 20

  public init(
    delimiter: Delimiter? = nil, missing: [String] = ["NA"], hasHeader: Bool = true,
    threads: Int = ProcessInfo.processInfo.activeProcessorCount
  ) {
    self.delimiter = delimiter
    self.missing = missing
    self.hasHeader = hasHeader
    self.threads = threads
  }
}

extension Table {
  /// The table in the file at `path`; `-` is standard input.
  ///
  /// The file is text, a line a row, or an array of doubles that NumPy saved (`.npy`, known by its first bytes). In text
  /// a column is numbers when each of its cells is, rounded to the nearest double, and otherwise text throughout, its
  /// cells as written. What `reading` calls missing is missing, and so is NaN among numbers. Quotes, line ends and a
  /// byte-order mark are as in RFC 4180 and its relatives. Throws a ``TableError`` with line and column.
  public init(contentsOf path: String, reading: TableReading = TableReading()) throws(TableError) {
    var reading = reading
    reading.delimiter = reading.delimiter ?? Delimiter(fileAt: path)
    try self.init(ByteSource(path: path), reading)
  }

  /// The table in the bytes of a CSV or NumPy file, read as ``init(contentsOf:reading:)`` does.
  public init(
    csv bytes: [UInt8], name: String = "data", reading: TableReading = TableReading()
  ) throws(TableError) {
    try self.init(ByteSource(bytes, name: name), reading)
  }

  /// The table in the text of a CSV file, read as ``init(contentsOf:reading:)`` does.
  public init(
    csv text: String, name: String = "data", reading: TableReading = TableReading()
  ) throws(TableError) {
    try self.init(ByteSource(text.utf8, name: name), reading)
  }

  private init(_ source: ByteSource, _ reading: TableReading) throws(TableError) {
    self =
      try NumPyHeader.isMagic(source)
      ? try NumPyHeader(source).table(source, reading) : try CSVReading(source, reading).table()
  }
}

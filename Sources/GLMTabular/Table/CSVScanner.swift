/// Cuts the bytes of a CSV file into cells, from left to right (RFC 4180, with lone CR and LF too), and says what is
/// wrong with them: it reads the header, and the row that a thread stopped at.
///
/// A quote opens a quoted cell only as its first byte; inside, a doubled quote is a quote. A line ends at LF, CR LF or
/// CR. Lines count from 1.
struct CSVScanner {
  /// How a cell ends.
  enum End { case delimiter, line, file }

  /// A cell: its bytes without the enclosing quotes.
  struct Cell {
    var bytes: Range<Int>
    var isQuoted = false
    var end: End
  }

  private let bytes: UnsafePointer<UInt8>
  /// How many bytes there are; one more can be read.
  private let count: Int
  let source: String
  let delimiter: Delimiter
  /// Bytes that are read.
  private(set) var position = 0
  /// The line that the next byte is on.
  private(set) var line: Int

  init(_ bytes: UnsafePointer<UInt8>, count: Int, line: Int, source: String, delimiter: Delimiter) {
    self.bytes = bytes
    self.count = count
    self.source = source
    self.delimiter = delimiter
    self.line = line
  }

  /// Reads one cell and what ends it; `column` names the cell in an error.
  mutating func next(column: () -> String) throws(TableError) -> Cell {
    if position < count, bytes[position] == CSVByte.quote { return try nextQuoted(column) }
    let start = position
    while position < count, !endsCell(bytes[position]) { position += 1 }
    return Cell(bytes: start..<position, end: finish())
  }

  private func endsCell(_ byte: UInt8) -> Bool {
    byte == delimiter.byte || byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn
  }

  private mutating func nextQuoted(_ column: () -> String) throws(TableError) -> Cell {
    let opening = line
    let start = position + 1
    var at = start
    while at < count {
      if bytes[at] == CSVByte.quote {
        guard at + 1 < count, bytes[at + 1] == CSVByte.quote else { break }
        at += 1
      } else if isLineEnd(bytes + at) {
        line += 1
      }
      at += 1
    }
    guard at < count else { throw .unterminatedQuote(source: source, line: opening, column: column()) }
    position = at + 1
    if position < count, !endsCell(bytes[position]) {
      throw .textAfterQuote(source: source, line: line, column: column())
    }
    return Cell(bytes: start..<at, isQuoted: true, end: finish())
  }

  /// Steps over the delimiter or the line end at the position.
  private mutating func finish() -> End {
    guard position < count else { return .file }
    let byte = bytes[position]
    position += 1
    if byte == delimiter.byte { return .delimiter }
    if byte == CSVByte.carriageReturn, position < count, bytes[position] == CSVByte.lineFeed { position += 1 }
    line += 1
    return .line
  }

  /// The text of a cell, doubled quotes made single.
  func text(of cell: Cell) -> String {
    var plain = [UInt8]()
    var at = cell.bytes.lowerBound
    while at < cell.bytes.upperBound {
      plain.append(bytes[at])
      at += cell.isQuoted && bytes[at] == CSVByte.quote ? 2 : 1
    }
    return String(decoding: plain, as: UTF8.self)
  }

  /// What is wrong with the row that begins here.
  mutating func refusal(names: [String], hasHeader: Bool) -> TableError {
    let line = line
    var found = 0
    do throws(TableError) {
      while true {
        let cell = try next { found < names.count ? names[found] : "\(found + 1)" }
        found += 1
        if cell.end != .delimiter { break }
      }
    } catch { return error }
    return .raggedLine(
      source: source, line: line, found: found, expected: names.count, delimiter: delimiter,
      hasHeader: hasHeader)
  }
}

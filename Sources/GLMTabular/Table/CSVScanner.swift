/// Cuts the bytes of a CSV file into cells, one pass from left to right (RFC 4180, with lone CR and LF too).
///
/// A quote opens a quoted cell only as its first byte; inside, a doubled quote is a quote. A line ends at LF, CR LF or
/// CR. Lines count from 1.
struct CSVScanner {
  /// How a cell ends.
  enum End { case comma, line, file }

  /// A cell: its bytes without the enclosing quotes.
  struct Cell {
    var bytes: Range<Int>
    var isQuoted = false
    var hasDoubledQuotes = false
    var end: End
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let source: String
  private(set) var position = 0
  /// The line that the next byte is on.
  private(set) var line = 1
  /// Where the line ends at the end of the file begin.
  private let contentEnd: Int

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// Skips a byte-order mark; throws when the bytes are not UTF-8.
  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String) throws(TableError) {
    self.bytes = bytes
    self.source = source
    contentEnd = (bytes.lastIndex { $0 != CSVScanner.lineFeed && $0 != CSVScanner.carriageReturn } ?? -1) + 1
    if let bad = firstInvalidUTF8(bytes) {
      throw .notUTF8(source: source, offset: bad, line: CSVScanner.lineCount(bytes[..<bad]))
    }
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
  }

  /// The line that the byte after `bytes` is on.
  private static func lineCount(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var line = 1
    var last: UInt8 = 0
    for byte in bytes {
      if byte == carriageReturn || (byte == lineFeed && last != carriageReturn) { line += 1 }
      last = byte
    }
    return line
  }

  /// Whether every byte is read.
  var isAtEnd: Bool { position == bytes.count }

  /// Whether nothing but line ends is left.
  var onlyBlankLinesLeft: Bool { position >= contentEnd }

  /// Reads one cell and what ends it; `column` names the cell in an error.
  mutating func next(column: () -> String) throws(TableError) -> Cell {
    if position < bytes.count, bytes[position] == CSVScanner.quote { return try nextQuoted(column) }
    let start = position
    var at = position
    while at < bytes.count {
      let byte = bytes[at]
      if byte == CSVScanner.comma || byte == CSVScanner.lineFeed || byte == CSVScanner.carriageReturn {
        break
      }
      at += 1
    }
    position = at
    return Cell(bytes: start..<at, end: finish())
  }

  private mutating func nextQuoted(_ column: () -> String) throws(TableError) -> Cell {
    let opening = line
    let start = position + 1
    var at = start
    var hasDoubledQuotes = false
    while at < bytes.count {
      let byte = bytes[at]
      if byte == CSVScanner.quote {
        guard at + 1 < bytes.count, bytes[at + 1] == CSVScanner.quote else { break }
        hasDoubledQuotes = true
        at += 1
      } else if byte == CSVScanner.carriageReturn
        || (byte == CSVScanner.lineFeed && bytes[at - 1] != CSVScanner.carriageReturn)
      {
        line += 1
      }
      at += 1
    }
    guard at < bytes.count else {
      throw .unterminatedQuote(source: source, line: opening, column: column())
    }
    position = at + 1
    if position < bytes.count {
      let byte = bytes[position]
      guard byte == CSVScanner.comma || byte == CSVScanner.lineFeed || byte == CSVScanner.carriageReturn
      else {
        throw .textAfterQuote(source: source, line: line, column: column())
      }
    }
    return Cell(bytes: start..<at, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes, end: finish())
  }

  /// Steps over the comma or the line end at the position.
  private mutating func finish() -> End {
    guard position < bytes.count else { return .file }
    let byte = bytes[position]
    position += 1
    if byte == CSVScanner.comma { return .comma }
    if byte == CSVScanner.carriageReturn, position < bytes.count, bytes[position] == CSVScanner.lineFeed {
      position += 1
    }
    line += 1
    return .line
  }

  /// The text of a cell, doubled quotes made single.
  func text(of cell: Cell) -> String {
    guard cell.hasDoubledQuotes else { return String(decoding: bytes[cell.bytes], as: UTF8.self) }
    return String(decoding: plainBytes(of: cell), as: UTF8.self)
  }

  /// The bytes of a cell, doubled quotes made single.
  func plainBytes(of cell: Cell) -> [UInt8] {
    var plain = [UInt8]()
    plain.reserveCapacity(cell.bytes.count)
    var at = cell.bytes.lowerBound
    while at < cell.bytes.upperBound {
      plain.append(bytes[at])
      at += bytes[at] == CSVScanner.quote ? 2 : 1
    }
    return plain
  }

  /// Whether a cell is missing: not quoted, and empty or NA but for spaces.
  func isMissing(_ cell: Cell) -> Bool {
    guard !cell.isQuoted else { return false }
    var (start, end) = (cell.bytes.lowerBound, cell.bytes.upperBound)
    if end - start > 2, bytes[start] > 32, bytes[end - 1] > 32 { return false }
    while start < end, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
    while start < end, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
    if start == end { return true }
    return end - start == 2 && bytes[start] == UInt8(ascii: "N") && bytes[start + 1] == UInt8(ascii: "A")
  }
}

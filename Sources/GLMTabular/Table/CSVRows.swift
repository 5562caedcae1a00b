import Foundation

/// Reads rows into columns: the loop that everything waits for.
///
/// The places of cells are bounded by a line end behind the bytes, and rows by their number, so that no byte of a file
/// makes it read or write elsewhere.
struct CSVRows {
  private let delimiter: UInt8
  private let columns: ColumnMemory
  private let markers: MissingMarkers
  private let numbers = NumberScanner()
  private let cellEnds: ByteFinder
  private let quotes = ByteFinder(CSVByte.quote)

  init(_ delimiter: Delimiter, _ columns: ColumnMemory, _ markers: MissingMarkers) {
    self.delimiter = delimiter.byte
    self.columns = columns
    self.markers = markers
    cellEnds = ByteFinder(delimiter.byte)
  }

  /// Rows in a row: where they are, and which they are.
  struct Part {
    /// The first byte; a line end is the last one or behind it.
    var start: UnsafePointer<UInt8>
    var count: Int
    /// Where the first byte is in the file, and on which line.
    var position: Int
    var line: Int
    /// Counting from 0 without the header.
    var rows: Range<Int>
    /// Whether each row is stored in its place, or all in the first.
    var isStored = true
  }

  /// How the reading of a part ended.
  enum Outcome {
    /// With the rows at which the distance from row to line changes.
    case done([RowLines.Step])
    /// Behind so many bytes begins a row that cannot be used, on a line.
    case refused(start: Int, line: Int)
    /// There are other rows than were counted.
    case differs
  }

  /// Reads the rows of a part into the columns.
  func read(_ part: Part, _ found: CSVColumnFindings) -> Outcome {
    let limit = part.start + part.count
    let width = columns.count
    let (uses, places, delimiter) = (found.uses, columns.numbers, delimiter)
    let takesNumbers = !markers.includeNumbers
    var steps = [RowLines.Step]()
    var offset = part.line - part.rows.lowerBound
    var at = part.start
    var row = part.rows.lowerBound
    while row < part.rows.upperBound {
      guard at < limit else { return .differs }
      let rowStart = at
      let place = part.isStored ? row : 0
      var breaks = 0
      var column = 0
      while true {
        let cell = at
        if takesNumbers, uses[column] == .number {
          let number = numbers.scan(at)
          if number.end != at, endsCell(number.end[0]) {
            places[column].unsafelyUnwrapped[place] = number.value
            at = number.end
          }
        }
        if at == cell {
          guard let next = readCell(at, part, column, place, &breaks, found) else {
            return .refused(start: rowStart - part.start, line: row + offset)
          }
          at = next
        }
        column += 1
        if at[0] != delimiter { break }
        if column == width { return .refused(start: rowStart - part.start, line: row + offset) }
        at += 1
      }
      if column != width { return .refused(start: rowStart - part.start, line: row + offset) }
      at += at[0] == CSVByte.carriageReturn && at[1] == CSVByte.lineFeed ? 2 : 1
      row += 1
      if breaks > 0 {
        offset += breaks
        steps.append(RowLines.Step(row: row, offset: offset))
      }
    }
    return at < limit ? .differs : .done(steps)
  }

  @inline(__always)
  private func endsCell(_ byte: UInt8) -> Bool {
    byte == delimiter || byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn
  }

  /// Reads a cell of any kind; returns where it ends, which is at `at` for an empty one, or nil when its quotes are
  /// wrong.
  private func readCell(
    _ at: UnsafePointer<UInt8>, _ part: Part, _ column: Int, _ place: Int, _ breaks: inout Int,
    _ found: CSVColumnFindings
  ) -> UnsafePointer<UInt8>? {
    if at[0] == CSVByte.quote { return readQuoted(at, part, column, place, &breaks, found) }
    let next = cellEnds.first(from: at)
    switch found.uses[column] {
    case .number:
      let isMissing = markers.contain(at, next)
      guard let number = isMissing ? .nan : DecimalNumber.parse(from: at, to: next, numbers) else {
        found.uses[column] = .foundText
        return next
      }
      store(number, column, place, found)
    case .text:
      if markers.contain(at, next) {
        found.hasMissing[column] = true
        store(-1, column, place)
      } else {
        let position = part.position + (at - part.start)
        store(found.labels[column].code(.init(at, next - at, position: position)), column, place)
      }
    case .skip, .foundText: break
    }
    return next
  }

  private func readQuoted(
    _ at: UnsafePointer<UInt8>, _ part: Part, _ column: Int, _ place: Int, _ breaks: inout Int,
    _ found: CSVColumnFindings
  ) -> UnsafePointer<UInt8>? {
    guard let cell = quoted(at, before: part.start + part.count) else { return nil }
    breaks += cell.breaks
    switch found.uses[column] {
    case .number:
      guard let number = DecimalNumber.parse(from: cell.start, to: cell.end, numbers) else {
        found.uses[column] = .foundText
        return cell.next
      }
      store(number, column, place, found)
    case .text:
      let position = part.position + (at - part.start)
      var label = LabelInterner.Label(cell.start, cell.end - cell.start, position: position)
      if cell.hasDoubled { label = found.undoubled(label) }
      store(found.labels[column].code(label), column, place)
    case .skip, .foundText: break
    }
    return cell.next
  }

  @inline(__always)
  private func store(_ value: Double, _ column: Int, _ place: Int, _ found: CSVColumnFindings) {
    // Among numbers, NaN is how other programs write a missing cell.
    if value.isNaN { found.hasMissing[column] = true }
    columns.numbers[column].unsafelyUnwrapped[place] = value
  }

  @inline(__always)
  private func store(_ code: Int32, _ column: Int, _ place: Int) {
    columns.codes[column].unsafelyUnwrapped[place] = code
  }

  private struct Quoted {
    var start: UnsafePointer<UInt8>
    var end: UnsafePointer<UInt8>
    var next: UnsafePointer<UInt8>
    var hasDoubled = false
    var breaks = 0
  }

  /// The quoted cell that begins at `at`; nil when it does not close or something follows it.
  private func quoted(_ at: UnsafePointer<UInt8>, before limit: UnsafePointer<UInt8>) -> Quoted? {
    var cell = Quoted(start: at + 1, end: at, next: at)
    var from = cell.start
    while from < limit {
      let found = quotes.first(from: from)
      guard found < limit else { return nil }
      if found[0] != CSVByte.quote {
        if isLineEnd(found) { cell.breaks += 1 }
        from = found + 1
      } else if found + 1 < limit, found[1] == CSVByte.quote {
        cell.hasDoubled = true
        from = found + 2
      } else {
        (cell.end, cell.next) = (found, found + 1)
        return endsCell(cell.next[0]) ? cell : nil
      }
    }
    return nil
  }
}

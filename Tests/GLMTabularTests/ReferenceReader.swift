import GLMTabular

/// A reader of CSV text that is slow and obvious: one byte after the other, one cell after the other, kinds of columns
/// decided when all cells are there. What ``Table`` reads in parts, on threads, is held against it.
struct ReferenceReader {
  /// A cell as it stands in the file.
  struct Cell: Equatable {
    var text: String
    var isQuoted: Bool
  }

  /// A column: numbers, NaN where missing, or texts, nil where missing.
  enum Column: Equatable {
    case numbers([UInt64])
    case texts([String?])
  }

  private(set) var names: [String] = []
  private(set) var columns: [Column] = []
  /// The line of each row.
  private(set) var lines: [Int] = []

  private let bytes: [UInt8]
  private let delimiter: UInt8
  private let name: String
  private let reading: TableReading
  private var at = 0
  private var line = 1

  init(_ bytes: [UInt8], delimiter: Delimiter, reading: TableReading, name: String = "data")
    throws(TableError)
  {
    self.bytes = bytes
    self.delimiter = delimiter.testByte
    self.name = name
    self.reading = reading
    try checkUTF8()
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    try readAll(delimiter)
  }

  private func checkUTF8() throws(TableError) {
    guard String(validating: bytes, as: UTF8.self) == nil else { return }
    let valid = (0...bytes.count).last { String(validating: bytes[..<$0], as: UTF8.self) != nil } ?? 0
    throw .notUTF8(source: name, offset: valid, line: 1 + lineEnds(bytes[..<valid], next: bytes[valid]))
  }

  /// Line ends among bytes: LF, CR LF, CR.
  private func lineEnds(_ bytes: ArraySlice<UInt8>, next: UInt8) -> Int {
    bytes.indices.count { i in
      bytes[i] == 10 || (bytes[i] == 13 && (i + 1 < bytes.endIndex ? bytes[i + 1] : next) != 10)
    }
  }

  private mutating func readAll(_ delimiter: Delimiter) throws(TableError) {
    guard !onlyLineEndsLeft else { throw .empty(source: name, hasHeader: reading.hasHeader) }
    let (start, startLine) = (at, line)
    let first = try row(names: nil, start: start)
    names = first.indices.map { reading.hasHeader ? first[$0].headerName : "x\($0 + 1)" }
    if reading.hasHeader {
      for (i, header) in names.enumerated() {
        if header.isEmpty { throw .emptyName(source: name, position: i + 1) }
        if let j = names[..<i].firstIndex(of: header) {
          throw .duplicateName(source: name, name: header, first: j + 1, second: i + 1)
        }
      }
    }
    if first.count == 1, !first[0].isQuoted,
      let other = [Delimiter.comma, .semicolon, .tab, .bar].first(where: {
        $0 != delimiter && first[0].headerName.utf8.contains($0.testByte)
      })
    {
      throw .otherSeparator(source: name, header: first[0].headerName, delimiter: delimiter, other: other)
    }
    if !reading.hasHeader { (at, line) = (start, startLine) }
    var rows: [[Cell]] = []
    while !onlyLineEndsLeft {
      let line = line
      let cells = try row(names: names, start: at)
      guard cells.count == names.count else {
        throw .raggedLine(
          source: name, line: line, found: cells.count, expected: names.count, delimiter: delimiter,
          hasHeader: reading.hasHeader)
      }
      rows.append(cells)
      lines.append(line)
    }
    columns = names.indices.map { column in kind(rows.map { $0[column] }) }
  }

  private var onlyLineEndsLeft: Bool { bytes[at...].allSatisfy { $0 == 10 || $0 == 13 } }

  private mutating func row(names: [String]?, start: Int) throws(TableError) -> [Cell] {
    var cells: [Cell] = []
    while true {
      let position = cells.count + 1
      let column =
        names.map { cells.count < $0.count ? $0[cells.count] : "\(position)" }
        ?? (reading.hasHeader ? "\(position) of the header" : "x\(position)")
      cells.append(try cell(column))
      guard at < bytes.count else { return cells }
      let end = bytes[at]
      at += 1
      if end == delimiter { continue }
      if end == 13, at < bytes.count, bytes[at] == 10 { at += 1 }
      line += 1
      return cells
    }
  }

  private mutating func cell(_ column: String) throws(TableError) -> Cell {
    var content: [UInt8] = []
    guard at < bytes.count, bytes[at] == 34 else {
      while at < bytes.count, bytes[at] != delimiter, bytes[at] != 10, bytes[at] != 13 {
        content.append(bytes[at])
        at += 1
      }
      return Cell(text: String(decoding: content, as: UTF8.self), isQuoted: false)
    }
    let opening = line
    at += 1
    while true {
      guard at < bytes.count else {
        throw .unterminatedQuote(source: name, line: opening, column: column)
      }
      let byte = bytes[at]
      at += 1
      if byte == 34 {
        guard at < bytes.count, bytes[at] == 34 else { break }
        at += 1
      } else if byte == 10 || (byte == 13 && !(at < bytes.count && bytes[at] == 10)) {
        line += 1
      }
      content.append(byte)
    }
    if at < bytes.count, bytes[at] != delimiter, bytes[at] != 10, bytes[at] != 13 {
      throw .textAfterQuote(source: name, line: line, column: column)
    }
    return Cell(text: String(decoding: content, as: UTF8.self), isQuoted: true)
  }

  private func isMissing(_ cell: Cell) -> Bool {
    let text = cell.text.trimmed
    return !cell.isQuoted
      && (text.isEmpty || reading.missing.contains { $0.trimmed.utf8.elementsEqual(text.utf8) })
  }

  private func kind(_ cells: [Cell]) -> Column {
    var numbers: [UInt64] = []
    for cell in cells {
      guard let number = isMissing(cell) ? .nan : ReferenceReader.number(cell.text) else {
        return .texts(cells.map { isMissing($0) ? nil : $0.text })
      }
      numbers.append(number.isNaN ? Double.nan.bitPattern : number.bitPattern)
    }
    return .numbers(numbers)
  }

  /// The number that a cell is, by the grammar and the standard library.
  static func number(_ cell: String) -> Double? {
    var rest = Array(cell.trimmed.utf8.map { 65...90 ~= $0 ? $0 + 32 : $0 })[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    let sign = isNegative ? -1.0 : 1.0
    if rest.elementsEqual("inf".utf8) || rest.elementsEqual("infinity".utf8) { return sign * .infinity }
    if rest.elementsEqual("nan".utf8) { return .nan }
    func digits() -> String {
      let taken = rest.prefix { 48...57 ~= $0 }
      rest.removeFirst(taken.count)
      return String(decoding: taken, as: UTF8.self)
    }
    let whole = digits()
    var fraction = ""
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = digits()
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    var exponent = "0"
    if rest.first == UInt8(ascii: "e") {
      rest.removeFirst()
      let isSmall = rest.first == UInt8(ascii: "-")
      if isSmall || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
      let size = digits()
      guard !size.isEmpty else { return nil }
      exponent = (isSmall ? "-" : "") + size
    }
    guard rest.isEmpty else { return nil }
    // The standard library wants digits on both sides of a point.
    return Double("0\(whole).\(fraction)0e\(exponent)").map { sign * $0 }
  }
}

extension ReferenceReader.Cell {
  fileprivate var headerName: String { isQuoted ? text : text.trimmed }
}

extension String {
  /// Without spaces and tabs at its ends.
  fileprivate var trimmed: String {
    var scalars = Substring(self).unicodeScalars
    while let first = scalars.first, first == " " || first == "\t" { scalars.removeFirst() }
    while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
    return String(scalars)
  }
}

extension Delimiter {
  fileprivate var testByte: UInt8 {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .tab: 9
    case .semicolon: UInt8(ascii: ";")
    case .bar: UInt8(ascii: "|")
    default: 32
    }
  }
}

extension Table {
  /// The table in the bytes of a CSV file.
  ///
  /// One pass; a second only when a column of numbers turns out to be text further down, because the cells of such a
  /// column are kept as written.
  init(scanning bytes: [UInt8], name: String) throws(TableError) {
    let outcome = bytes.withUnsafeBufferPointer { bytes -> Result<Table, TableError> in
      do throws(TableError) {
        let start = try CSVScanner(bytes, source: name)
        var reading = try CSVReading(start, text: [])
        if !reading.lateText.isEmpty { reading = try CSVReading(start, text: reading.lateText) }
        return .success(reading.table)
      } catch {
        return .failure(error)
      }
    }
    self = try outcome.get()
  }
}

/// One pass over a CSV file.
private struct CSVReading {
  private var columns: [CSVColumn]
  private let names: [String]
  private let source: String
  private var rowCount = 0
  private var lines: [Int]?

  /// - Parameter text: the columns, by position, known to hold text.
  init(_ start: CSVScanner, text: Set<Int>) throws(TableError) {
    var scanner = start
    source = scanner.source
    names = try CSVReading.header(&scanner)
    columns = names.indices.map { CSVColumn(isText: text.contains($0)) }
    while !scanner.isAtEnd {
      guard try readRow(&scanner) else { break }
    }
  }

  private static func header(_ scanner: inout CSVScanner) throws(TableError) -> [String] {
    let source = scanner.source
    guard !scanner.onlyBlankLinesLeft else { throw .empty(source: source) }
    var names = [String]()
    while true {
      let position = names.count + 1
      let cell = try scanner.next { "\(position) of the header" }
      let text = scanner.text(of: cell)
      names.append(cell.isQuoted ? text : trimmed(text))
      if cell.end != .comma { break }
    }
    try Table.checkNames(names, source: source)
    if names.count == 1, names[0].contains(where: { ";\t".contains($0) }) {
      throw .otherSeparator(source: source, header: names[0])
    }
    return names
  }

  private static func trimmed(_ text: String) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = text.firstIndex(where: { !isSpace($0) }),
      let last = text.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(text[first...last])
  }

  /// Reads a row; false when nothing but blank lines is left.
  private mutating func readRow(_ scanner: inout CSVScanner) throws(TableError) -> Bool {
    if scanner.onlyBlankLinesLeft { return false }
    let line = scanner.line
    let width = columns.count
    var found = 0
    while true {
      let cell = try scanner.next { found < names.count ? names[found] : "\(found + 1)" }
      if found < width { columns[found].append(cell, of: scanner) }
      found += 1
      if cell.end != .comma { break }
    }
    guard found == width else {
      throw .raggedLine(source: source, line: line, found: found, expected: width)
    }
    note(line: line)
    rowCount += 1
    return true
  }

  private mutating func note(line: Int) {
    if lines != nil {
      lines?.append(line)
    } else if line != rowCount + 2 {
      lines = Array(2..<rowCount + 2) + [line]
    }
  }

  /// The columns of text, when text came after numbers in one of them.
  var lateText: Set<Int> {
    columns.contains { $0.mustReadAgain } ? Set(columns.indices.filter { columns[$0].isText }) : []
  }

  var table: Table {
    Table(
      columns: zip(names, columns).map { $1.finished(name: $0) }, rowCount: rowCount, name: source,
      lines: lines.map(Table.Lines.listed) ?? .consecutive)
  }
}

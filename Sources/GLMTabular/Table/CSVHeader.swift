/// The names of the columns of a CSV file, and where its rows begin.
struct CSVHeader {
  let names: [String]
  /// How many bytes of the first row it takes.
  let length: Int
  /// The line of the first row.
  let nextLine: Int

  /// Reads the first row; without a header, only to count its cells.
  init(_ start: CSVScanner, hasHeader: Bool) throws(TableError) {
    var scanner = start
    var names = [String]()
    var isQuoted = false
    while true {
      let position = names.count + 1
      let cell = try scanner.next { hasHeader ? "\(position) of the header" : "x\(position)" }
      isQuoted = cell.isQuoted
      let text = scanner.text(of: cell)
      names.append(cell.isQuoted ? text : CSVHeader.trimmed(text))
      if cell.end != .delimiter { break }
    }
    if hasHeader { try Table.checkNames(names, source: start.source) }
    if names.count == 1, !isQuoted,
      let other = Delimiter.usual.first(where: { $0 != start.delimiter && names[0].utf8.contains($0.byte) })
    {
      throw .otherSeparator(
        source: start.source, header: names[0], delimiter: start.delimiter, other: other)
    }
    self.names = hasHeader ? names : names.indices.map { "x\($0 + 1)" }
    (length, nextLine) = hasHeader ? (scanner.position, scanner.line) : (0, start.line)
  }

  private static func trimmed(_ text: String) -> String {
    let isSpace: (UInt8) -> Bool = { $0 == 32 || $0 == 9 }
    let rest = text.utf8.drop(while: isSpace)
    return String(Substring(rest.prefix(rest.count - rest.reversed().prefix(while: isSpace).count)))
  }
}

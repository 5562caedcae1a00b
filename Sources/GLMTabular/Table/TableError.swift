/// A table that cannot be read or made: what is wrong, where, and what to do.
///
/// Lines count from 1, the header being line 1; `source` is the path or name of the data.
public enum TableError: Error, Sendable, Equatable {
  /// There is nothing at the path.
  case fileNotFound(path: String)
  /// The path is a folder.
  case isDirectory(path: String)
  /// The file cannot be read; `reason` is the system's.
  case notReadable(path: String, reason: String)
  /// A byte sequence that is not UTF-8, `offset` bytes from the beginning.
  case notUTF8(source: String, offset: Int, line: Int)
  /// Not even a header, or without one not even a row.
  case empty(source: String, hasHeader: Bool = true)
  /// A line with another number of cells than the header, or without one the first line.
  case raggedLine(
    source: String, line: Int, found: Int, expected: Int, delimiter: Delimiter = .comma,
    hasHeader: Bool = true)
  /// A quote that opens on `line` and never closes.
  case unterminatedQuote(source: String, line: Int, column: String)
  /// Something other than the delimiter or the end of the line after a closing quote.
  case textAfterQuote(source: String, line: Int, column: String)
  /// Two columns of one name, at positions counting from 1.
  case duplicateName(source: String, name: String, first: Int, second: Int)
  /// A column without a name, at a position counting from 1.
  case emptyName(source: String, position: Int)
  /// The first line is one cell, which holds another delimiter.
  case otherSeparator(
    source: String, header: String, delimiter: Delimiter = .comma, other: Delimiter = .semicolon)
  /// A NumPy file that is damaged or of another kind: what was found `offset` bytes from the beginning, and what is
  /// needed.
  case numPy(source: String, offset: Int, found: String, needed: String)
  /// A column that is not there.
  case noSuchColumn(name: String, suggestion: String?)
  /// Columns made in memory that differ in length.
  case columnLength(name: String, found: Int, expected: Int)
  /// A level given twice (4 and 4.0 are one level of a column of numbers).
  case duplicateLevel(column: String, level: String)
  /// A cell that is none of the levels given for its column.
  case cellNotALevel(place: RowPlace, column: String, cell: String, levels: [String])
}

extension TableError: CustomStringConvertible {
  /// One line: what, where and what to do.
  public var description: String { oneLine(message) }

  private var message: String {
    switch self {
    case .fileNotFound(let path):
      "\(path): no such file; check the path"
    case .isDirectory(let path):
      "\(path): is a directory; name a CSV file in it"
    case .notReadable(let path, let reason):
      "\(path): cannot be read (\(reason)); check its permissions"
    case .notUTF8(let source, let offset, let line):
      "\(source): line \(line): byte \(offset + 1) of the file is not UTF-8; convert the file to UTF-8"
    case .empty(let source, let hasHeader):
      "\(source): the file is empty; "
        + (hasHeader ? "the first line must name the columns" : "give it a row")
    case .raggedLine(let source, let line, let found, let expected, let delimiter, let hasHeader):
      "\(source): line \(line) has \(counted(found, "cell")), the \(hasHeader ? "header" : "first line") has \(expected); "
        + "quote cells that hold a \(delimiter) or a line break"
    case .unterminatedQuote(let source, let line, let column):
      "\(source): line \(line), column \(column): the quote that opens here never closes; "
        + "close it, or double a quote that belongs to the text"
    case .textAfterQuote(let source, let line, let column):
      "\(source): line \(line), column \(column): text after a closing quote; double a quote inside quotes"
    case .duplicateName(let source, let name, let first, let second):
      "\(source): line 1: columns \(first) and \(second) are both called \(quoted(name)); rename one"
    case .emptyName(let source, let position):
      "\(source): line 1: column \(position) has no name; name every column in the header"
    case .otherSeparator(let source, let header, let delimiter, let other):
      "\(source): line 1: the only cell is \(quoted(header)); columns are separated by a \(delimiter), "
        + "unless another delimiter such as a \(other) is asked for"
    case .numPy(let source, let offset, let found, let needed):
      "\(source): byte \(offset + 1): \(found); \(needed)"
    case .noSuchColumn(let name, let suggestion):
      "there is no column \(quoted(name))"
        + (suggestion.map { "; did you mean \(quoted($0))?" } ?? "; the header names the columns")
    case .columnLength(let name, let found, let expected):
      "column \(quoted(name)) has \(counted(found, "row")), the first column has \(expected); "
        + "give every column the same length"
    case .duplicateLevel(let column, let level):
      "column \(quoted(column)): the level \(quoted(level)) is given twice; give each level once"
    case .cellNotALevel(let place, let column, let cell, let levels):
      "\(place), column \(column): \(quoted(cell)) is none of the levels \(listed(levels)); "
        + "add it to the levels or correct the cell"
    }
  }
}

/// `1 row`, `2 rows`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// The text with its line breaks and tabs spelled out.
func oneLine(_ text: String) -> String {
  guard text.contains(where: { $0.isNewline || $0 == "\t" }) else { return text }
  var shown = ""
  for character in text {
    if character == "\t" {
      shown += "\\t"
    } else if character.isNewline {
      shown += character == "\r" ? "\\r" : "\\n"
    } else {
      shown.append(character)
    }
  }
  return shown
}

/// The text in double quotes, cut after 60 characters.
func quoted(_ text: String) -> String { "\"" + text.prefix(60) + (text.count > 60 ? "…" : "") + "\"" }

/// The first few of some names, separated by commas.
func listed(_ names: [String]) -> String {
  let shown = names.prefix(8).map { $0.isEmpty ? "\"\"" : String(quoted($0).dropFirst().dropLast()) }
  return shown.joined(separator: ", ") + (names.count > 8 ? ", … (\(names.count) in all)" : "")
}

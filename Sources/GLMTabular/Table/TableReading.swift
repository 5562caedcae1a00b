import Foundation

extension Table {
  /// The table in the CSV file at `path`; `-` is standard input.
  ///
  /// The first line names the columns. A cell that is empty or NA, without quotes, is missing, and so is NaN
  /// among numbers. A column is numbers
  /// when each of its cells is, and otherwise text throughout, its cells as written. Quotes, line ends and a
  /// byte-order mark are as in RFC 4180 and its relatives. Throws a ``TableError`` with line and column.
  public init(contentsOf path: String) throws(TableError) {
    let data = path == "-" ? try Table.standardInput() : try Table.contents(ofFile: path)
    let name = path == "-" ? "standard input" : path
    try self.init(scanning: data, name: name)
  }

  /// The table in the bytes of a CSV file, read as ``init(contentsOf:)`` does.
  public init(csv bytes: [UInt8], name: String = "data") throws(TableError) {
    try self.init(scanning: bytes, name: name)
  }

  /// The table in the text of a CSV file, read as ``init(contentsOf:)`` does.
  public init(csv text: String, name: String = "data") throws(TableError) {
    try self.init(scanning: Array(text.utf8), name: name)
  }

  private static func contents(ofFile path: String) throws(TableError) -> [UInt8] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .fileNotFound(path: path)
    }
    if isDirectory.boolValue { throw .isDirectory(path: path) }
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw .notReadable(path: path, reason: "permission denied")
    }
    defer { try? file.close() }
    return try bytes(of: file, path: path)
  }

  private static func standardInput() throws(TableError) -> [UInt8] {
    try bytes(of: .standardInput, path: "standard input")
  }

  private static func bytes(of file: FileHandle, path: String) throws(TableError) -> [UInt8] {
    do {
      return try file.readToEnd().map { Array($0) } ?? []
    } catch {
      throw .notReadable(path: path, reason: error.localizedDescription)
    }
  }
}

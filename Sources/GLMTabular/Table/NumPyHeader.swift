/// The header of an array that NumPy saved (`.npy`, format versions 1 to 3): the magic bytes, the version, the length
/// of a Python dictionary in text, and the dictionary with `descr`, `fortran_order` and `shape`.
///
/// Arrays of doubles, `<f8`, with one or two dimensions are tables; everything else is an error that says so.
struct NumPyHeader {
  let rows: Int
  let columns: Int
  /// Whether column stands behind column rather than row behind row.
  let isColumnMajor: Bool
  /// The first byte of the numbers.
  let end: Int

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Whether the bytes are of a NumPy file; no text begins so.
  static func isMagic(_ source: ByteSource) throws(TableError) -> Bool {
    try source.prefix(magic.count) == magic
  }

  init(_ source: ByteSource) throws(TableError) {
    func refused(_ offset: Int, _ found: String, _ needed: String) -> TableError {
      .numPy(source: source.name, offset: offset, found: found, needed: needed)
    }
    // The longest header of version 1; later versions have longer ones where a type has very many parts.
    let bytes = try source.prefix(1 << 17)
    let start = NumPyHeader.magic.count
    guard bytes.count > start, 1...3 ~= bytes[start] else {
      let found = bytes.count > start ? "version \(bytes[start]) of the NumPy format" : "the file ends here"
      throw refused(start, found, "versions 1 to 3 are read")
    }
    let lengthBytes = bytes[start] == 1 ? 2 : 4
    let text = start + 2 + lengthBytes
    guard bytes.count >= text else { throw refused(bytes.count, "the file ends here", "save it again") }
    var length = 0
    for i in (start + 2..<text).reversed() { length = length << 8 | Int(bytes[i]) }
    guard length <= bytes.count - text else {
      throw refused(
        bytes.count, "the header of \(length) bytes does not end here",
        "save it again, as an array of doubles")
    }
    end = text + length
    var dictionary = PythonDictionary(bytes, text..<end)
    do throws(PythonDictionary.Problem) { try dictionary.read() } catch {
      throw refused(
        error.offset, "the header is damaged (\(error.expected) is missing here)", "save it again")
    }
    guard case .text("<f8", _)? = dictionary.values["descr"] else {
      let value = dictionary.values["descr"]
      throw refused(
        value?.offset ?? text, "the array is of \(value?.shown ?? "no type")",
        "save it as doubles, '<f8', as in numpy.save(path, array.astype('<f8'))")
    }
    guard case .truth(let order, _)? = dictionary.values["fortran_order"] else {
      throw refused(text, "the header has no fortran_order of True or False", "save it again")
    }
    isColumnMajor = order
    guard case .tuple(let shape, let offset)? = dictionary.values["shape"] else {
      throw refused(text, "the header has no shape of whole numbers", "save it again")
    }
    let shown = "an array of shape (\(shape.map(String.init).joined(separator: ", ")))"
    guard 1...2 ~= shape.count else {
      throw refused(offset, shown, "one dimension, rows, or two, rows and columns, are read")
    }
    (rows, columns) = (shape[0], shape.count == 2 ? shape[1] : 1)
    guard rows > 0, columns > 0 else { throw refused(offset, shown, "it needs a row and a column") }
    let (cells, isOver) = rows.multipliedReportingOverflow(by: columns)
    let (size, isTooLarge) = cells.multipliedReportingOverflow(by: 8)
    guard !isOver, !isTooLarge, size == source.count - end else {
      throw refused(
        end, "\(shown) has another size than the \(source.count - end) bytes behind the header",
        "save one array, whole")
    }
  }
}

/// A Python dictionary in text, of strings, truth values, tuples of whole numbers, and lists that are only skipped.
private struct PythonDictionary {
  enum Value {
    case text(String, offset: Int)
    case truth(Bool, offset: Int)
    case tuple([Int], offset: Int)
    /// A list, as NumPy describes rows of several types.
    case list(offset: Int)

    var offset: Int {
      switch self {
      case .text(_, let offset), .truth(_, let offset), .tuple(_, let offset), .list(let offset): offset
      }
    }

    var shown: String {
      switch self {
      case .text(let text, _): "'\(text)'"
      case .truth(let truth, _): truth ? "True" : "False"
      case .tuple: "a tuple"
      case .list: "several types"
      }
    }
  }

  struct Problem: Error {
    let offset: Int
    let expected: String
  }

  private let bytes: [UInt8]
  private let end: Int
  private var at: Int
  private(set) var values = [String: Value]()

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    at = range.lowerBound
    end = range.upperBound
  }

  mutating func read() throws(Problem) {
    try take("{")
    while !has("}") {
      let name = try text()
      try take(":")
      values[name] = try value()
      if !has("}") { try take(",") }
    }
    try take("}")
    skipSpaces()
    if at < end { throw Problem(offset: at, expected: "the end of the header") }
  }

  private mutating func skipSpaces() {
    while at < end, [32, 9, 10, 13].contains(bytes[at]) { at += 1 }
  }

  /// Whether `character` comes next.
  private mutating func has(_ character: Unicode.Scalar) -> Bool {
    skipSpaces()
    return at < end && bytes[at] == UInt8(ascii: character)
  }

  private mutating func take(_ character: Unicode.Scalar) throws(Problem) {
    guard has(character) else { throw Problem(offset: at, expected: "\"\(character)\"") }
    at += 1
  }

  private mutating func takes(_ word: String) -> Bool {
    let bytes = Array(word.utf8)
    guard at + bytes.count <= end, bytes.indices.allSatisfy({ self.bytes[at + $0] == bytes[$0] }) else {
      return false
    }
    at += bytes.count
    return true
  }

  private mutating func value() throws(Problem) -> Value {
    skipSpaces()
    let offset = at
    if has("'") || has("\"") { return .text(try text(), offset: offset) }
    if has("(") { return .tuple(try numbers(), offset: offset) }
    if has("[") {
      try skipList()
      return .list(offset: offset)
    }
    if takes("True") { return .truth(true, offset: offset) }
    if takes("False") { return .truth(false, offset: offset) }
    throw Problem(offset: at, expected: "a value")
  }

  private mutating func text() throws(Problem) -> String {
    skipSpaces()
    guard at < end, [UInt8(ascii: "'"), UInt8(ascii: "\"")].contains(bytes[at]) else {
      throw Problem(offset: at, expected: "a string")
    }
    let quote = bytes[at]
    let start = at + 1
    guard let close = (start..<end).first(where: { bytes[$0] == quote }) else {
      throw Problem(offset: end, expected: "the end of a string")
    }
    at = close + 1
    return String(decoding: bytes[start..<close], as: UTF8.self)
  }

  private mutating func numbers() throws(Problem) -> [Int] {
    try take("(")
    var numbers = [Int]()
    while !has(")") {
      let start = at
      var number = 0
      while at < end, case let digit = bytes[at] &- 48, digit < 10 {
        let (tens, isOver) = number.multipliedReportingOverflow(by: 10)
        let (sum, isTooLarge) = tens.addingReportingOverflow(Int(digit))
        if isOver || isTooLarge { throw Problem(offset: start, expected: "a size that a file can have") }
        number = sum
        at += 1
      }
      guard at > start else { throw Problem(offset: at, expected: "a whole number") }
      // Python 2 marks long numbers.
      _ = takes("L")
      numbers.append(number)
      if !has(")") { try take(",") }
    }
    try take(")")
    return numbers
  }

  private mutating func skipList() throws(Problem) {
    var depth = 0
    repeat {
      if has("[") { depth += 1 } else if has("]") { depth -= 1 }
      guard at < end else { throw Problem(offset: end, expected: "the end of a list") }
      at += 1
    } while depth > 0
  }
}

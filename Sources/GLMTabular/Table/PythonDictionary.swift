/// A Python dictionary in text, of strings, truth values, tuples of whole numbers, and lists that are only skipped.
struct PythonDictionary {
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

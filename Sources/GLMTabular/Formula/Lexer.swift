/// Cuts a formula into words, from left to right, on demand.
struct Lexer {
  private let characters: [Character]
  let formula: String
  private var position = 0

  /// Words that R keeps for itself; a column of such a name goes in backquotes.
  static let reserved: Set<String> = [
    "if", "else", "repeat", "while", "function", "for", "next", "break", "in", "NULL", "NaN", "NA",
    "NA_integer_", "NA_real_", "NA_complex_", "NA_character_", "...",
  ]

  /// Reserved words that are values.
  static let words: [String: Token] = [
    "TRUE": .truth(true), "FALSE": .truth(false), "Inf": .number(.infinity, isInteger: false, text: "Inf"),
  ]

  private static let symbols = [
    "%in%", "%%", "%/%", "==", "!=", "<=", ">=", "&&", "||", "<-", "->", "|>", "::", "**", "+", "-", "*", "/",
    "^", ":", "(", ")", ",", "~", "<", ">", "=", "!", "&", "|",
  ]

  init(_ formula: String) {
    self.formula = formula
    characters = Array(formula)
  }

  func place(_ offset: Int) -> FormulaPlace { FormulaPlace(formula: formula, offset: offset) }

  /// The next word and where it begins.
  mutating func next() throws(FormulaError) -> (token: Token, at: Int) {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
    let start = position
    guard start < characters.count else { return (.end, start) }
    let first = characters[start]
    let second = start + 1 < characters.count ? characters[start + 1] : nil
    if Lexer.isDigit(first) || (first == "." && second.map(Lexer.isDigit) == true) {
      return (try number(), start)
    }
    if Lexer.startsName(first, followedBy: second) {
      while position < characters.count, Lexer.continuesName(characters[position]) { position += 1 }
      let name = String(characters[start..<position])
      if let value = Lexer.words[name] { return (value, start) }
      if Lexer.reserved.contains(name) {
        throw .misplaced(
          "'\(name)' is a reserved word,", remedy: "write `\(name)` in backquotes for a column of that name",
          at: place(start))
      }
      return (.name(name), start)
    }
    if first == "`" {
      let name = try enclosed(by: "`", called: "backquote")
      guard !name.isEmpty else {
        throw .unexpected("empty name", wanted: "a column's name", at: place(start))
      }
      return (.name(name), start)
    }
    if first == "\"" || first == "'" { return (.text(try enclosed(by: first, called: "quote")), start) }
    for symbol in Lexer.symbols where starts(with: symbol) {
      position += symbol.count
      return (.symbol(symbol == "**" ? "^" : symbol), start)
    }
    throw .unexpected(
      "character '\(first.isNewline ? " " : String(first))'", wanted: "a column, a function or an operator",
      at: place(start))
  }

  private func starts(with symbol: String) -> Bool {
    var at = position
    for character in symbol {
      guard at < characters.count, characters[at] == character else { return false }
      at += 1
    }
    return true
  }

  private mutating func number() throws(FormulaError) -> Token {
    let start = position
    func digit(_ at: Int) -> Bool { at < characters.count && Lexer.isDigit(characters[at]) }
    while digit(position) { position += 1 }
    if position < characters.count, characters[position] == "." {
      position += 1
      while digit(position) { position += 1 }
    }
    if position < characters.count, characters[position] == "e" || characters[position] == "E" {
      var at = position + 1
      if at < characters.count, characters[at] == "+" || characters[at] == "-" { at += 1 }
      if digit(at) {
        while digit(at) { at += 1 }
        position = at
      }
    }
    let text = String(characters[start..<position])
    guard let value = DecimalNumber.parse(text), value.isFinite else {
      throw .badNumber(text.count > 40 ? text.prefix(40) + "…" : text, at: place(start))
    }
    // A whole number with an L, as in 2L.
    if position < characters.count, characters[position] == "L", value == value.rounded(), value < 0x1p31 {
      position += 1
      return .number(value, isInteger: true, text: text + "L")
    }
    return .number(value, isInteger: false, text: text)
  }

  /// What a letter after a backslash stands for, apart from itself.
  static let escapes: [Character: Unicode.Scalar] = [
    "n": "\n", "t": "\t", "r": "\r", "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "v": "\u{B}",
  ]

  /// What stands between two marks, backslashes read as R does.
  private mutating func enclosed(by mark: Character, called name: String) throws(FormulaError) -> String {
    let start = position
    var text = ""
    position += 1
    while position < characters.count, characters[position] != mark {
      if characters[position] == "\\", position + 1 < characters.count {
        position += 1
        text.unicodeScalars.append(contentsOf: try escaped())
      } else {
        text.append(characters[position])
        position += 1
      }
    }
    guard position < characters.count else { throw .unterminated(name, at: place(start)) }
    position += 1
    return text
  }

  /// What the characters after a backslash stand for; `position` is the first of them.
  private mutating func escaped() throws(FormulaError) -> String.UnicodeScalarView {
    let at = position - 1
    let letter = characters[position]
    position += 1
    if let scalar = Lexer.escapes[letter] { return String(Character(scalar)).unicodeScalars }
    let digits = ["x": 2, "u": 4, "U": 8][letter] ?? 0
    if digits > 0 {
      let isBraced = letter != "x" && position < characters.count && characters[position] == "{"
      if isBraced { position += 1 }
      var value: UInt32 = 0
      var count = 0
      while count < digits, position < characters.count, let digit = characters[position].hexDigitValue,
        characters[position].isASCII
      {
        value = value << 4 | UInt32(digit)
        count += 1
        position += 1
      }
      var isClosed = true
      if isBraced {
        isClosed = position < characters.count && characters[position] == "}"
        if isClosed { position += 1 }
      }
      if count > 0, isClosed, let scalar = Unicode.Scalar(value) {
        return String(Character(scalar)).unicodeScalars
      }
    } else if "\\\"'` \n".contains(letter) {
      return String(letter).unicodeScalars
    }
    throw .misplaced(
      "the backslash starts nothing that is known,", remedy: "double it where it belongs to the text",
      at: place(at))
  }

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isWholeNumber
  }

  /// Whether a name can begin with the character: a letter, or a point that no digit follows.
  static func startsName(_ character: Character, followedBy next: Character?) -> Bool {
    character.isLetter || (character == "." && next.map(isDigit) != true)
  }

  /// Whether a name can go on with the character.
  static func continuesName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "." || character == "_"
  }
}

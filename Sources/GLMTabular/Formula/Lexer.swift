/// A word of a formula.
enum Token: Equatable {
  case number(Double, text: String)
  case name(String)
  case text(String)
  case symbol(String)
  case end

  /// What a message calls it.
  var description: String {
    switch self {
    case .number(_, let text): "'\(text)'"
    case .name(let name): "'\(Expression.nameText(name))'"
    case .text(let text): quoted(text)
    case .symbol(let symbol): "'\(symbol)'"
    case .end: "the end"
    }
  }
}

/// Cuts a formula into words, from left to right, on demand.
struct Lexer {
  private let characters: [Character]
  let formula: String
  private var position = 0

  /// Words that R keeps for itself; a column of such a name goes in backquotes.
  static let reserved: Set<String> = [
    "if", "else", "repeat", "while", "function", "for", "next", "break", "in", "TRUE", "FALSE", "NULL", "Inf",
    "NaN", "NA", "NA_integer_", "NA_real_", "NA_complex_", "NA_character_", "...",
  ]

  private static let symbols = [
    "%in%", "%%", "%/%", "==", "!=", "<=", ">=", "&&", "||", "<-", "->", "|>", "+", "-", "*", "/", "^", ":",
    "(",
    ")", ",", "~", "<", ">", "=", "!", "&", "|",
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
      return (.symbol(symbol), start)
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
    return .number(value, text: text)
  }

  /// What stands between two marks; a backslash keeps the character after it.
  private mutating func enclosed(by mark: Character, called name: String) throws(FormulaError) -> String {
    let start = position
    var text = ""
    position += 1
    while position < characters.count, characters[position] != mark {
      if characters[position] == "\\", position + 1 < characters.count { position += 1 }
      text.append(characters[position])
      position += 1
    }
    guard position < characters.count else { throw .unterminated(name, at: place(start)) }
    position += 1
    return text
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

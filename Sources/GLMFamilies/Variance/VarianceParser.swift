/// Reads a variance expression: + − * / ^ and parentheses with the precedences of R, where `mu(1-mu)` is a product.
struct VarianceParser {
  private let text: String
  private let characters: [Character]
  /// The index of the next character that is not a space.
  private var next = 0
  private var depth = 0

  /// The expression that `text` says.
  static func parse(_ text: String) throws(VarianceError) -> VarianceExpression {
    guard text.count <= VarianceError.limit else { throw .tooLong(text) }
    var parser = VarianceParser(text)
    parser.skipSpaces()
    if parser.next == parser.characters.count { throw .empty }
    let expression = try parser.sum()
    if let character = parser.peek { throw parser.unexpected(character) }
    return expression
  }

  private init(_ text: String) {
    self.text = text
    characters = Array(text)
  }

  private var peek: Character? { next < characters.count ? characters[next] : nil }

  private func unexpected(_ character: Character) -> VarianceError {
    .unexpected(String(character), place: next + 1, in: text)
  }

  private mutating func skipSpaces() {
    while next < characters.count, characters[next] == " " || characters[next] == "\t" { next += 1 }
  }

  private mutating func take() {
    next += 1
    skipSpaces()
  }

  private mutating func sum() throws(VarianceError) -> VarianceExpression {
    var left = try product()
    while let sign = peek, sign == "+" || sign == "-" {
      take()
      let right = try product()
      left = sign == "+" ? .sum(left, right) : .difference(left, right)
    }
    return left
  }

  private mutating func product() throws(VarianceError) -> VarianceExpression {
    var left = try signed()
    while let sign = peek, sign == "*" || sign == "/" || sign == "(" {
      if sign == "(" {
        left = .product(left, try power())
        continue
      }
      take()
      let right = try signed()
      left = sign == "*" ? .product(left, right) : .quotient(left, right)
    }
    return left
  }

  /// A sign binds less than a power: −mu^2 is −(mu^2).
  private mutating func signed() throws(VarianceError) -> VarianceExpression {
    guard let sign = peek, sign == "-" || sign == "+" else { return try power() }
    take()
    try enter()
    defer { depth -= 1 }
    let operand = try signed()
    return sign == "-" ? .negated(operand) : operand
  }

  private mutating func power() throws(VarianceError) -> VarianceExpression {
    let base = try atom()
    guard peek == "^" else { return base }
    take()
    try enter()
    defer { depth -= 1 }
    return .power(base, try signed())
  }

  private mutating func atom() throws(VarianceError) -> VarianceExpression {
    guard let character = peek else { throw .ended(text) }
    if character == "(" { return try parenthesis() }
    if character.isLetter { return try named() }
    if character.isASCII, character.isNumber || character == "." { return try number() }
    throw unexpected(character)
  }

  private mutating func parenthesis() throws(VarianceError) -> VarianceExpression {
    take()
    try enter()
    defer { depth -= 1 }
    let inside = try sum()
    guard let character = peek else { throw .ended(text) }
    guard character == ")" else { throw unexpected(character) }
    take()
    return inside
  }

  private mutating func named() throws(VarianceError) -> VarianceExpression {
    let start = next
    while next < characters.count,
      characters[next].isLetter || characters[next].isNumber || characters[next] == "_"
    {
      next += 1
    }
    let name = String(characters[start..<next])
    skipSpaces()
    if name == "mu" { return .mean }
    guard let function = VarianceExpression.Function(rawValue: name) else {
      throw .unknownName(name, place: start + 1, in: text)
    }
    guard let character = peek else { throw .ended(text) }
    guard character == "(" else { throw unexpected(character) }
    return .function(function, try parenthesis())
  }

  private mutating func number() throws(VarianceError) -> VarianceExpression {
    let start = next
    func isDigit(_ i: Int) -> Bool { i < characters.count && characters[i].isASCII && characters[i].isNumber }
    while isDigit(next) || peek == "." { next += 1 }
    if let e = peek, e == "e" || e == "E" {
      let sign = next + 1 < characters.count && "+-".contains(characters[next + 1]) ? 2 : 1
      if isDigit(next + sign) {
        next += sign
        while isDigit(next) { next += 1 }
      }
    }
    let digits = String(characters[start..<next])
    guard let value = Double(digits), value.isFinite else {
      throw .badNumber(digits, place: start + 1, in: text)
    }
    skipSpaces()
    return .number(value)
  }

  /// Signs, powers and parentheses may be so many deep.
  private mutating func enter() throws(VarianceError) {
    depth += 1
    if depth > 50 { throw .tooLong(text) }
  }
}

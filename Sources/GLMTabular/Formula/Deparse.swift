extension Expression {
  /// The text that R's `deparse` gives: spaces around `+`, `-` and `*` and after commas, none around `/`, `^` and `:`,
  /// numbers to 15 digits, names that are not words in backquotes.
  var deparsed: String { text(number: NumberText.literal) }

  /// Text that reads back as the same expression, to the bit.
  var source: String { text(number: NumberText.plain) }

  private func text(number: (Double) -> String) -> String {
    switch self {
    case .number(let value, _): return number(value)
    case .name(let name, _): return Expression.nameText(name)
    case .dot: return "."
    case .call(let function, let arguments, _):
      return function + "(" + arguments.map { $0.text(number: number) }.joined(separator: ", ") + ")"
    case .parenthesized(let inner, _): return "(" + inner.text(number: number) + ")"
    case .unary(let sign, let operand, _): return sign.rawValue + operand.text(number: number)
    case .sum(let items, _):
      var text = ""
      for (i, item) in items.enumerated() {
        if i > 0 { text += " \(item.sign.rawValue) " }
        text += item.operand.text(number: number)
      }
      return text
    case .binary(let operation, let left, let right, _):
      let space = operation == .times ? " " : ""
      return left.text(number: number) + space + operation.rawValue + space + right.text(number: number)
    }
  }

  /// A name as a formula writes it: in backquotes unless it is a word.
  static func nameText(_ name: String) -> String {
    if isWord(name) { return name }
    var text = "`"
    for character in name {
      if character == "`" || character == "\\" { text.append("\\") }
      text.append(character)
    }
    return text + "`"
  }

  private static func isWord(_ name: String) -> Bool {
    let letters = Array(name)
    guard let first = letters.first, Lexer.startsName(first, followedBy: letters.dropFirst().first) else {
      return false
    }
    return letters.allSatisfy(Lexer.continuesName) && name != "." && !Lexer.reserved.contains(name)
  }
}

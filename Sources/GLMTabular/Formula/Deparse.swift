extension Expression {
  /// The text that R gives a variable: spaces around most operators and after commas, none around `/`, `^`, `:`, `%%`
  /// and `%/%`, numbers to 15 digits and without an L, names that are not words in backquotes.
  var deparsed: String {
    text { value, isInteger in isInteger ? NumberText.plain(value) : NumberText.literal(value) }
  }

  /// Text that reads back as the same expression, to the bit.
  var source: String { text { value, isInteger in NumberText.plain(value) + (isInteger ? "L" : "") } }

  private func text(number: (_ value: Double, _ isInteger: Bool) -> String) -> String {
    switch self {
    case .number(let value, let isInteger, _): return value == .infinity ? "Inf" : number(value, isInteger)
    case .truth(let value, _): return value ? "TRUE" : "FALSE"
    case .text(let text, _): return Expression.quotedText(text)
    case .name(let name, _): return Expression.nameText(name)
    case .dot: return "."
    case .call(let function, let arguments, _):
      let parts = arguments.map { argument in
        (argument.name.map { Expression.nameText($0) + " = " } ?? "") + argument.value.text(number: number)
      }
      return function + "(" + parts.joined(separator: ", ") + ")"
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
      let space = operation.isTight ? "" : " "
      return left.text(number: number) + space + operation.rawValue + space + right.text(number: number)
    }
  }

  /// A name as a formula writes it: in backquotes unless it is a word.
  static func nameText(_ name: String) -> String {
    isWord(name) ? name : "`" + escaped(name, mark: "`") + "`"
  }

  /// A text as a formula writes it, in double quotes.
  static func quotedText(_ text: String) -> String { "\"" + escaped(text, mark: "\"") + "\"" }

  private static func escaped(_ text: String, mark: Unicode.Scalar) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar == mark || scalar == "\\" {
        result += "\\"
        result.unicodeScalars.append(scalar)
      } else if let letter = Lexer.escapes.first(where: { $0.value == scalar })?.key {
        result += "\\\(letter)"
      } else if scalar.value < 32 || scalar.value == 127 || (!scalar.isASCII && clings(scalar)) {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether the scalar would make one character with a mark before or after it, as an accent does.
  private static func clings(_ scalar: Unicode.Scalar) -> Bool {
    ("`" + String(scalar)).count == 1 || (String(scalar) + "`").count == 1
  }

  private static func isWord(_ name: String) -> Bool {
    let letters = Array(name)
    guard let first = letters.first, Lexer.startsName(first, followedBy: letters.dropFirst().first) else {
      return false
    }
    return letters.allSatisfy(Lexer.continuesName) && name != "." && !Lexer.reserved.contains(name)
      && !Lexer.words.keys.contains(name)
  }
}

extension Expression.Operator {
  /// Whether R writes no spaces around it.
  fileprivate var isTight: Bool {
    switch self {
    case .over, .remainder, .quotient, .interaction, .power: true
    default: false
    }
  }
}

/// A part of a formula as text, with how tightly its outermost operator binds, so that parentheses stand only where
/// they are needed.
struct TermText: Sendable, Equatable {
  /// From the loosest to the tightest, as R has them.
  enum Binding: Int, Comparable, Sendable {
    case comparison, sum, product, interaction, sign, power, whole

    static func < (a: Binding, b: Binding) -> Bool { a.rawValue < b.rawValue }
  }

  let text: String
  let binding: Binding

  /// What stands for a column that has no name, in messages.
  static let unnamed = TermText(text: "?", binding: .whole)

  init(text: String, binding: Binding) {
    self.text = text
    self.binding = binding
  }

  /// A column.
  init(column name: String) { self.init(text: TermText.quotedName(name), binding: .whole) }

  /// A number in shortest round-trip form.
  init(_ value: Double) {
    let text = value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Inf" : "Inf") : NumberText.plain(value)
    self.init(text: text, binding: text.hasPrefix("-") ? .sign : .whole)
  }

  /// Two operands of an operator that groups from the left, or of a comparison, which does not group.
  init(_ left: TermText, _ symbol: String, _ right: TermText, binding: Binding) {
    let isLoose = left.binding < binding || (binding == .comparison && left.binding == .comparison)
    self.init(
      text: left.inside(isLoose) + symbol + right.inside(right.binding <= binding), binding: binding)
  }

  /// The operand with a minus sign.
  init(minus operand: TermText) {
    self.init(text: "-" + operand.inside(operand.binding <= .sign), binding: .sign)
  }

  /// One raised to the other.
  init(_ base: TermText, power exponent: TermText) {
    self.init(
      text: base.inside(base.binding <= .power) + "^" + exponent.inside(exponent.binding < .sign),
      binding: .power)
  }

  /// A function of arguments.
  init(call function: String, _ arguments: [String]) {
    self.init(text: function + "(" + arguments.joined(separator: ", ") + ")", binding: .whole)
  }

  private func inside(_ needsParentheses: Bool) -> String { needsParentheses ? "(" + text + ")" : text }

  /// `c(1, 2)`.
  static func vector(_ values: [Double]) -> String {
    "c(" + values.map { TermText($0).text }.joined(separator: ", ") + ")"
  }

  /// `c("a", "b")`.
  static func vector(_ values: [String]) -> String {
    "c(" + values.map(literal).joined(separator: ", ") + ")"
  }

  /// A text in quotes.
  static func literal(_ text: String) -> String { "\"" + escaped(text, "\"") + "\"" }

  /// A name as a formula has it: in backquotes unless it is a word of ASCII letters that is not reserved.
  static func quotedName(_ name: String) -> String {
    let letters = name.unicodeScalars
    let isWord =
      letters.allSatisfy { isLetter($0) || ("0"..."9").contains($0) || $0 == "." || $0 == "_" }
      && letters.first.map(isLetter) == true && !reserved.contains(name)
    return isWord ? name : "`" + escaped(name, "`") + "`"
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static let reserved: Set<String> = [
    "if", "else", "repeat", "while", "function", "for", "next", "break", "in", "TRUE", "FALSE", "NULL", "Inf",
    "NaN", "NA", "NA_integer_", "NA_real_", "NA_complex_", "NA_character_",
  ]

  private static func escaped(_ text: String, _ mark: Character) -> String {
    var result = ""
    for character in text {
      if character == mark || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return result
  }
}

/// A model in R's formula language, read and checked but not yet met with data: `response ~ terms`.
///
/// Among the terms, `+` adds, `-` takes away, `:` interacts, `a*b` is `a + b + a:b`, `a %in% b` and `a/b` nest,
/// `(a + b)^2` makes all products of two, `0` and `- 1` remove the intercept, `.` is all other columns, `offset(x)`
/// enters with coefficient 1. `I( )` holds arithmetic; comparisons and functions of columns stand for themselves, in R's
/// spelling: `log(x)`, `x > 3`, `factor(x)`, `poly(x, 2)`, `ns(x, df = 4)`. The response is an arithmetic expression, a
/// factor, a comparison, or `cbind(successes, failures)`. Names that are not words go in backquotes.
public struct Formula: Sendable, Equatable, CustomStringConvertible {
  /// The formula as written.
  public let text: String
  let response: Expression
  let terms: Expression

  /// Reads `text`; throws a ``FormulaError`` with the character where it goes wrong.
  public init(_ text: String) throws(FormulaError) {
    self.text = text
    (response, terms) = try Parser.formula(text)
  }

  /// The response, as R deparses it.
  public var responseName: String { response.deparsed }

  public var description: String { text }

  public static func == (a: Formula, b: Formula) -> Bool { a.text == b.text }

  func place(_ offset: Int) -> FormulaPlace { FormulaPlace(formula: text, offset: offset) }
}

extension Formula: Codable {
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// A formula, or a part of it, as read: operators and their operands, with the character each begins at.
///
/// What an operator means depends on where it stands: among terms `a + b` is two terms, inside `I( )` a sum.
indirect enum Expression: Sendable, Equatable {
  /// A number as written: `2`, or the whole number `2L`.
  case number(Double, isInteger: Bool, at: Int)
  /// `TRUE` or `FALSE`.
  case truth(Bool, at: Int)
  /// A text in quotes.
  case text(String, at: Int)
  case name(String, at: Int)
  /// `.`, all other columns.
  case dot(at: Int)
  /// A function, perhaps with its package as in `splines::bs`, and what it is applied to.
  case call(String, [Argument], at: Int)
  case parenthesized(Expression, at: Int)
  case unary(Prefix, Expression, at: Int)
  /// Two or more operands with their signs, the first one's always plus; flat, because such sums grow long.
  case sum([Signed], at: Int)
  case binary(Operator, Expression, Expression, at: Int)

  /// What stands before an operand.
  enum Prefix: String, Sendable {
    case plus = "+"
    case minus = "-"
    case not = "!"
  }

  /// The signs that join the operands of a sum.
  enum Sign: String, Sendable {
    case plus = "+"
    case minus = "-"
  }

  struct Signed: Sendable, Equatable {
    var sign: Sign
    var operand: Expression
    /// Where the sign stands.
    var at: Int
  }

  /// An argument of a call, perhaps with a name as in `df = 5`.
  struct Argument: Sendable, Equatable {
    var name: String?
    var value: Expression
    /// Where the name stands, or the value when there is none.
    var at: Int
  }

  /// The operators that join two operands, apart from + and −.
  enum Operator: String, Sendable, CaseIterable {
    case or = "|"
    case and = "&"
    case equal = "=="
    case unequal = "!="
    case atMost = "<="
    case atLeast = ">="
    case less = "<"
    case greater = ">"
    case times = "*"
    case over = "/"
    case within = "%in%"
    case remainder = "%%"
    case quotient = "%/%"
    case interaction = ":"
    case power = "^"
  }

  /// The character it begins at, or the operator's.
  var offset: Int {
    switch self {
    case .number(_, _, let at), .truth(_, let at), .text(_, let at), .name(_, let at), .dot(let at),
      .call(_, _, let at), .parenthesized(_, let at), .unary(_, _, let at), .sum(_, let at),
      .binary(_, _, _, let at):
      at
    }
  }

  /// The names of columns in it, each with where it stands, in order.
  var names: [(name: String, at: Int)] {
    var result = [(name: String, at: Int)]()
    collectNames(into: &result)
    return result
  }

  private func collectNames(into result: inout [(name: String, at: Int)]) {
    switch self {
    case .number, .truth, .text, .dot: return
    case .name(let name, let at): result.append((name, at))
    case .call(let function, let arguments, _):
      for argument in CallSignature.columnArguments(of: function, arguments) {
        argument.value.collectNames(into: &result)
      }
    case .parenthesized(let inner, _), .unary(_, let inner, _): inner.collectNames(into: &result)
    case .sum(let items, _): for item in items { item.operand.collectNames(into: &result) }
    case .binary(_, let left, let right, _):
      left.collectNames(into: &result)
      right.collectNames(into: &result)
    }
  }

  /// The expression without the parentheses around it.
  var bare: Expression {
    var inner = self
    while case .parenthesized(let next, _) = inner { inner = next }
    return inner
  }

  /// The column itself, when it is nothing but a column.
  var plainColumn: String? {
    if case .name(let name, _) = self { name } else { nil }
  }
}

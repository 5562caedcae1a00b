/// A formula, or a part of it, as read: operators and their operands, with the character each begins at.
///
/// What an operator means depends on where it stands: among terms `a + b` is two terms, inside `I( )` a sum.
indirect enum Expression: Sendable, Equatable {
  case number(Double, at: Int)
  case name(String, at: Int)
  /// `.`, all other columns.
  case dot(at: Int)
  case call(String, [Expression], at: Int)
  case parenthesized(Expression, at: Int)
  case unary(Sign, Expression, at: Int)
  /// Two or more operands with their signs, the first one's always plus; flat, because such sums grow long.
  case sum([Signed], at: Int)
  case binary(Operator, Expression, Expression, at: Int)

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

  /// The operators that join two operands, apart from + and −.
  enum Operator: String, Sendable {
    case times = "*"
    case over = "/"
    case power = "^"
    case interaction = ":"
  }

  /// The character it begins at, or the operator's.
  var offset: Int {
    switch self {
    case .number(_, let at), .name(_, let at), .dot(let at), .call(_, _, let at), .parenthesized(_, let at),
      .unary(_, _, let at), .sum(_, let at), .binary(_, _, _, let at):
      at
    }
  }

  /// The names of columns in it, each with where it stands, in order.
  var names: [(name: String, at: Int)] {
    switch self {
    case .number, .dot: []
    case .name(let name, let at): [(name, at)]
    case .call(_, let arguments, _): arguments.flatMap(\.names)
    case .parenthesized(let inner, _), .unary(_, let inner, _): inner.names
    case .sum(let items, _): items.flatMap(\.operand.names)
    case .binary(_, let left, let right, _): left.names + right.names
    }
  }

  /// The column x of `factor(x)`, or nil.
  var factorColumn: String? {
    if case .call("factor", let arguments, _) = self, case .name(let name, _)? = arguments.first {
      name
    } else {
      nil
    }
  }

  /// The column itself, when it is nothing but a column.
  var plainColumn: String? {
    if case .name(let name, _) = self { name } else { nil }
  }
}

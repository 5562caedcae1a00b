/// Reads a formula by operator precedence, as R does: from the tightest, `^` (right to left), unary signs, `:`, `*` and
/// `/`, `+` and `−`, `~`.
struct Parser {
  /// The height of the tree beyond which a formula is refused, so that no input exhausts the stack.
  static let heightLimit = 200

  private var lexer: Lexer
  private var token: Token
  private var at: Int

  /// An expression and the height of its tree.
  private struct Tree {
    var expression: Expression
    var height: Int
  }

  private init(_ text: String) throws(FormulaError) {
    var lexer = Lexer(text)
    (token, at) = try lexer.next()
    self.lexer = lexer
  }

  /// Both sides of a formula.
  static func formula(_ text: String) throws(FormulaError) -> (response: Expression, terms: Expression) {
    var parser = try Parser(text)
    if parser.token == .symbol("~") {
      throw .misplaced("no response before the '~'", remedy: "write response ~ terms", at: parser.place)
    }
    let response = try parser.sum(depth: 0).expression
    guard parser.token == .symbol("~") else {
      if parser.token == .end { throw .incomplete(wanted: "'~' and the terms", at: parser.place) }
      throw parser.unexpected("an operator or '~'")
    }
    try parser.advance()
    let terms = try parser.sum(depth: 0).expression
    guard parser.token == .end else { throw parser.unexpected("an operator or the end") }
    return (response, terms)
  }

  /// One expression, as ``Expression/source`` writes it.
  static func expression(_ text: String) throws(FormulaError) -> Expression {
    var parser = try Parser(text)
    let tree = try parser.sum(depth: 0)
    guard parser.token == .end else { throw parser.unexpected("an operator or the end") }
    return tree.expression
  }

  private var place: FormulaPlace { lexer.place(at) }

  private mutating func advance() throws(FormulaError) { (token, at) = try lexer.next() }

  /// The error for the word at hand, of which `wanted` could stand in the place.
  private func unexpected(_ wanted: String) -> FormulaError {
    switch token {
    case .end: .incomplete(wanted: wanted, at: place)
    case .text: .notBuilt("a text in quotes", at: place)
    case .symbol("="): .notBuilt("an argument with a name ('=')", at: place)
    case .symbol(let symbol) where Parser.laterOperators.contains(symbol): .notBuilt("'\(symbol)'", at: place)
    default: .unexpected(token.description, wanted: wanted, at: place)
    }
  }

  private static let laterOperators: Set<String> = [
    "%in%", "%%", "%/%", "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "&", "|",
  ]

  private func checked(_ tree: Tree) throws(FormulaError) -> Tree {
    guard tree.height <= Parser.heightLimit else {
      throw .tooDeep(at: lexer.place(tree.expression.offset))
    }
    return tree
  }

  /// Terms joined by + and −.
  private mutating func sum(depth: Int) throws(FormulaError) -> Tree {
    guard depth < Parser.heightLimit else { throw .tooDeep(at: place) }
    let start = at
    let first = try product(depth: depth, tighterThan: 0)
    guard let sign = sumSign else { return first }
    var items = [Expression.Signed(sign: .plus, operand: first.expression, at: start)]
    var height = first.height
    var next: Expression.Sign? = sign
    while let sign = next {
      let signAt = at
      try advance()
      let operand = try product(depth: depth, tighterThan: 0)
      items.append(Expression.Signed(sign: sign, operand: operand.expression, at: signAt))
      height = max(height, operand.height)
      next = sumSign
    }
    return try checked(Tree(expression: .sum(items, at: start), height: height + 1))
  }

  private var sumSign: Expression.Sign? {
    if case .symbol(let symbol) = token { Expression.Sign(rawValue: symbol) } else { nil }
  }

  /// Factors joined by `*` and `/` (1), `:` (2); only operators tighter than `limit`.
  private mutating func product(depth: Int, tighterThan limit: Int) throws(FormulaError) -> Tree {
    var left = try signed(depth: depth)
    while case .symbol(let symbol) = token, let operation = Expression.Operator(rawValue: symbol) {
      let power = operation == .interaction ? 2 : 1
      guard operation != .power, power > limit else { break }
      let operatorAt = at
      try advance()
      let right = power == 1 ? try product(depth: depth, tighterThan: 1) : try signed(depth: depth)
      left = try checked(
        Tree(
          expression: .binary(operation, left.expression, right.expression, at: operatorAt),
          height: max(left.height, right.height) + 1))
    }
    return left
  }

  /// A power, perhaps with signs before it.
  private mutating func signed(depth: Int) throws(FormulaError) -> Tree {
    guard depth < Parser.heightLimit else { throw .tooDeep(at: place) }
    let start = at
    if let sign = sumSign {
      try advance()
      let operand = try signed(depth: depth + 1)
      return try checked(
        Tree(expression: .unary(sign, operand.expression, at: start), height: operand.height + 1))
    }
    let base = try primary(depth: depth)
    guard token == .symbol("^") else { return base }
    let operatorAt = at
    try advance()
    let exponent = try signed(depth: depth + 1)
    return try checked(
      Tree(
        expression: .binary(.power, base.expression, exponent.expression, at: operatorAt),
        height: max(base.height, exponent.height) + 1))
  }

  private mutating func primary(depth: Int) throws(FormulaError) -> Tree {
    let start = at
    switch token {
    case .number(let value, _):
      try advance()
      return Tree(expression: .number(value, at: start), height: 1)
    case .name(let name):
      try advance()
      if token == .symbol("(") { return try call(name, at: start, depth: depth) }
      return Tree(expression: name == "." ? .dot(at: start) : .name(name, at: start), height: 1)
    case .symbol("("):
      try advance()
      let inner = try sum(depth: depth + 1)
      try close()
      return try checked(
        Tree(expression: .parenthesized(inner.expression, at: start), height: inner.height + 1))
    default:
      throw unexpected("a column, a function or a number")
    }
  }

  private mutating func call(_ name: String, at start: Int, depth: Int) throws(FormulaError) -> Tree {
    let here = lexer.place(start)
    if FormulaFunction.later.contains(name) { throw .notBuilt("the function \(name)", at: here) }
    guard FormulaFunction.allNames.contains(name) else {
      let near = nearestName(to: name, in: FormulaFunction.allNames + FormulaFunction.later.sorted())
      throw .unknownFunction(name, suggestion: near, at: here)
    }
    try advance()
    var arguments = [Expression]()
    var height = 0
    while token != .symbol(")") {
      let argument = try sum(depth: depth + 1)
      arguments.append(argument.expression)
      height = max(height, argument.height)
      if token != .symbol(",") { break }
      try advance()
      if token == .symbol(")") { throw unexpected("an argument") }
    }
    try close()
    let takes = name == "cbind" ? 2 : 1
    guard arguments.count == takes else {
      throw .argumentCount(name, takes: takes, found: arguments.count, at: here)
    }
    return try checked(Tree(expression: .call(name, arguments, at: start), height: height + 1))
  }

  private mutating func close() throws(FormulaError) {
    guard token == .symbol(")") else { throw unexpected("an operator or ')'") }
    try advance()
  }
}

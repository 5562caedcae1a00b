/// Reads a formula by operator precedence, as R does: from the tightest, `^` (right to left), signs, `:`, `%in%` `%%`
/// `%/%`, `*` and `/`, `+` and `−`, comparisons, `!`, `&`, `|`, `~`.
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

  /// How tightly operators bind.
  fileprivate enum Strength: Int {
    case none, or, and, not, comparison, sum, product, special, interaction, sign, power
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
    let response = try parser.expression(tighterThan: .none, depth: 0).expression
    guard parser.token == .symbol("~") else {
      if parser.token == .end { throw .incomplete(wanted: "'~' and the terms", at: parser.place) }
      throw parser.unexpected("an operator or '~'")
    }
    try parser.advance()
    let terms = try parser.expression(tighterThan: .none, depth: 0).expression
    guard parser.token == .end else { throw parser.unexpected("an operator or the end") }
    return (response, terms)
  }

  /// One expression, as ``Expression/source`` writes it.
  static func expression(_ text: String) throws(FormulaError) -> Expression {
    var parser = try Parser(text)
    let tree = try parser.expression(tighterThan: .none, depth: 0)
    guard parser.token == .end else { throw parser.unexpected("an operator or the end") }
    return tree.expression
  }

  private var place: FormulaPlace { lexer.place(at) }

  private mutating func advance() throws(FormulaError) { (token, at) = try lexer.next() }

  /// The error for the word at hand, of which `wanted` could stand in the place.
  private func unexpected(_ wanted: String) -> FormulaError {
    switch token {
    case .end: .incomplete(wanted: wanted, at: place)
    case .symbol("&&"): .misplaced("'&&'", remedy: "write & to join conditions row by row", at: place)
    case .symbol("||"): .misplaced("'||'", remedy: "write | to join conditions row by row", at: place)
    case .symbol("<-"): .misplaced("'<-'", remedy: "write x < -1 with a space between < and -", at: place)
    case .symbol("="):
      .misplaced("'='", remedy: "write == to compare; = gives an argument of a function by name", at: place)
    default: .unexpected(token.description, wanted: wanted, at: place)
    }
  }

  private func checked(_ expression: Expression, height: Int) throws(FormulaError) -> Tree {
    guard height <= Parser.heightLimit else { throw .tooDeep(at: lexer.place(expression.offset)) }
    return Tree(expression: expression, height: height)
  }

  /// Operands joined by operators that bind more tightly than `limit`.
  private mutating func expression(tighterThan limit: Strength, depth: Int) throws(FormulaError) -> Tree {
    guard depth < Parser.heightLimit else { throw .tooDeep(at: place) }
    var left = try operand(depth: depth)
    while case .symbol(let symbol) = token {
      if let sign = Expression.Sign(rawValue: symbol) {
        guard Strength.sum.rawValue > limit.rawValue else { break }
        left = try sum(from: left, sign, depth: depth)
        continue
      }
      guard let operation = Expression.Operator(rawValue: symbol) else { break }
      let strength = operation.strength
      guard strength.rawValue > limit.rawValue else { break }
      let operatorAt = at
      try advance()
      let isPower = operation == .power
      let right = try expression(tighterThan: isPower ? .sign : strength, depth: isPower ? depth + 1 : depth)
      left = try checked(
        .binary(operation, left.expression, right.expression, at: operatorAt),
        height: max(left.height, right.height) + 1)
      if strength == .comparison, case .symbol(let next) = token,
        Expression.Operator(rawValue: next)?.strength == .comparison
      {
        throw .misplaced("a comparison of a comparison", remedy: "join two comparisons with &", at: place)
      }
    }
    return left
  }

  /// Terms joined by + and −, from the first sign on.
  private mutating func sum(
    from first: Tree, _ sign: Expression.Sign, depth: Int
  ) throws(FormulaError) -> Tree {
    let start = first.expression.offset
    var items = [Expression.Signed(sign: .plus, operand: first.expression, at: start)]
    var height = first.height
    var next: Expression.Sign? = sign
    while let sign = next {
      let signAt = at
      try advance()
      let item = try expression(tighterThan: .sum, depth: depth)
      items.append(Expression.Signed(sign: sign, operand: item.expression, at: signAt))
      height = max(height, item.height)
      next = if case .symbol(let symbol) = token { Expression.Sign(rawValue: symbol) } else { nil }
    }
    return try checked(.sum(items, at: start), height: height + 1)
  }

  /// What operators join: a column, a number, a call, something in parentheses, or any of these after a sign.
  private mutating func operand(depth: Int) throws(FormulaError) -> Tree {
    let start = at
    switch token {
    case .number(let value, let isInteger, _):
      try advance()
      return Tree(expression: .number(value, isInteger: isInteger, at: start), height: 1)
    case .truth(let value):
      try advance()
      return Tree(expression: .truth(value, at: start), height: 1)
    case .text(let text):
      try advance()
      return Tree(expression: .text(text, at: start), height: 1)
    case .name(let name):
      try advance()
      if token == .symbol("::") { return try packaged(name, at: start, depth: depth) }
      if token == .symbol("(") { return try call(name, name, at: start, depth: depth) }
      return Tree(expression: name == "." ? .dot(at: start) : .name(name, at: start), height: 1)
    case .symbol("("):
      try advance()
      let inner = try expression(tighterThan: .none, depth: depth + 1)
      try close()
      return try checked(.parenthesized(inner.expression, at: start), height: inner.height + 1)
    case .symbol(let symbol):
      guard let prefix = Expression.Prefix(rawValue: symbol) else {
        throw unexpected("a column, a function or a number")
      }
      try advance()
      let inner = try expression(tighterThan: prefix == .not ? .and : .sign, depth: depth + 1)
      return try checked(.unary(prefix, inner.expression, at: start), height: inner.height + 1)
    case .end:
      throw unexpected("a column, a function or a number")
    }
  }

  /// A call with a package, as in `splines::bs(x)`.
  private mutating func packaged(_ package: String, at start: Int, depth: Int) throws(FormulaError) -> Tree {
    guard CallSignature.packages.contains(package) else {
      throw .misplaced(
        "the package \(package)",
        remedy: "functions are those of \(CallSignature.packages.joined(separator: ", "))",
        at: lexer.place(start))
    }
    try advance()
    guard case .name(let name) = token else { throw unexpected("a function") }
    try advance()
    guard token == .symbol("(") else { throw unexpected("'('") }
    return try call(name, package + "::" + name, at: start, depth: depth)
  }

  private mutating func call(
    _ name: String, _ written: String, at start: Int, depth: Int
  ) throws(FormulaError) -> Tree {
    let here = lexer.place(start)
    if CallSignature.later.contains(name) { throw .notBuilt("the function \(name)", at: here) }
    guard let signature = CallSignature.named(name) else {
      let near = nearestName(to: name, in: CallSignature.allNames)
      throw .unknownFunction(name, suggestion: near, at: here)
    }
    try advance()
    var arguments = [Expression.Argument]()
    var height = 0
    while token != .symbol(")") {
      let argumentAt = at
      let argumentName = try argumentName()
      let value = try expression(tighterThan: .none, depth: depth + 1)
      arguments.append(Expression.Argument(name: argumentName, value: value.expression, at: argumentAt))
      height = max(height, value.height)
      if token != .symbol(",") { break }
      try advance()
      if token == .symbol(")") { throw unexpected("an argument") }
    }
    try close()
    _ = try signature.match(arguments, of: name, at: lexer.place, here: start)
    return try checked(.call(written, arguments, at: start), height: height + 1)
  }

  /// The name of an argument and its `=`, when they come next.
  private mutating func argumentName() throws(FormulaError) -> String? {
    let name: String
    switch token {
    case .name(let word): name = word
    case .text(let text) where !text.isEmpty: name = text
    default: return nil
    }
    var ahead = lexer
    guard try ahead.next().token == .symbol("=") else { return nil }
    lexer = ahead
    try advance()
    return name
  }

  private mutating func close() throws(FormulaError) {
    guard token == .symbol(")") else { throw unexpected("an operator or ')'") }
    try advance()
  }
}

extension Expression.Operator {
  fileprivate var strength: Parser.Strength {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .unequal, .atMost, .atLeast, .less, .greater: .comparison
    case .times, .over: .product
    case .within, .remainder, .quotient: .special
    case .interaction: .interaction
    case .power: .power
    }
  }
}

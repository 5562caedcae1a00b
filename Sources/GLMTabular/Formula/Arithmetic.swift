/// What may stand inside `I( )`, the functions, `offset( )` and the response: arithmetic on columns.
enum Arithmetic {
  /// Throws unless `expression` is arithmetic that names a column.
  static func check(_ expression: Expression, in formula: Formula) throws(FormulaError) {
    try walk(expression, formula)
    guard !expression.names.isEmpty else {
      throw .misplaced(
        "\(expression.deparsed) names no column,", remedy: "name a column of the data",
        at: formula.place(expression.offset))
    }
  }

  /// Throws unless `expression` is `factor(column)`.
  static func checkFactor(_ expression: Expression, in formula: Formula) throws(FormulaError) {
    guard expression.factorColumn != nil else {
      throw .misplaced(
        "factor( ) of something other than a column", remedy: "write factor(x) with a column x",
        at: formula.place(expression.offset))
    }
  }

  private static func walk(_ expression: Expression, _ formula: Formula) throws(FormulaError) {
    switch expression {
    case .number, .name: return
    case .dot(let at):
      throw .misplaced("'.' inside arithmetic", remedy: "name the column", at: formula.place(at))
    case .call(let function, let arguments, let at):
      guard FormulaFunction(rawValue: function) != nil else {
        throw .misplaced(
          "\(function)( ) inside arithmetic", remedy: "let it stand alone", at: formula.place(at))
      }
      for argument in arguments { try walk(argument, formula) }
    case .parenthesized(let inner, _), .unary(_, let inner, _): try walk(inner, formula)
    case .sum(let items, _): for item in items { try walk(item.operand, formula) }
    case .binary(let operation, let left, let right, let at):
      if operation == .interaction {
        throw .misplaced("':' inside arithmetic", remedy: "multiply with '*'", at: formula.place(at))
      }
      try walk(left, formula)
      try walk(right, formula)
    }
  }
}

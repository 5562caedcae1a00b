/// A word of a formula.
enum Token: Equatable {
  case number(Double, isInteger: Bool, text: String)
  case truth(Bool)
  case name(String)
  case text(String)
  case symbol(String)
  case end

  /// What a message calls it.
  var description: String {
    switch self {
    case .number(_, _, let text): "'\(text)'"
    case .truth(let value): value ? "'TRUE'" : "'FALSE'"
    case .name(let name): "'\(Expression.nameText(name))'"
    case .text(let text): quoted(text)
    case .symbol(let symbol): "'\(symbol)'"
    case .end: "the end"
    }
  }
}

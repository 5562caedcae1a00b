/// Comparisons are factors of the levels `FALSE` and `TRUE`. They bind loosely: write `$0.weight + ($0.age > 40)`.
extension Term where Kind == Kinds.Numeric {
  public static func < (a: Term, b: Double) -> Term<Row, Kinds.Factor<Bool>> { compared(a, "<", constant(b)) }
  public static func <= (a: Term, b: Double) -> Term<Row, Kinds.Factor<Bool>> {
    compared(a, "<=", constant(b))
  }
  public static func > (a: Term, b: Double) -> Term<Row, Kinds.Factor<Bool>> { compared(a, ">", constant(b)) }
  public static func >= (a: Term, b: Double) -> Term<Row, Kinds.Factor<Bool>> {
    compared(a, ">=", constant(b))
  }
  public static func == (a: Term, b: Double) -> Term<Row, Kinds.Factor<Bool>> {
    compared(a, "==", constant(b))
  }
  public static func != (a: Term, b: Double) -> Term<Row, Kinds.Factor<Bool>> {
    compared(a, "!=", constant(b))
  }

  public static func < (a: Term, b: Term) -> Term<Row, Kinds.Factor<Bool>> { compared(a, "<", b) }
  public static func <= (a: Term, b: Term) -> Term<Row, Kinds.Factor<Bool>> { compared(a, "<=", b) }
  public static func > (a: Term, b: Term) -> Term<Row, Kinds.Factor<Bool>> { compared(a, ">", b) }
  public static func >= (a: Term, b: Term) -> Term<Row, Kinds.Factor<Bool>> { compared(a, ">=", b) }
  public static func == (a: Term, b: Term) -> Term<Row, Kinds.Factor<Bool>> { compared(a, "==", b) }
  public static func != (a: Term, b: Term) -> Term<Row, Kinds.Factor<Bool>> { compared(a, "!=", b) }
}

extension Term {
  /// Whether the factor is at a level.
  public static func == <Level>(a: Term, b: Level) -> Term<Row, Kinds.Factor<Bool>>
  where Kind == Kinds.Factor<Level> { compared(a, "==", level(b)) }

  /// Whether the factor is at another level.
  public static func != <Level>(a: Term, b: Level) -> Term<Row, Kinds.Factor<Bool>>
  where Kind == Kinds.Factor<Level> { compared(a, "!=", level(b)) }

  /// Text in quotes; a logical is a word of the language.
  private static func level<Level: ColumnValue>(_ level: Level) -> Term<Row, Kinds.Factor<Level>> {
    let label = Level.label(level)
    return Term<Row, Kinds.Factor<Level>>(
      text: TermText(text: level is Bool ? label : TermText.literal(label), binding: .whole), columns: [])
  }

  private static func compared<Other>(
    _ a: Term, _ symbol: String, _ b: Term<Row, Other>
  ) -> Term<Row, Kinds.Factor<Bool>> {
    Term<Row, Kinds.Factor<Bool>>(a, " \(symbol) ", b, binding: .comparison)
  }
}

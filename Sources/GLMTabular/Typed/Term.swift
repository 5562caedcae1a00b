/// A part of a model of rows: text of the formula language, with the properties of `Row` that it names.
///
/// `Kind` says to the compiler what the term is, so that a text column inside `log` does not compile; see ``Kinds``.
/// Among the terms of a model `+` adds, `-` takes away, `*` crosses (a, b and their interaction), `&` is the interaction
/// alone and `/` nests, as R's `+ - * : /`. Inside a function, and inside ``I(_:)`` which does nothing else, `+ - * /` and
/// `pow` are arithmetic:
///
///     { log($0.weight / $0.length) + $0.power * $0.make + I(pow($0.age, 2)) }
public struct Term<Row, Kind>: Sendable {
  let text: TermText
  /// The columns that the text names, in order; one may be there twice.
  let columns: [RowColumn<Row>]
  /// What makes the term unusable, if anything.
  let flaw: TermFlaw?

  init(text: TermText, columns: [RowColumn<Row>], flaw: TermFlaw? = nil) {
    self.text = text
    self.columns = columns
    self.flaw = flaw
  }

  /// A column.
  init(column: RowColumn<Row>) {
    self.init(text: column.name.map { TermText(column: $0) } ?? .unnamed, columns: [column])
  }

  /// The same column under another name, which a computed property needs.
  ///
  /// The name may be any text that is not empty. Only a column can be named: a model of any other term is a
  /// ``RowFormulaError``.
  public func named(_ name: String) -> Term {
    guard columns.count == 1, let column = columns.first, Term(column: column).text == text else {
      return Term(text: text, columns: columns, flaw: flaw ?? .namedExpression(text.text, name: name))
    }
    return Term(column: column.named(name))
  }
}

extension Term: CustomStringConvertible {
  /// The term as the formula language has it.
  public var description: String { text.text }
}

/// What makes a term unusable, which is told when a formula is made of it.
enum TermFlaw: Sendable, Equatable {
  /// An expression that was to be named like a column.
  case namedExpression(String, name: String)
  /// Arithmetic with a number that is not finite.
  case notFinite(Double)
}

extension Term {
  /// Two terms and an operator.
  init<A, B>(_ left: Term<Row, A>, _ symbol: String, _ right: Term<Row, B>, binding: TermText.Binding) {
    self.init(
      text: TermText(left.text, symbol, right.text, binding: binding), columns: left.columns + right.columns,
      flaw: left.flaw ?? right.flaw)
  }
}

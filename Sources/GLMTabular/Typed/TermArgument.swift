/// An argument of a function.
struct TermArgument<Row> {
  let text: String
  var columns: [RowColumn<Row>] = []
  var flaw: TermFlaw?

  static func of<Kind>(_ term: Term<Row, Kind>) -> TermArgument {
    TermArgument(text: term.text.text, columns: term.columns, flaw: term.flaw)
  }

  static func text(_ text: String) -> TermArgument { TermArgument(text: text) }

  static func whole(_ number: Int, name: String? = nil) -> TermArgument {
    TermArgument(text: (name.map { $0 + " = " } ?? "") + String(number))
  }

  /// Numbers, of which none may be NaN; infinities are allowed.
  static func vector(_ values: [Double], name: String? = nil) -> TermArgument {
    TermArgument(
      text: (name.map { $0 + " = " } ?? "") + TermText.vector(values),
      flaw: values.contains(where: \.isNaN) ? .notFinite(.nan) : nil)
  }

  static func vector(_ values: [String], name: String) -> TermArgument {
    TermArgument(text: name + " = " + TermText.vector(values))
  }

  static func flag(_ name: String, _ value: Bool) -> TermArgument {
    TermArgument(text: name + (value ? " = TRUE" : " = FALSE"))
  }
}

extension Term {
  /// A function of arguments.
  init(call function: String, _ arguments: [TermArgument<Row>]) {
    self.init(
      text: TermText(call: function, arguments.map(\.text)), columns: arguments.flatMap(\.columns),
      flaw: arguments.lazy.compactMap(\.flaw).first)
  }
}

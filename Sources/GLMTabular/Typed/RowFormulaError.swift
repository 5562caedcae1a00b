/// A formula over a user's row type that compiles but cannot be used: what, where and what to do.
public enum RowFormulaError: Error, Sendable, Equatable {
  /// A computed property that was given no name; the formula has `?` in its place.
  case unnamed(row: String, formula: String)
  /// An expression that was given a name.
  case namedExpression(String, name: String, formula: String)
  /// Arithmetic with a number that is not finite.
  case notFinite(Double, formula: String)
  /// A class that no value of the response's type is called by.
  case unknownClass(label: String, type: String)
}

extension RowFormulaError: CustomStringConvertible {
  /// One line: what, where and what to do.
  public var description: String {
    switch self {
    case .unnamed(let row, let formula):
      "formula: a computed property of \(row), where \"\(formula)\" has '?', has no name; "
        + "write .named(\"…\") after it, or store it in the row"
    case .namedExpression(let expression, let name, let formula):
      "formula: \(expression) in \"\(formula)\" is not a column and cannot be named \(quoted(name)); "
        + "name the columns in it, or store it in the row"
    case .notFinite(let value, let formula):
      "formula: the number \(NumberText.plain(value)) in \"\(formula)\" is not finite; write a finite one"
    case .unknownClass(let label, let type):
      "the class \(quoted(label)) is no value of \(type); let value(labelled:) undo label(_:) there"
    }
  }
}

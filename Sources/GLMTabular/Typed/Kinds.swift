/// A kind of term that can stand in a model, as opposed to an expression that is arithmetic only.
public protocol TermKind: SendableMetatype {}

/// A kind of term that arithmetic can be done with: a number a row.
public protocol ArithmeticKind: SendableMetatype {}

/// A kind of response whose values are classes: the levels of a factor, or numbers.
public protocol ClassKind: TermKind {
  /// What a class is in the user's program.
  associatedtype Class: ColumnValue
  /// The term as a factor.
  static func factor<Row>(_ term: Term<Row, Self>) -> Term<Row, Kinds.Factor<Class>>
}

/// What a ``Term`` is, for the compiler alone: no value of these types exists.
public enum Kinds {
  /// One number a row.
  public enum Numeric: ArithmeticKind {}
  /// A factor, whose levels are values of `Level`.
  public enum Factor<Level: ColumnValue> {}
  /// Several columns made of one number a row, such as a polynomial.
  public enum Basis: TermKind {}
  /// A term with coefficient 1.
  public enum Offset: TermKind {}
  /// The intercept.
  public enum Intercept: TermKind {}
  /// A number that is the same in every row.
  public enum Constant: ArithmeticKind {}
  /// Two terms and an operator: it can stand in a model, or be arithmetic, when both can.
  public enum Joined<Left, Right> {}
  /// Interactions of terms, which are no arithmetic.
  public enum Crossed<Left, Right> {}
}

extension Kinds.Joined: TermKind where Left: TermKind, Right: TermKind {}
extension Kinds.Joined: ArithmeticKind where Left: ArithmeticKind, Right: ArithmeticKind {}

extension Kinds.Crossed: TermKind where Left: TermKind, Right: TermKind {}

extension Kinds.Numeric: ClassKind {
  public static func factor<Row>(
    _ term: Term<Row, Kinds.Numeric>
  ) -> Term<Row, Kinds.Factor<Double>> { Term(call: "factor", [.of(term)]) }
}

extension Kinds.Factor: ClassKind {
  public static func factor<Row>(
    _ term: Term<Row, Kinds.Factor<Level>>
  ) -> Term<Row, Kinds.Factor<Level>> { term }
}

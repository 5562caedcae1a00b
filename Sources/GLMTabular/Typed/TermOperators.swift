extension Term {
  /// Both terms; inside a function, their sum.
  public static func + <Other>(a: Term, b: Term<Row, Other>) -> Term<Row, Kinds.Joined<Kind, Other>> {
    Term<Row, Kinds.Joined<Kind, Other>>(a, " + ", b, binding: .sum)
  }

  /// The terms of `a` without those of `b`; inside a function, their difference.
  public static func - <Other>(a: Term, b: Term<Row, Other>) -> Term<Row, Kinds.Joined<Kind, Other>> {
    Term<Row, Kinds.Joined<Kind, Other>>(a, " - ", b, binding: .sum)
  }

  /// Both terms and their interaction; inside a function, their product.
  public static func * <Other>(a: Term, b: Term<Row, Other>) -> Term<Row, Kinds.Joined<Kind, Other>> {
    Term<Row, Kinds.Joined<Kind, Other>>(a, " * ", b, binding: .product)
  }

  /// `a`, and `b` within each level of `a`; inside a function, their quotient.
  public static func / <Other>(a: Term, b: Term<Row, Other>) -> Term<Row, Kinds.Joined<Kind, Other>> {
    Term<Row, Kinds.Joined<Kind, Other>>(a, "/", b, binding: .product)
  }

  /// The interaction of `a` and `b` alone, R's `a:b`. Swift groups it as it groups `*`, from the left.
  public static func & <Other>(a: Term, b: Term<Row, Other>) -> Term<Row, Kinds.Crossed<Kind, Other>> {
    Term<Row, Kinds.Crossed<Kind, Other>>(a, ":", b, binding: .interaction)
  }

  /// All terms with their interactions of up to `degree` variables, R's `(a + b + c)^degree`.
  ///
  /// - Parameter degree: from 1.
  public func interactions(upTo degree: Int) -> Term<Row, Kinds.Crossed<Kind, Kind>> {
    Term<Row, Kinds.Crossed<Kind, Kind>>(
      text: TermText(text, power: TermText(Double(degree))), columns: columns, flaw: flaw)
  }

  /// The same terms without the intercept.
  public var withoutIntercept: Term<Row, Kinds.Joined<Kind, Kinds.Intercept>> { self - .intercept }
}

extension Term where Kind == Kinds.Intercept {
  /// The intercept, which every model has unless it is taken away: `{ _ in .intercept }` is the model of nothing else.
  public static var intercept: Term { Term(text: TermText(1), columns: []) }
}

/// Arithmetic with a number that is the same in every row. It stands inside functions only.
extension Term where Kind: ArithmeticKind {
  public static func + (a: Term, b: Double) -> Term<Row, Kinds.Joined<Kind, Kinds.Constant>> {
    a + Term.constant(b)
  }
  public static func + (a: Double, b: Term) -> Term<Row, Kinds.Joined<Kinds.Constant, Kind>> {
    Term.constant(a) + b
  }
  public static func - (a: Term, b: Double) -> Term<Row, Kinds.Joined<Kind, Kinds.Constant>> {
    a - Term.constant(b)
  }
  public static func - (a: Double, b: Term) -> Term<Row, Kinds.Joined<Kinds.Constant, Kind>> {
    Term.constant(a) - b
  }
  public static func * (a: Term, b: Double) -> Term<Row, Kinds.Joined<Kind, Kinds.Constant>> {
    a * Term.constant(b)
  }
  public static func * (a: Double, b: Term) -> Term<Row, Kinds.Joined<Kinds.Constant, Kind>> {
    Term.constant(a) * b
  }
  public static func / (a: Term, b: Double) -> Term<Row, Kinds.Joined<Kind, Kinds.Constant>> {
    a / Term.constant(b)
  }
  public static func / (a: Double, b: Term) -> Term<Row, Kinds.Joined<Kinds.Constant, Kind>> {
    Term.constant(a) / b
  }

  /// The number with the other sign.
  public static prefix func - (a: Term) -> Term<Row, Kinds.Joined<Kind, Kinds.Constant>> {
    Term<Row, Kinds.Joined<Kind, Kinds.Constant>>(
      text: TermText(minus: a.text), columns: a.columns, flaw: a.flaw)
  }

  static func constant(_ value: Double) -> Term<Row, Kinds.Constant> {
    Term<Row, Kinds.Constant>(
      text: TermText(value), columns: [], flaw: value.isFinite ? nil : .notFinite(value))
  }
}

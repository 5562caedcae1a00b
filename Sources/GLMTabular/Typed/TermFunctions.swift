// The functions of the formula language by R's names. Their arguments are arithmetic.

// swift-format-ignore: AlwaysUseLowerCamelCase
/// The value of an arithmetic expression: `I($0.a * $0.b)` is the product, where `$0.a * $0.b` crosses.
public func I<Row, Kind: ArithmeticKind>(_ x: Term<Row, Kind>) -> Term<Row, Kinds.Numeric> { call("I", x) }

/// xʸ, inside a function.
public func pow<Row, Kind: ArithmeticKind>(
  _ x: Term<Row, Kind>, _ y: Double
) -> Term<Row, Kinds.Joined<Kind, Kinds.Constant>> { power(x, Term<Row, Kind>.constant(y)) }

/// xʸ, inside a function.
public func pow<Row, Base: ArithmeticKind, Exponent: ArithmeticKind>(
  _ x: Term<Row, Base>, _ y: Term<Row, Exponent>
) -> Term<Row, Kinds.Joined<Kinds.Joined<Base, Exponent>, Kinds.Constant>> { power(x, y) }

/// The natural logarithm.
public func log<Row, Kind: ArithmeticKind>(_ x: Term<Row, Kind>) -> Term<Row, Kinds.Numeric> {
  call("log", x)
}

/// The logarithm to base 2.
public func log2<Row, Kind: ArithmeticKind>(_ x: Term<Row, Kind>) -> Term<Row, Kinds.Numeric> {
  call("log2", x)
}

/// The logarithm to base 10.
public func log10<Row, Kind: ArithmeticKind>(_ x: Term<Row, Kind>) -> Term<Row, Kinds.Numeric> {
  call("log10", x)
}

/// log(1 + x).
public func log1p<Row, Kind: ArithmeticKind>(_ x: Term<Row, Kind>) -> Term<Row, Kinds.Numeric> {
  call("log1p", x)
}

/// eˣ.
public func exp<Row, Kind: ArithmeticKind>(_ x: Term<Row, Kind>) -> Term<Row, Kinds.Numeric> {
  call("exp", x)
}

/// The square root.
public func sqrt<Row, Kind: ArithmeticKind>(_ x: Term<Row, Kind>) -> Term<Row, Kinds.Numeric> {
  call("sqrt", x)
}

/// The absolute value.
public func abs<Row, Kind: ArithmeticKind>(_ x: Term<Row, Kind>) -> Term<Row, Kinds.Numeric> {
  call("abs", x)
}

/// The sine of x in radians.
public func sin<Row, Kind: ArithmeticKind>(_ x: Term<Row, Kind>) -> Term<Row, Kinds.Numeric> {
  call("sin", x)
}

/// The cosine of x in radians.
public func cos<Row, Kind: ArithmeticKind>(_ x: Term<Row, Kind>) -> Term<Row, Kinds.Numeric> {
  call("cos", x)
}

/// x less its mean, in standard deviations, both of the rows that the model is fitted to.
public func scale<Row, Kind: ArithmeticKind>(_ x: Term<Row, Kind>) -> Term<Row, Kinds.Numeric> {
  call("scale", x)
}

/// x less its mean in the rows that the model is fitted to.
public func center<Row, Kind: ArithmeticKind>(_ x: Term<Row, Kind>) -> Term<Row, Kinds.Numeric> {
  call("center", x)
}

/// A term with coefficient 1.
public func offset<Row, Kind: ArithmeticKind>(_ x: Term<Row, Kind>) -> Term<Row, Kinds.Offset> {
  Term(call: "offset", [.of(x)])
}

private func call<Row, Kind>(_ function: String, _ x: Term<Row, Kind>) -> Term<Row, Kinds.Numeric> {
  Term(call: function, [.of(x)])
}

private func power<Row, Base, Exponent, Result>(
  _ x: Term<Row, Base>, _ y: Term<Row, Exponent>
) -> Term<Row, Result> {
  Term(text: TermText(x.text, power: y.text), columns: x.columns + y.columns, flaw: x.flaw ?? y.flaw)
}

// Several columns made of one number a row. What they learn from the rows of the fit, they keep for new rows.

/// Polynomials of x up to `degree`, orthogonal over the rows of the fit, or the powers x, x², … when `raw`.
///
/// - Parameter degree: from 1, and less than there are different values of x.
public func poly<Row, Kind: ArithmeticKind>(
  _ x: Term<Row, Kind>, _ degree: Int, raw: Bool = false
) -> Term<Row, Kinds.Basis> {
  Term(call: "poly", [.of(x), .whole(degree)] + (raw ? [.flag("raw", true)] : []))
}

/// B-splines of x with knots at quantiles.
///
/// - Parameters:
///   - df: columns, from the degree on.
///   - degree: of the pieces, from 1; nil for cubic.
///   - intercept: whether the columns add to 1.
///   - boundary: two numbers beyond which the outer pieces go on; nil for the range of x.
public func bs<Row, Kind: ArithmeticKind>(
  _ x: Term<Row, Kind>, df: Int, degree: Int? = nil, intercept: Bool = false, boundary: [Double]? = nil
) -> Term<Row, Kinds.Basis> {
  spline("bs", x, [.whole(df, name: "df")], degree, intercept, boundary)
}

/// B-splines of x with the inner knots given.
///
/// - Parameters:
///   - knots: inside the boundary.
///   - degree: of the pieces, from 1; nil for cubic.
///   - intercept: whether the columns add to 1.
///   - boundary: two numbers beyond which the outer pieces go on; nil for the range of x.
public func bs<Row, Kind: ArithmeticKind>(
  _ x: Term<Row, Kind>, knots: [Double], degree: Int? = nil, intercept: Bool = false,
  boundary: [Double]? = nil
) -> Term<Row, Kinds.Basis> {
  spline("bs", x, [.vector(knots, name: "knots")], degree, intercept, boundary)
}

/// Natural cubic splines of x, linear beyond the boundary, with knots at quantiles.
///
/// - Parameters:
///   - df: columns, from 1.
///   - intercept: whether constants are among the splines.
///   - boundary: two numbers beyond which the splines are linear; nil for the range of x.
public func ns<Row, Kind: ArithmeticKind>(
  _ x: Term<Row, Kind>, df: Int, intercept: Bool = false, boundary: [Double]? = nil
) -> Term<Row, Kinds.Basis> { spline("ns", x, [.whole(df, name: "df")], nil, intercept, boundary) }

/// Natural cubic splines of x, linear beyond the boundary, with the inner knots given.
///
/// - Parameters:
///   - knots: inside the boundary.
///   - intercept: whether constants are among the splines.
///   - boundary: two numbers beyond which the splines are linear; nil for the range of x.
public func ns<Row, Kind: ArithmeticKind>(
  _ x: Term<Row, Kind>, knots: [Double], intercept: Bool = false, boundary: [Double]? = nil
) -> Term<Row, Kinds.Basis> { spline("ns", x, [.vector(knots, name: "knots")], nil, intercept, boundary) }

private func spline<Row, Kind>(
  _ function: String, _ x: Term<Row, Kind>, _ knots: [TermArgument<Row>], _ degree: Int?, _ intercept: Bool,
  _ boundary: [Double]?
) -> Term<Row, Kinds.Basis> {
  var arguments = [TermArgument.of(x)] + knots
  if let degree { arguments.append(.whole(degree, name: "degree")) }
  if intercept { arguments.append(.flag("intercept", true)) }
  if let boundary { arguments.append(.vector(boundary, name: "Boundary.knots")) }
  return Term(call: function, arguments)
}

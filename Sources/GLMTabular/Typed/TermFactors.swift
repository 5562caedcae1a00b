/// The different values of x as the levels of a factor, in ascending order.
public func factor<Row>(_ x: Term<Row, Kinds.Numeric>) -> Term<Row, Kinds.Factor<Double>> {
  Term(call: "factor", [.of(x)])
}

/// The levels of x that the rows have.
public func factor<Row, Level>(_ x: Term<Row, Kinds.Factor<Level>>) -> Term<Row, Kinds.Factor<Level>> {
  Term(call: "factor", [.of(x)])
}

/// The different values of x as an ordered factor, which polynomials code unless the model's options say otherwise.
///
/// - Parameter levels: the levels from the least; nil for all values in ascending order.
public func ordered<Row>(
  _ x: Term<Row, Kinds.Numeric>, levels: [Double]? = nil
) -> Term<Row, Kinds.Factor<Double>> { ordered(.of(x), levels) }

/// An ordered factor, which polynomials code unless the model's options say otherwise.
///
/// - Parameter levels: the levels from the least; nil for the order that they are in.
public func ordered<Row, Level>(
  _ x: Term<Row, Kinds.Factor<Level>>, levels: [Level]? = nil
) -> Term<Row, Kinds.Factor<Level>> { ordered(.of(x), levels) }

/// The same factor with `base` as the level that the others are compared with.
public func relevel<Row, Level>(
  _ x: Term<Row, Kinds.Factor<Level>>, _ base: Level
) -> Term<Row, Kinds.Factor<Level>> {
  Term(call: "relevel", [.of(x), .text(TermText.literal(Level.label(base)))])
}

/// The interval that x is in, as a factor; a value outside all intervals is missing.
///
/// - Parameters:
///   - breaks: the ends of the intervals, ascending; ±∞ may be among them.
///   - labels: one an interval; nil for labels such as `(0,1]`.
///   - closedRight: whether an interval holds its upper end rather than its lower.
///   - includesLowest: whether the outermost interval holds the end that it otherwise would not.
public func cut<Row, Kind: ArithmeticKind>(
  _ x: Term<Row, Kind>, _ breaks: [Double], labels: [String]? = nil, closedRight: Bool = true,
  includesLowest: Bool = false
) -> Term<Row, Kinds.Factor<String>> { cut(.of(x), .vector(breaks), labels, closedRight, includesLowest) }

/// The interval that x is in, of `count` equally wide ones over the rows of the fit, as a factor.
///
/// - Parameters:
///   - count: from 2.
///   - labels: one an interval; nil for labels such as `(0,1]`.
///   - closedRight: whether an interval holds its upper end rather than its lower.
public func cut<Row, Kind: ArithmeticKind>(
  _ x: Term<Row, Kind>, _ count: Int, labels: [String]? = nil, closedRight: Bool = true
) -> Term<Row, Kinds.Factor<String>> { cut(.of(x), .whole(count), labels, closedRight, false) }

private func ordered<Row, Level>(
  _ x: TermArgument<Row>, _ levels: [Level]?
) -> Term<Row, Kinds.Factor<Level>> {
  Term(call: "ordered", [x] + (levels.map { [.vector($0.map(Level.label), name: "levels")] } ?? []))
}

private func cut<Row>(
  _ x: TermArgument<Row>, _ breaks: TermArgument<Row>, _ labels: [String]?, _ closedRight: Bool,
  _ includesLowest: Bool
) -> Term<Row, Kinds.Factor<String>> {
  var arguments = [x, breaks]
  if let labels { arguments.append(.vector(labels, name: "labels")) }
  if !closedRight { arguments.append(.flag("right", false)) }
  if includesLowest { arguments.append(.flag("include.lowest", true)) }
  return Term(call: "cut", arguments)
}

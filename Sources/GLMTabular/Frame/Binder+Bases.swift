import GLMAlgebra

extension Binder {
  /// `poly( )`, `bs( )` and `ns( )`: the columns of a basis, learned or saved.
  mutating func basis(
    _ expression: Expression, _ function: String, _ arguments: [Expression.Argument]
  ) throws(FrameError) -> BoundVariable {
    let given = try matched(function, arguments, expression.offset)
    let x = given[required: "x"]
    guard !columnNames(x).isEmpty else {
      throw misplaced(
        "\(shortened(x.deparsed)) names no column,", remedy: "name a column of the data", x.offset)
    }
    let inner = try number(x).number
    let make = try maker(expression, function, given)
    let basis = try state(of: expression) {
      if case .basis(let basis) = $0, basis.function == function { basis } else { nil }
    } learn: { [self] learner throws(FrameError) in
      // Splines are rounded throughout, so that knots which are quantiles of the values lie within their range.
      let values =
        function == "poly"
        ? try learner.preciseValues(of: inner, columns: columnNames(x), usedIn: x.deparsed)
        : try learner.values(of: inner, columns: columnNames(x), usedIn: x.deparsed).map { DoubleDouble($0) }
      do throws(BasisError) { return .basis(try make(values)) } catch {
        throw unfit(expression, error.description)
      }
    }
    return .basis(basis, of: inner)
  }

  private typealias Maker = ([DoubleDouble]) throws(BasisError) -> Basis

  /// What makes the basis of a call from the values of its column.
  private mutating func maker(
    _ expression: Expression, _ function: String, _ given: MatchedArguments
  ) throws(FrameError) -> Maker {
    let degree = try whole(given["degree"], of: "degree", in: expression)
    if function == "poly" {
      let isRaw = try flag(given["raw"], of: "raw") ?? false
      return { x throws(BasisError) in
        isRaw
          ? .rawPolynomial(try RawPolynomial(degree: degree ?? 1))
          : .orthogonalPolynomial(try OrthogonalPolynomial(over: x, degree: degree ?? 1))
      }
    }
    let df = try whole(given["df"], of: "df", in: expression)
    let knots = try given["knots"].map { knots throws(FrameError) in try values(knots) }
    let hasIntercept = try flag(given["intercept"], of: "intercept") ?? false
    let boundary = try given["Boundary.knots"].map { ends throws(FrameError) in try values(ends) }
    if function == "bs" {
      return { x throws(BasisError) in
        .bSpline(
          try BSplineBasis(
            learning: x.map(\.high), df: df, knots: knots, degree: degree ?? 3, hasIntercept: hasIntercept,
            boundary: boundary))
      }
    }
    return { x throws(BasisError) in
      .naturalSpline(
        try NaturalSplineBasis(
          learning: x.map(\.high), df: df, knots: knots, hasIntercept: hasIntercept, boundary: boundary))
    }
  }

  /// The value of an argument that is a whole number; nil when it is not given.
  func whole(
    _ argument: Expression?, of name: String, in expression: Expression
  ) throws(FrameError) -> Int? {
    guard let argument else { return nil }
    if !columnNames(argument).isEmpty, name == "degree" {
      throw misplaced(
        "\(expression.deparsed) of several columns", remedy: "use one column a term, and products of them",
        argument.offset)
    }
    guard case .numbers(let values) = try constant(argument), values.count == 1,
      let value = Binder.whole(values[0])
    else {
      throw misplaced("\(name) is no whole number", remedy: "write \(name) = 3", argument.offset)
    }
    return value
  }
}

extension Basis {
  /// The function of the language that makes it.
  fileprivate var function: String {
    switch self {
    case .orthogonalPolynomial, .rawPolynomial: "poly"
    case .bSpline: "bs"
    case .naturalSpline: "ns"
    case .standardization: "scale"
    }
  }
}

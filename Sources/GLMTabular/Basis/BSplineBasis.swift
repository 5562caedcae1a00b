/// R's `bs(x)`: the B-splines of a degree over interior knots, without the first unless there is an intercept.
///
/// Beyond the boundary knots the polynomials of the first and last interval go on.
struct BSplineBasis: Sendable, Equatable {
  let knots: SplineKnots
  let hasIntercept: Bool

  /// Learns the boundary (the range, unless given) and the interior knots: those of `knots`, else as many quantiles
  /// as `df` columns need, else none. A `df` below degree + intercept becomes that.
  ///
  /// Throws for values that are not finite or all the same, a degree outside 1…50, too many columns, and knots that
  /// are not finite or not within the boundary. Knots may lie on the boundary and may coincide; a B-spline that has
  /// no interval left is a column of zeros.
  init(
    learning x: [Double], df: Int? = nil, knots: [Double]? = nil, degree: Int = 3, hasIntercept: Bool = false,
    boundary: [Double]? = nil
  ) throws(BasisError) {
    guard degree >= 1 else { throw .degreeTooSmall(degree) }
    self.hasIntercept = hasIntercept
    let (spare, overflows) = max(0, df ?? 0).subtractingReportingOverflow(degree)
    self.knots = try SplineKnots(
      learning: x, degree: degree, interiorCount: overflows ? 0 : spare - (hasIntercept ? 1 : 0),
      knots: knots,
      boundary: boundary)
  }

  var columnCount: Int { knots.functionCount - (hasIntercept ? 0 : 1) }

  /// The columns at `x`; NaN where `x` is NaN.
  func columns(at x: [Double]) -> [[Double]] {
    let rows = x.count
    let skipped = hasIntercept ? 0 : 1
    var scratch = [Double](repeating: 0, count: knots.degree + 1)
    return Basis.columns(columnCount, rows: rows) { out in
      var values = scratch.mutableSpan
      for i in 0..<rows {
        if x[i].isNaN {
          for j in 0..<columnCount { out[j * rows + i] = .nan }
          continue
        }
        let first = knots.firstFunction(at: x[i])
        knots.evaluate(at: x[i], first: first, into: &values)
        for r in max(0, skipped - first)..<values.count {
          out[(first + r - skipped) * rows + i] = values[r]
        }
      }
    }
  }
}

extension BSplineBasis: Codable {
  private enum Key: String, CodingKey { case degree, knots, boundary, intercept }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    hasIntercept = try container.decode(Bool.self, forKey: .intercept)
    do {
      knots = try SplineKnots(
        degree: container.decode(Int.self, forKey: .degree),
        interior: container.decode([Double].self, forKey: .knots),
        boundary: container.decode([Double].self, forKey: .boundary))
    } catch let error as BasisError {
      throw DecodingError.dataCorruptedError(forKey: .knots, in: container, debugDescription: "\(error)")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(knots.degree, forKey: .degree)
    try container.encode(knots.interior, forKey: .knots)
    try container.encode([knots.lower, knots.upper], forKey: .boundary)
    try container.encode(hasIntercept, forKey: .intercept)
  }
}

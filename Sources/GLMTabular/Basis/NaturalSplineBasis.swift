import GLMAlgebra

/// R's `ns(x)`: cubic splines whose second derivative is 0 at the boundary knots, and which go on as straight lines
/// beyond them.
///
/// The columns are N = B H, with B the cubic B-splines (without the first unless there is an intercept) and H the last
/// columns of the orthogonal factor Q of the p × 2 matrix of their second derivatives at the two boundary knots, by
/// Householder reflections with R's signs: diagonal elements of the triangular factor opposite to the pivots.
struct NaturalSplineBasis: Sendable, Equatable {
  let knots: SplineKnots
  let hasIntercept: Bool
  /// H, row by row: one row a B-spline (the first is 0 without an intercept), one column a column of the basis.
  private let weights: [Double]
  /// The columns and their first derivatives at the lower and the upper boundary knot.
  private let lowerValues, lowerSlopes, upperValues, upperSlopes: [Double]

  /// Learns the boundary (the range, unless given) and the interior knots: those of `knots`, else as many quantiles
  /// as `df` columns need, else none. A `df` below 1 + intercept becomes that.
  ///
  /// Throws for values that are not finite or all the same, too many columns, and knots that are not finite or not
  /// within the boundary. Knots may lie on the boundary and may coincide.
  init(
    learning x: [Double], df: Int? = nil, knots: [Double]? = nil, hasIntercept: Bool = false,
    boundary: [Double]? = nil
  ) throws(BasisError) {
    let interiorCount = max(1, df ?? 0) - 1 - (hasIntercept ? 1 : 0)
    self.init(
      knots: try SplineKnots(
        learning: x, degree: 3, interiorCount: interiorCount, knots: knots, boundary: boundary),
      hasIntercept: hasIntercept)
  }

  private init(knots: SplineKnots, hasIntercept: Bool) {
    self.knots = knots
    self.hasIntercept = hasIntercept
    let kept = knots.functionCount - (hasIntercept ? 0 : 1)
    func curvature(atUpper: Bool) -> [DoubleDouble] {
      Array(knots.boundaryDerivatives(order: 2, atUpper: atUpper).suffix(kept))
    }
    let first = Reflection(curvature(atUpper: false), pivot: 0)
    let second = Reflection(first.applied(to: curvature(atUpper: true)), pivot: 1)
    // Column j of Q is what the reflections, last first, make of the j-th unit vector.
    let columns = (2..<kept).map { j in
      var unit = [DoubleDouble](repeating: .zero, count: kept)
      unit[j] = DoubleDouble(1)
      let column = first.applied(to: second.applied(to: unit))
      return (hasIntercept ? [] : [.zero]) + column
    }
    weights = (0..<knots.functionCount).flatMap { i in columns.map { $0[i].high } }
    func combined(order: Int, atUpper: Bool) -> [Double] {
      let values = knots.boundaryDerivatives(order: order, atUpper: atUpper)
      let unit = order == 0 ? 1 : knots.unit
      return columns.map { zip($0, values).reduce(DoubleDouble.zero) { $0 + $1.0 * $1.1 }.high / unit }
    }
    lowerValues = combined(order: 0, atUpper: false)
    lowerSlopes = combined(order: 1, atUpper: false)
    upperValues = combined(order: 0, atUpper: true)
    upperSlopes = combined(order: 1, atUpper: true)
  }

  var columnCount: Int { lowerValues.count }

  /// The columns at `x`; NaN where `x` is NaN.
  func columns(at x: [Double]) -> [[Double]] {
    let (rows, count) = (x.count, columnCount)
    var scratch = [Double](repeating: 0, count: 4)
    return Basis.columns(count, rows: rows) { out in
      var values = scratch.mutableSpan
      for i in 0..<rows {
        if x[i] < knots.lower {
          for j in 0..<count {
            out[j * rows + i] = lowerValues[j] + (x[i] - knots.lower) * lowerSlopes[j]
          }
        } else if x[i] > knots.upper {
          for j in 0..<count {
            out[j * rows + i] = upperValues[j] + (x[i] - knots.upper) * upperSlopes[j]
          }
        } else {
          let first = knots.firstFunction(at: x[i])
          knots.evaluate(at: x[i], first: first, into: &values)
          let at = first * count
          for j in 0..<count {
            out[j * rows + i] =
              (values[0] * weights[at + j] + values[1] * weights[at + count + j])
              + (values[2] * weights[at + 2 * count + j] + values[3] * weights[at + 3 * count + j])
          }
        }
      }
    }
  }
}

/// I − v vᵀ / v[pivot]: takes a vector to one that is 0 below the pivot (LINPACK's scaling and signs).
private struct Reflection {
  private var v: [DoubleDouble]
  private let pivot: Int

  init(_ x: [DoubleDouble], pivot: Int) {
    self.pivot = pivot
    let norm = DoubleDouble.sqrt(x[pivot...].reduce(.zero) { $0 + $1 * $1 })
    v = [DoubleDouble](repeating: .zero, count: x.count)
    guard norm.high > 0 else { return }
    let signed = x[pivot].high < 0 ? -norm : norm
    for i in pivot..<x.count { v[i] = x[i] / signed }
    v[pivot] = v[pivot] + DoubleDouble(1)
  }

  func applied(to x: [DoubleDouble]) -> [DoubleDouble] {
    guard v[pivot].high > 0 else { return x }
    let product = zip(v, x).reduce(DoubleDouble.zero) { $0 + $1.0 * $1.1 } / v[pivot]
    return zip(x, v).map { $0 - product * $1 }
  }
}

extension NaturalSplineBasis: Codable {
  private enum Key: String, CodingKey { case knots, boundary, intercept }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    do {
      let knots = try SplineKnots(
        degree: 3, interior: container.decode([Double].self, forKey: .knots),
        boundary: container.decode([Double].self, forKey: .boundary))
      self.init(knots: knots, hasIntercept: try container.decode(Bool.self, forKey: .intercept))
    } catch let error as BasisError {
      throw DecodingError.dataCorruptedError(forKey: .knots, in: container, debugDescription: "\(error)")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(knots.interior, forKey: .knots)
    try container.encode([knots.lower, knots.upper], forKey: .boundary)
    try container.encode(hasIntercept, forKey: .intercept)
  }
}

import GLMAlgebra

/// The knots of a spline space, with the B-splines over them: boundary knots of multiplicity degree + 1 and interior
/// knots between them, in order, any of which may coincide.
///
/// The B-splines are numbered from 0 to `functionCount` − 1. In an interval of positive length degree + 1 of them are
/// not 0; beyond the boundary those of the first or last interval go on as the polynomials they are there.
struct SplineKnots: Sendable, Equatable {
  let degree: Int
  let interior: [Double]
  let lower, upper: Double
  /// The power of two below the distance of the boundary knots.
  let unit: Double
  /// All knots, with their multiplicities.
  private let knots: [Double]
  /// Where the intervals of positive length but the first begin.
  private let starts: [Double]
  /// For each interval of positive length the first B-spline that is not 0 in it.
  private let firstFunctions: [Int]

  /// The highest degree.
  static let degreeLimit = 50

  init(degree: Int, interior: [Double], boundary: [Double]) throws(BasisError) {
    guard degree >= 1 else { throw .degreeTooSmall(degree) }
    guard degree <= SplineKnots.degreeLimit else {
      throw .degreeTooLarge(degree, limit: SplineKnots.degreeLimit)
    }
    guard boundary.count == 2, boundary.allSatisfy(\.isFinite), boundary[0] != boundary[1] else {
      throw .badBoundary(boundary)
    }
    (lower, upper) = (min(boundary[0], boundary[1]), max(boundary[0], boundary[1]))
    let columns = degree + 1 + interior.count
    guard columns <= Basis.columnLimit else { throw .tooManyColumns(columns, limit: Basis.columnLimit) }
    for knot in interior {
      guard knot.isFinite else { throw .badKnot(knot) }
      guard lower <= knot, knot <= upper else { throw .knotOutside(knot, lower: lower, upper: upper) }
    }
    self.degree = degree
    self.interior = interior.sorted()
    let ends = degree + 1
    knots =
      [Double](repeating: lower, count: ends) + self.interior + [Double](repeating: upper, count: ends)
    let filled = (0..<knots.count - 1).filter { [knots] in knots[$0] < knots[$0 + 1] }
    // Second derivatives and their squares must stay within the range of numbers.
    let range = upper - lower
    guard let narrowest = filled.map({ [knots] in knots[$0 + 1] - knots[$0] }).min(),
      range < 0x1p900, range > 0x1p-900, narrowest >= range * 0x1p-200
    else { throw .noRange(lower: lower, upper: upper) }
    unit = Double(sign: .plus, exponent: range.exponent, significand: 1)
    starts = filled.dropFirst().map { [knots] in knots[$0] }
    firstFunctions = filled.map { $0 - degree }
  }

  /// Knots of which some are learned from the values `x`, as in R: without `boundary` the range of the values, without
  /// `knots` as many quantiles (type 7) of the values within the boundary as `interiorCount` says.
  init(
    learning x: [Double], degree: Int, interiorCount: Int, knots: [Double]?, boundary: [Double]?
  ) throws(BasisError) {
    try Basis.requireFinite(x)
    let ends = boundary ?? [x.min() ?? 0, x.max() ?? 0]
    if boundary == nil, ends[0] == ends[1] { throw .noRange(lower: ends[0], upper: ends[1]) }
    let frame = try SplineKnots(degree: degree, interior: knots ?? [], boundary: ends)
    guard knots == nil, interiorCount > 0 else {
      self = frame
      return
    }
    let columns = interiorCount.addingReportingOverflow(degree + 1)
    guard !columns.overflow, columns.partialValue <= Basis.columnLimit else {
      throw .tooManyColumns(columns.overflow ? interiorCount : columns.partialValue, limit: Basis.columnLimit)
    }
    let sorted = x.filter { $0 >= frame.lower && $0 <= frame.upper }.sorted()
    if sorted.isEmpty { throw .noValues }
    let quantiles = (1...interiorCount).map { SplineKnots.quantile($0, of: interiorCount + 1, sorted) }
    try self.init(degree: degree, interior: quantiles, boundary: ends)
  }

  /// Quantile part/whole of type 7, to the nearest double: linear between order statistics 1 + (n − 1) part/whole.
  private static func quantile(_ part: Int, of whole: Int, _ sorted: [Double]) -> Double {
    let position = (sorted.count - 1) * part
    let (index, rest) = position.quotientAndRemainder(dividingBy: whole)
    guard rest > 0, sorted[index] != sorted[index + 1] else { return sorted[index] }
    let step = DoubleDouble.sum(sorted[index + 1], -sorted[index])
    let value = DoubleDouble(sorted[index]) + step * (DoubleDouble(rest) / DoubleDouble(whole))
    return min(max(value.high, sorted[index]), sorted[index + 1])
  }

  var functionCount: Int { degree + 1 + interior.count }

  /// The first of the degree + 1 B-splines that are not 0 in the interval of `x`; the first for NaN.
  func firstFunction(at x: Double) -> Int {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= x { low = middle + 1 } else { high = middle }
    }
    return firstFunctions[low]
  }

  /// Sets `values` to the B-splines `first` … `first` + degree at `x` (C. de Boor, J. Approx. Theory 6, 1972).
  ///
  /// Within the interval every step is a convex combination; beyond the boundary the terms of every sum have one
  /// sign. Nothing cancels.
  @inline(__always)
  func evaluate(at x: Double, first: Int, into values: inout MutableSpan<Double>) {
    let left = first + degree
    values[0] = 1
    for order in 1...degree {
      var carried = 0.0
      for r in 0..<order {
        let (start, end) = (knots[left + 1 - order + r], knots[left + 1 + r])
        let share = values[r] / (end - start)
        values[r] = carried + (end - x) * share
        carried = (x - start) * share
      }
      values[order] = carried
    }
  }

  /// The derivatives of all B-splines in x / `unit` at the lower or upper boundary knot, of an order from 0 to the
  /// degree.
  func boundaryDerivatives(order: Int, atUpper: Bool) -> [DoubleDouble] {
    let left = (atUpper ? firstFunctions[firstFunctions.count - 1] : firstFunctions[0]) + degree
    var values = [DoubleDouble](repeating: .zero, count: functionCount + 1)
    // Of the B-splines of a lower degree d in the interval, left − d … left, one is 1 at the boundary.
    values[atUpper ? left : left - degree + order] = DoubleDouble(1)
    for d in degree - order..<degree {
      for i in left - d - 1...left {
        func quotient(_ i: Int) -> DoubleDouble {
          guard (left - d...left).contains(i) else { return .zero }
          return values[i] / DoubleDouble.sum(knots[i + d + 1], -knots[i]).scaled(by: 1 / unit)
        }
        values[i] = DoubleDouble(d + 1) * (quotient(i) - quotient(i + 1))
      }
    }
    values.removeLast()
    return values
  }
}

/// Combinations of columns, Z = X P with P upper triangular, that are nearly orthonormal where X is nearly dependent.
///
/// P is exact as it stands; each entry of Z is summed in twice the precision and rounded once, so that Z has full
/// digits however nearly dependent the columns of X are. A column that is left out has zeros in P.
public struct ColumnCombination: Sendable, Equatable {
  /// Columns.
  public let order: Int
  /// P by columns: entry (i, j), i ≤ j, at j(j + 1)/2 + i.
  public let entries: [Double]

  /// - Parameter entries: order(order + 1)/2 of them.
  public init(order: Int, entries: [Double]) {
    precondition(entries.count == order * (order + 1) / 2, "the triangle has order(order + 1)/2 entries")
    self.order = order
    self.entries = entries
  }

  /// The combination of the `kept` of `order` columns, times `scales`, by the triangle `own` of them.
  public init(order: Int, kept: [Int], scales: [Double], triangle own: [Double]) {
    var entries = Array(repeating: 0.0, count: order * (order + 1) / 2)
    for (b, j) in kept.enumerated() {
      for a in 0...b {
        entries[j * (j + 1) / 2 + kept[a]] = own[b * (b + 1) / 2 + a] * scales[kept[a]]
      }
    }
    self.init(order: order, entries: entries)
  }

  /// P times another combination of the same columns.
  public func followed(by other: ColumnCombination) -> ColumnCombination {
    var result = entries
    for j in 0..<order {
      for i in 0...j {
        var sum = DoubleDouble.zero
        for k in i...j { sum += DoubleDouble.product(self[i, k], other[k, j]) }
        result[j * (j + 1) / 2 + i] = sum.high
      }
    }
    return ColumnCombination(order: order, entries: result)
  }

  /// Entry (i, j), i ≤ j.
  public subscript(i: Int, j: Int) -> Double { entries[j * (j + 1) / 2 + i] }

  /// P · x: the coefficients of X that those of Z stand for.
  public func multiplying(_ x: [Double]) -> [DoubleDouble] {
    (0..<order).map { i in
      var sum = DoubleDouble.zero
      for j in i..<order { sum += DoubleDouble.product(self[i, j], x[j]) }
      return sum
    }
  }

  /// Pᵀ · x: the products with Z of what has the products x with X.
  public func transposeMultiplying(_ x: [DoubleDouble]) -> [DoubleDouble] {
    (0..<order).map { j in
      var sum = DoubleDouble.zero
      for i in 0...j { sum += DoubleDouble(self[i, j]) * x[i] }
      return sum
    }
  }

  /// P⁻¹ · x, 0 for the columns that are left out.
  public func solve(_ x: [DoubleDouble]) -> [Double] {
    var rest = x
    var result = Array(repeating: 0.0, count: order)
    for j in stride(from: order - 1, through: 0, by: -1) where self[j, j] != 0 {
      result[j] = rest[j].high / self[j, j]
      for i in 0...j { rest[i] = rest[i] - DoubleDouble.product(self[i, j], result[j]) }
    }
    return result
  }

  /// Lends the combined columns of a block: those of X are high + low. They lie in `buffer` while lent.
  public func withCombined<Result>(
    _ high: BlockColumns, _ low: BlockColumns?, in buffer: Buffer, _ body: (BlockColumns) -> Result
  ) -> Result {
    precondition(high.count == order, "one row of the triangle a column")
    let n = high.rows
    buffer.reserve((order + 1) * n)
    let spare = order * n..<(order + 1) * n
    var coefficients = Array(repeating: 0.0, count: order)
    let zeros = coefficients
    for j in 0..<order {
      for i in 0..<order { coefficients[i] = i <= j ? self[i, j] : 0 }
      let own = j * n..<(j + 1) * n
      buffer.fill(own, with: 0)
      buffer.fill(spare, with: 0)
      buffer.withTwoMutableSpans(own, spare) { sum, rest in
        high.addPreciseLinearPredictor(
          low: low, coefficients.span, zeros.span, to: &sum, low: &rest)
      }
    }
    return buffer.withColumns(order, rows: n, body)
  }
}

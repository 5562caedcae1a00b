/// A symmetric matrix of which the lower triangle is kept, row by row: entry (i, j), j ≤ i, is at i(i + 1)/2 + j.
public struct PackedSymmetric: Sendable, Equatable {
  /// Rows (and columns).
  public let order: Int
  /// order(order + 1)/2 entries.
  public var entries: [Double]

  /// The zero matrix.
  public init(order: Int) {
    self.order = order
    self.entries = Array(repeating: 0, count: order * (order + 1) / 2)
  }

  /// A matrix from its packed lower triangle; `entries.count` must be order(order + 1)/2.
  public init(order: Int, entries: [Double]) {
    precondition(
      entries.count == order * (order + 1) / 2, "the packed triangle has order(order + 1)/2 entries")
    self.order = order
    self.entries = entries
  }

  /// The place of (i, j), in either order.
  @inlinable
  public static func index(_ i: Int, _ j: Int) -> Int { i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i }

  @inlinable
  public subscript(i: Int, j: Int) -> Double {
    get { entries[Self.index(i, j)] }
    set { entries[Self.index(i, j)] = newValue }
  }

  /// The diagonal.
  public var diagonal: [Double] { (0..<order).map { self[$0, $0] } }

  /// factor · A.
  public func scaled(by factor: Double) -> PackedSymmetric {
    PackedSymmetric(order: order, entries: entries.map { $0 * factor })
  }

  /// A · x.
  public func multiplying(_ x: [Double]) -> [Double] {
    (0..<order).map { i in
      var sum = CompensatedSum()
      for j in 0..<order { sum.add(self[i, j] * x[j]) }
      return sum.value
    }
  }

  /// xᵀ A x.
  public func quadraticForm(_ x: [Double]) -> Double { dot(x, multiplying(x)) }

  /// The rows and columns that `keep` names, in that order.
  public func selecting(_ keep: [Int]) -> PackedSymmetric {
    var result = PackedSymmetric(order: keep.count)
    for a in keep.indices {
      for b in 0...a { result[a, b] = self[keep[a], keep[b]] }
    }
    return result
  }

  /// This matrix at the rows and columns `places`, ascending, of one of order `order`, NaN elsewhere.
  package func placed(_ places: [Int], order: Int) -> PackedSymmetric {
    if places.elementsEqual(0..<order) { return self }
    var result = PackedSymmetric(
      order: order, entries: Array(repeating: .nan, count: order * (order + 1) / 2))
    for (i, a) in places.enumerated() {
      for (j, b) in places[...i].enumerated() { result[a, b] = self[i, j] }
    }
    return result
  }

  /// T A Tᵀ, for T given by its rows as lists of (column, value): the covariance of T β.
  public func transformed(by rows: [[(column: Int, value: Double)]]) -> PackedSymmetric {
    // Most maps are the identity but for a row or two.
    if rows.count == order, rows.indices.allSatisfy({ rows[$0].count == 1 && rows[$0][0] == ($0, 1) }) {
      return self
    }
    var result = PackedSymmetric(order: rows.count)
    for b in rows.indices {
      let right = (0..<order).map { i in
        var sum = CompensatedSum()
        for (j, y) in rows[b] { sum.add(self[i, j] * y) }
        return sum.value
      }
      for a in b..<rows.count {
        var sum = CompensatedSum()
        for (i, x) in rows[a] { sum.add(x * right[i]) }
        result[a, b] = sum.value
      }
    }
    return result
  }
}

/// Σ aᵢ bᵢ, compensated, in order.
public func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = CompensatedSum()
  for i in a.indices { sum.add(a[i] * b[i]) }
  return sum.value
}

/// The triangular factor R of a Householder QR factorization of rows that come block by block: RᵀR = Σ x xᵀ, without the
/// squares.
///
/// Factors of different rows merge into the factor of all of them (a tall and skinny QR: J. Demmel, L. Grigori,
/// M. Hoemmen, J. Langou, SIAM J. Sci. Comput. 34, 2012). Memory p²/2, 2 n p² operations. R is that of rows which differ
/// from those given by a few roundings of each column's size, where XᵀX would lose twice the digits.
public struct TriangularFactor: Mergeable {
  /// Columns.
  public let order: Int
  /// The upper triangle, column by column: entry (i, j), i ≤ j, is at j(j + 1)/2 + i.
  public private(set) var entries: [Double]

  /// The factor of no rows.
  public init(order: Int) {
    self.order = order
    entries = Array(repeating: 0, count: order * (order + 1) / 2)
  }

  /// Entry (i, j), i ≤ j.
  public subscript(i: Int, j: Int) -> Double { entries[j * (j + 1) / 2 + i] }

  /// Takes in `rows` more rows, column after column in the first order · rows entries of `columns`, which are lost.
  public mutating func absorb(_ columns: Buffer, rows: Int) {
    if rows == 0 { return }
    for j in 0..<order {
      let own = j * rows..<(j + 1) * rows
      let diagonal = j * (j + 1) / 2 + j
      let top = entries[diagonal]
      let below = columns.squareSum(own)
      if below == 0 { continue }
      // H = 1 − τ v vᵀ with v = (1, own / pivot) takes (top, own) to (norm, 0).
      let norm = top > 0 ? -(top * top + below).squareRoot() : (top * top + below).squareRoot()
      let pivot = top - norm
      let scale = -pivot / norm
      entries[diagonal] = norm
      for k in stride(from: j + 1, to: order, by: 1) {
        let other = k * rows..<(k + 1) * rows
        let place = k * (k + 1) / 2 + j
        let share = scale * (entries[place] + columns.dot(own, other) / pivot)
        entries[place] -= share
        columns.add(-share / pivot, times: own, to: other)
      }
    }
  }

  /// Becomes the factor of no rows.
  public mutating func clear() { for i in entries.indices { entries[i] = 0 } }

  /// Takes in the rows of another factor.
  public mutating func merge(_ later: TriangularFactor) {
    precondition(later.order == order, "factors of the same columns merge")
    let rows = Buffer(count: order * order)
    for j in 0..<order {
      for i in 0...j { rows[j * order + i] = later[i, j] }
    }
    absorb(rows, rows: order)
  }

  /// Σ x² of column j, its square root.
  public func norm(ofColumn j: Int) -> Double {
    var sum = CompensatedSum()
    for i in 0...j { sum.add(self[i, j] * self[i, j]) }
    return sum.value.squareRoot()
  }
}

/// What can be added up apart and merged in a fixed order.
public protocol Mergeable: Sendable {
  /// Merges what belongs to later rows.
  mutating func merge(_ later: Self)
  /// Becomes what no rows add up to, in the memory at hand.
  mutating func clear()
}

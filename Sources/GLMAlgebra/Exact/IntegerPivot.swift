/// How much exact arithmetic may still be done, in products of limbs: what exceeds it is left to rounded numbers.
public struct ExactBudget: Sendable {
  public private(set) var left: Int

  public init(_ left: Int) { self.left = left }

  public var isSpent: Bool { left <= 0 }

  mutating func spend(_ a: BigInteger, _ b: BigInteger) { left -= 10 + a.limbCount * b.limbCount }
}

/// Rows of whole numbers that are eliminated without fractions: every entry stands for itself over one denominator,
/// and stays a minor of the matrix that was given (E. H. Bareiss, Sylvester's identity and multistep integer-preserving
/// Gaussian elimination, 1968).
struct IntegerTableau: Sendable {
  var rows: [[BigInteger]]
  /// What all entries are over; the pivot before.
  private(set) var denominator = BigInteger.one

  init(rows: [[BigInteger]]) { self.rows = rows }

  /// Row `p` stands for the unknown that had the entries `column` beside these rows: eliminates it from all others, by the
  /// entry column[p], which must not be 0.
  ///
  /// - Returns: false when the budget is spent, and the rows are of no more use.
  mutating func pivot(row p: Int, column: [BigInteger], _ budget: inout ExactBudget) -> Bool {
    if budget.isSpent { return false }
    let pivot = column[p]
    let own = rows[p]
    for i in rows.indices where i != p {
      if budget.isSpent { return false }
      let factor = column[i]
      for j in own.indices {
        var entry = rows[i][j]
        if !entry.isZero {
          budget.spend(entry, pivot)
          entry = entry * pivot
        }
        if !factor.isZero, !own[j].isZero {
          budget.spend(factor, own[j])
          entry = entry - factor * own[j]
        }
        if !entry.isZero {
          budget.spend(entry, denominator)
          entry = entry.dividedExactly(by: denominator)
        }
        rows[i][j] = entry
      }
    }
    denominator = pivot
    return true
  }
}

/// The vectors orthogonal to given rows, exactly.
public enum NullSpace {
  /// A basis of {x : row · x = 0 for every row}, in whole numbers of `order` entries; nil when the budget is spent.
  public static func basis(
    of rows: [[BigInteger]], order: Int, _ budget: inout ExactBudget
  ) -> [[BigInteger]]? {
    var tableau = IntegerTableau(rows: rows)
    var used = Array(repeating: false, count: rows.count)
    /// For each column, the row that it was eliminated by.
    var owner = Array(repeating: Int?.none, count: order)
    for column in 0..<order {
      let left = rows.indices.filter { !used[$0] && !tableau.rows[$0][column].isZero }
      guard let row = left.min(by: { tableau.rows[$0][column].bitWidth < tableau.rows[$1][column].bitWidth })
      else { continue }
      used[row] = true
      owner[column] = row
      let entries = tableau.rows.map { $0[column] }
      guard tableau.pivot(row: row, column: entries, &budget) else { return nil }
    }
    // Each row that was used holds the denominator in its own column and 0 in those of the others.
    return (0..<order).filter { owner[$0] == nil }.map { free in
      (0..<order).map { column in
        if column == free { return tableau.denominator }
        return owner[column].map { -tableau.rows[$0][free] } ?? .zero
      }
    }
  }
}

extension NullSpace {
  /// The same in rounded numbers, with entries of size 1 at most; what is left of a row at 1e-9 of its size is 0.
  public static func rounded(of rows: [[Double]], order: Int) -> [[Double]] {
    var rows = rows
    var owner = Array(repeating: Int?.none, count: order)
    var left = Set(rows.indices)
    while true {
      // The largest entry of all that are left.
      var best = (row: -1, column: -1, size: 1e-9)
      for i in left.sorted() {
        for j in 0..<order where owner[j] == nil && abs(rows[i][j]) > best.size {
          best = (i, j, abs(rows[i][j]))
        }
      }
      if best.row < 0 { break }
      left.remove(best.row)
      owner[best.column] = best.row
      let pivot = rows[best.row][best.column]
      rows[best.row] = rows[best.row].map { $0 / pivot }
      for i in rows.indices where i != best.row && rows[i][best.column] != 0 {
        let factor = rows[i][best.column]
        for j in 0..<order { rows[i][j] -= factor * rows[best.row][j] }
        rows[i][best.column] = 0
      }
    }
    return (0..<order).filter { owner[$0] == nil }.map { free in
      let vector = (0..<order).map { column in
        column == free ? 1 : owner[column].map { -rows[$0][free] } ?? 0
      }
      let size = vector.reduce(0) { max($0, abs($1)) }
      return vector.map { $0 / size }
    }
  }
}

/// Whether a vector lies in the cone that columns span, in whole numbers: the multipliers that say so, or a direction
/// that proves the contrary.
///
/// The first phase of the simplex method: Σ ρ is minimized over λ ≥ 0 and ρ ≥ 0 with Σ λᵢ vᵢ + S ρ = b, S the diagonal
/// matrix of the signs of b. At 0 the vector b is Σ λᵢ vᵢ; otherwise the multipliers d of the equations have
/// d · vᵢ ≥ 0 for every column and d · b < 0 (Farkas). Pivots are those of Bland's rule, which never comes back to a
/// basis (R. G. Bland, New finite pivoting rules for the simplex method, 1977). Columns can be added between rounds.
public struct ExactCone: Sendable {
  public enum Answer: Sendable, Equatable {
    /// b = Σ λᵢ vᵢ, with λᵢ > 0 for these columns and 0 for the others.
    case inside(columns: [Int])
    /// d · v ≥ 0 for every column, d · b < 0.
    case direction([BigInteger])
  }

  private let order: Int
  private var columns: [[BigInteger]] = []
  /// Row 0 is d and d · b; row i + 1 is a row of the inverse of the basis and the value of what is basic there.
  private var tableau: IntegerTableau
  /// The column that is basic in each row; nil for the ρ it began with.
  private var basis: [Int?]

  /// The question for b = `vector`.
  public init(vector: [BigInteger]) {
    order = vector.count
    basis = Array(repeating: nil, count: order)
    let signs = vector.map { BigInteger($0.sign < 0 ? -1 : 1) }
    let total = vector.reduce(BigInteger.zero) { $0 + ($1.sign < 0 ? -$1 : $1) }
    var rows = [signs.map { -$0 } + [-total]]
    for j in vector.indices {
      var row = Array(repeating: BigInteger.zero, count: order + 1)
      row[j] = signs[j]
      row[order] = vector[j].sign < 0 ? -vector[j] : vector[j]
      rows.append(row)
    }
    tableau = IntegerTableau(rows: rows)
  }

  /// Adds a column to the cone.
  public mutating func add(_ column: [BigInteger]) {
    precondition(column.count == order, "a column has one entry a row")
    columns.append(column)
  }

  /// Decides for the columns there are; nil when the budget is spent.
  public mutating func solve(_ budget: inout ExactBudget) -> Answer? {
    while !budget.isSpent {
      let direction = Array(tableau.rows[0].prefix(order))
      if tableau.rows[0][order].isZero {
        return .inside(
          columns: basis.indices.compactMap { i in
            tableau.rows[i + 1][order].isZero ? nil : basis[i]
          })
      }
      guard let entering = columns.firstIndex(where: { Self.dot(direction, $0, &budget).sign < 0 })
      else { return .direction(direction) }
      let entries = tableau.rows.map { Self.dot($0, columns[entering], &budget) }
      // The least ratio value/entry; of equal ones the lowest column, those of the start last.
      var leaving: Int?
      for i in 0..<order where entries[i + 1].sign > 0 {
        guard let best = leaving else {
          leaving = i
          continue
        }
        let a = tableau.rows[i + 1][order] * entries[best + 1]
        let b = tableau.rows[best + 1][order] * entries[i + 1]
        if a < b || (a == b && (basis[i] ?? .max) < (basis[best] ?? .max)) { leaving = i }
      }
      // The sum is at least 0: it cannot fall without end.
      guard let leaving else { return nil }
      guard tableau.pivot(row: leaving + 1, column: entries, &budget) else { return nil }
      basis[leaving] = entering
    }
    return nil
  }

  /// Σ aⱼ vⱼ over the entries of the column; what `a` has beyond is left out.
  private static func dot(_ a: [BigInteger], _ v: [BigInteger], _ budget: inout ExactBudget) -> BigInteger {
    var sum = BigInteger.zero
    for j in v.indices where !a[j].isZero && !v[j].isZero {
      budget.spend(a[j], v[j])
      sum += a[j] * v[j]
    }
    return sum
  }
}

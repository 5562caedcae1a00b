/// Which columns of a triangular factor are independent, in their order, and what the others are made of.
///
/// A column is dependent when its caller says so of what is left of it beside the earlier independent columns. What
/// depends is left out of the factor. O(p³) at most.
public struct ColumnDecomposition: Sendable {
  /// The independent columns, ascending.
  public private(set) var independent: [Int] = []
  /// For each dependent column its factors on the independent columns before it, in their order.
  public private(set) var relations: [Int: [Double]] = [:]
  /// R of the independent columns, column by column: entry (i, j), i ≤ j, at j(j + 1)/2 + i.
  private var factor: [Double] = []

  /// - Parameter isDependent: told, for each column in order, the size of what is left of it and its factors on the
  ///   independent columns before it.
  public init(
    _ triangle: TriangularFactor, isDependent: (_ column: Int, _ rest: Double, _ factors: [Double]) -> Bool
  ) {
    let p = triangle.order
    // Reflectors that bring later columns back to a triangle once one has been left out.
    var reflectors: [(first: Int, vector: [Double], scale: Double)] = []
    for j in 0..<p {
      var column = (0...j).map { triangle[$0, j] }
      for (first, vector, scale) in reflectors {
        var sum = CompensatedSum()
        for (t, v) in vector.enumerated() { sum.add(v * column[first + t]) }
        let share = scale * sum.value
        for (t, v) in vector.enumerated() { column[first + t] -= share * v }
      }
      let k = independent.count
      let rest = column[k...].reduce(into: CompensatedSum()) { $0.add($1 * $1) }.value.squareRoot()
      let factors = solve(Array(column[..<k]))
      if !(rest > 0) || isDependent(j, rest, factors) {
        relations[j] = factors
        continue
      }
      if k < j {
        var vector = Array(column[k...])
        let norm = vector[0] > 0 ? -rest : rest
        vector[0] -= norm
        let square = vector.reduce(0) { $0 + $1 * $1 }
        if square > 0 { reflectors.append((k, vector, 2 / square)) }
        column[k] = norm
      }
      factor += column[...k]
      independent.append(j)
    }
  }

  /// R⁻¹ b for the independent columns so far.
  private func solve(_ right: [Double]) -> [Double] {
    var x = right
    for j in stride(from: right.count - 1, through: 0, by: -1) {
      let start = j * (j + 1) / 2
      x[j] /= factor[start + j]
      for i in 0..<j { x[i] -= factor[start + i] * x[j] }
    }
    return x
  }

  /// R⁻¹, column by column as R is.
  public func inverse() -> [Double] {
    var result: [Double] = []
    for j in independent.indices {
      result += solve((0...j).map { $0 == j ? 1 : 0 })
    }
    return result
  }
}

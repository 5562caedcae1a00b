/// The question of ``ExactCone`` in rounded numbers: an answer that is right but for near ties, and a basis from which an
/// exact one is soon found.
///
/// Columns should have entries of size 1 at most. The most violated column enters until that stops helping, then Bland's
/// rule decides. The inverse of the basis is computed anew every so often.
public struct RoundedCone: Sendable {
  private let order: Int
  private let target: [Double]
  private let total: Double
  private var columns: [[Double]] = []
  /// The inverse of the basis, row by row.
  private var inverse: [[Double]]
  private var values: [Double]
  /// The column that is basic in each row; nil for the ρ it began with.
  public private(set) var basis: [Int?]
  private var pivots = 0

  static let tolerance = 1e-10

  public init(vector: [Double]) {
    order = vector.count
    target = vector
    total = vector.reduce(0) { $0 + abs($1) }
    basis = Array(repeating: nil, count: order)
    inverse = vector.indices.map { i in vector.indices.map { i == $0 ? (vector[i] < 0 ? -1 : 1) : 0 } }
    values = vector.map { abs($0) }
  }

  public mutating func add(_ column: [Double]) {
    precondition(column.count == order, "a column has one entry a row")
    columns.append(column)
  }

  /// Σ ρ against Σ |b|: what of the vector is outside the cone.
  public var distance: Double {
    let outside = basis.indices.reduce(0.0) { $0 + (basis[$1] == nil ? abs(values[$1]) : 0) }
    return total > 0 ? outside / total : 0
  }

  /// Whether the vector is in the cone, to rounding.
  public var isInside: Bool { distance <= 1e-9 }

  /// d, the largest entry 1.
  public var direction: [Double] {
    var d = Array(repeating: 0.0, count: order)
    for i in 0..<order where basis[i] == nil {
      for j in 0..<order { d[j] -= inverse[i][j] }
    }
    let size = d.reduce(0) { max($0, abs($1)) }
    return size > 0 && size.isFinite ? d.map { $0 / size } : Array(repeating: 0, count: order)
  }

  /// The basic columns whose multipliers are above 0, to rounding.
  public var positive: [Int] {
    let size = values.reduce(0) { max($0, abs($1)) }
    return basis.indices.compactMap { values[$0] > 1e-9 * size ? basis[$0] : nil }
  }

  /// Pivots until no column is violated.
  public mutating func solve() {
    var idle = 0
    var best = Double.infinity
    let limit = 200 + 40 * (order + columns.count)
    for _ in 0..<limit {
      if isInside { return }
      let d = direction
      let usesBland = idle > 2 * order + 10
      var entering: Int?
      var worst = -Self.tolerance
      for (c, column) in columns.enumerated() {
        let slope = dot(d, column)
        if slope < worst {
          entering = c
          if usesBland { break }
          worst = slope
        }
      }
      guard let entering, pivot(entering) else { return }
      let now = distance
      idle = now < best * (1 - 1e-12) ? 0 : idle + 1
      best = min(best, now)
    }
  }

  private mutating func pivot(_ entering: Int) -> Bool {
    let entries = inverse.map { dot($0, columns[entering]) }
    var leaving: Int?
    for i in 0..<order where entries[i] > 1e-9 {
      guard let best = leaving else {
        leaving = i
        continue
      }
      let (a, b) = (max(values[i], 0) / entries[i], max(values[best], 0) / entries[best])
      // Of ratios that are equal but for rounding, the larger pivot.
      if a < b - 1e-12 * abs(b) || (a <= b && entries[i] > entries[best]) { leaving = i }
    }
    guard let leaving else { return false }
    let scale = 1 / entries[leaving]
    let own = inverse[leaving].map { $0 * scale }
    let value = values[leaving] * scale
    for i in 0..<order where i != leaving && entries[i] != 0 {
      for j in 0..<order { inverse[i][j] -= entries[i] * own[j] }
      values[i] -= entries[i] * value
    }
    inverse[leaving] = own
    values[leaving] = value
    basis[leaving] = entering
    pivots += 1
    if pivots % 50 == 0 { refresh() }
    return true
  }

  /// The inverse from the columns themselves.
  private mutating func refresh() {
    var matrix = (0..<order).map { i in
      (0..<order).map { r -> Double in
        if let c = basis[r] { return columns[c][i] }
        return i == r ? (target[i] < 0 ? -1 : 1) : 0
      }
    }
    var result = (0..<order).map { i in (0..<order).map { i == $0 ? 1.0 : 0 } }
    for c in 0..<order {
      guard let row = (c..<order).max(by: { abs(matrix[$0][c]) < abs(matrix[$1][c]) }),
        abs(matrix[row][c]) > 1e-14
      else { return }
      matrix.swapAt(c, row)
      result.swapAt(c, row)
      let scale = 1 / matrix[c][c]
      for j in 0..<order {
        matrix[c][j] *= scale
        result[c][j] *= scale
      }
      for i in 0..<order where i != c && matrix[i][c] != 0 {
        let factor = matrix[i][c]
        for j in 0..<order {
          matrix[i][j] -= factor * matrix[c][j]
          result[i][j] -= factor * result[c][j]
        }
      }
    }
    inverse = result
    values = inverse.map { dot($0, target) }
  }
}

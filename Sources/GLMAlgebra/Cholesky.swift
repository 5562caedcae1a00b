import CGLMKernels

/// The Cholesky factor of a positive semidefinite matrix, in the given order of columns, that *names* the columns
/// which depend on earlier ones instead of failing on them.
///
/// The matrix is first scaled to a unit diagonal; a column whose remaining pivot, 1 − R² on the earlier
/// independent columns, is at most `tolerance` is dependent: it is left out of the factor and of every solution,
/// where its entry is 0. O(n³/3).
public struct Cholesky: Sendable {
  /// The order of the matrix that was factored.
  public let order: Int
  /// The independent columns, ascending.
  public let independent: [Int]
  /// The dependent columns, ascending.
  public let dependent: [Int]

  /// The smallest scaled pivot of all columns, 1 − R² on the earlier independent ones: about 1/condition² of the columns
  /// that the matrix is made of, if there are few of them. 0 for a column of zeros; 1 for no columns.
  public let smallestPivot: Double

  /// 1/√diagonal of each independent column.
  private var scale: [Double]
  /// The packed lower factor of the scaled, selected matrix.
  private let factor: [Double]

  /// Factors `matrix`.
  ///
  /// - Parameters:
  ///   - matrix: positive semidefinite up to rounding. A diagonal entry that is not positive and finite makes its
  ///     column dependent.
  ///   - tolerance: the largest scaled pivot, in [0, 1), that counts as zero.
  public init(_ matrix: PackedSymmetric, tolerance: Double = 1e-13) {
    order = matrix.order
    if order >= CholeskyBlocks.fewest {
      let found = CholeskyBlocks.factor(matrix, tolerance: tolerance)
      (independent, dependent, scale) = (found.kept, found.left, found.scales)
      (factor, smallestPivot) = (found.rows, found.smallest)
      return
    }
    var kept: [Int] = []
    var left: [Int] = []
    var scales: [Double] = []
    var rows: [Double] = []
    rows.reserveCapacity(matrix.entries.count)
    var smallest = 1.0
    // Row by row, the products with earlier rows a few rows at a time: those of a panel share the loads of this row.
    var row = Array(repeating: 0.0, count: matrix.order + 1)
    var earlier = Array(repeating: 0.0, count: Self.panel)
    for column in 0..<matrix.order {
      let diagonal = matrix[column, column]
      guard diagonal > 0, diagonal.isFinite else {
        left.append(column)
        smallest = 0
        continue
      }
      let s = 1 / diagonal.squareRoot()
      var pivot = CompensatedSum()
      pivot.add(1)
      for first in stride(from: 0, to: kept.count, by: Self.panel) {
        let last = min(first + Self.panel, kept.count)
        Self.products(of: rows, first..<last, with: row, count: first, to: &earlier)
        for k in first..<last {
          let start = k * (k + 1) / 2
          var sum = earlier[k - first]
          for t in first..<k { sum += row[t] * rows[start + t] }
          let entry = (matrix[column, kept[k]] * s * scales[k] - sum) / rows[start + k]
          row[k] = entry
          pivot.add(-entry * entry)
        }
      }
      smallest = min(smallest, max(pivot.value, 0))
      guard pivot.value > tolerance else {
        left.append(column)
        continue
      }
      rows += row[..<kept.count]
      rows.append(pivot.value.squareRoot())
      kept.append(column)
      scales.append(s)
    }
    independent = kept
    dependent = left
    scale = scales
    factor = rows
    smallestPivot = smallest
  }

  /// The factor of the matrix times `share`, which is above 0.
  public func scaled(by share: Double) -> Cholesky {
    var result = self
    let root = share.squareRoot()
    result.scale = scale.map { $0 / root }
    return result
  }

  /// How many columns are independent.
  public var rank: Int { independent.count }

  /// The solution x of A x = b with 0 in the dependent entries.
  public func solve(_ b: [Double]) -> [Double] {
    precondition(b.count == order, "the right-hand side has one entry a column")
    let n = independent.count
    var z = lowerSolve(b)
    factor.withUnsafeBufferPointer { factor in
      z.withUnsafeMutableBufferPointer { z in
        for last in stride(from: n, to: 0, by: -Self.panel) {
          let first = max(last - Self.panel, 0)
          for i in (first..<last).reversed() {
            let start = i * (i + 1) / 2
            z[i] /= factor[start + i]
            for t in first..<i { z[t] -= factor[start + t] * z[i] }
          }
          Self.takeOff(factor, first..<last, from: z)
        }
      }
    }
    var x = Array(repeating: 0.0, count: order)
    for i in 0..<n { x[independent[i]] = z[i] * scale[i] }
    return x
  }

  /// xᵀ A⁻¹ x on the independent columns, which is never below 0.
  public func quadraticForm(ofInverse x: [Double]) -> Double {
    lowerSolve(x).reduce(0) { $0 + $1 * $1 }
  }

  /// L⁻¹ b in the scaled columns, of the independent entries.
  private func lowerSolve(_ b: [Double]) -> [Double] {
    var z = independent.indices.map { b[independent[$0]] * scale[$0] }
    for i in z.indices {
      let start = i * (i + 1) / 2
      z[i] = (z[i] - Self.dot(factor, start, z, 0, count: i)) / factor[start + i]
    }
    return z
  }

  /// The inverse on the independent columns, with NaN in the rows and columns of the dependent ones. O(n³).
  public func inverse() -> PackedSymmetric {
    let n = independent.count
    if n >= CholeskyBlocks.fewest {
      var inner = PackedSymmetric(order: n, entries: CholeskyBlocks.inverse(factor, order: n))
      for i in 0..<n { for j in 0...i { inner[i, j] *= scale[i] * scale[j] } }
      return inner.placed(independent, order: order)
    }
    var result = PackedSymmetric(
      order: order, entries: Array(repeating: .nan, count: order * (order + 1) / 2))
    // Column j of L⁻¹ from row j on, the columns one after the other; then L⁻ᵀ L⁻¹.
    var columns = Array(repeating: 0.0, count: n * (n + 1) / 2)
    let starts = (0..<n).map { j in j * n - j * (j - 1) / 2 }
    for j in 0..<n {
      let start = starts[j]
      columns[start] = 1 / factor[j * (j + 1) / 2 + j]
      for i in stride(from: j + 1, to: n, by: 1) {
        let row = i * (i + 1) / 2
        columns[start + i - j] =
          -Self.dot(factor, row + j, columns, start, count: i - j) / factor[row + i]
      }
    }
    for i in 0..<n {
      for j in 0...i {
        let sum = Self.dot(columns, starts[i], columns, starts[j] + i - j, count: n - i)
        result[independent[i], independent[j]] = sum * scale[i] * scale[j]
      }
    }
    return result
  }

  /// log det A on the independent columns.
  public var logDeterminant: Double {
    var sum = CompensatedSum()
    for i in independent.indices {
      sum.add(2 * Double.log(factor[i * (i + 1) / 2 + i]))
      sum.add(-2 * Double.log(scale[i]))
    }
    return sum.value
  }

  /// Vectors bₜ with A⁻¹ = Σ bₜ bₜᵀ on the independent columns, one for each of them, 0 in the dependent entries:
  /// Σ (xᵀbₜ)² is xᵀ A⁻¹ x. O(n³/3).
  public func inverseRoot() -> [[Double]] {
    let n = independent.count
    return (0..<n).map { t in
      // Row t of L⁻¹, backwards from its diagonal.
      var row = Array(repeating: 0.0, count: t + 1)
      row[t] = 1 / factor[t * (t + 1) / 2 + t]
      for i in stride(from: t - 1, through: 0, by: -1) {
        var sum = 0.0
        for j in (i + 1)...t { sum += row[j] * factor[j * (j + 1) / 2 + i] }
        row[i] = -sum / factor[i * (i + 1) / 2 + i]
      }
      var vector = Array(repeating: 0.0, count: order)
      for i in 0...t { vector[independent[i]] = row[i] * scale[i] }
      return vector
    }
  }

  /// Σ a[i + t] b[j + t] over t below `count`.
  private static func dot(_ a: [Double], _ i: Int, _ b: [Double], _ j: Int, count: Int) -> Double {
    precondition(count <= a.count - i && count <= b.count - j, "the runs lie in the arrays")
    if count == 0 { return 0 }
    return a.withUnsafeBufferPointer { x in
      b.withUnsafeBufferPointer { y in glm_dot(x.baseAddress! + i, y.baseAddress! + j, count) }
    }
  }

  /// Rows of the factor that are used at a time.
  private static let panel = 16

  /// z −= Σ z[k] rows[k], of the packed rows `range` and the entries before them.
  private static func takeOff(
    _ rows: UnsafeBufferPointer<Double>, _ range: Range<Int>, from z: UnsafeMutableBufferPointer<Double>
  ) {
    let count = range.lowerBound
    guard count > 0, let z = z.baseAddress else { return }
    let factors = range.map { -z[$0] }
    withAddresses(of: rows, range) { glm_add_linear_predictor($0, factors, range.count, count, z) }
  }

  /// Lends the addresses of the packed rows `range`, of which there are some.
  private static func withAddresses(
    of rows: UnsafeBufferPointer<Double>, _ range: Range<Int>,
    _ body: (UnsafePointer<UnsafePointer<Double>?>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Double>?.self, capacity: range.count) { table in
      for (i, k) in range.enumerated() {
        table.initializeElement(at: i, to: rows.baseAddress.map { $0 + k * (k + 1) / 2 })
      }
      body(UnsafePointer(table.baseAddress!))
    }
  }

  /// Σ rows[k][t] row[t] over t below `count`, for the packed rows `range`, which are longer.
  private static func products(
    of rows: [Double], _ range: Range<Int>, with row: [Double], count: Int, to sums: inout [Double]
  ) {
    for i in 0..<range.count { sums[i] = 0 }
    if count == 0 { return }
    precondition(range.lowerBound >= count - 1 && count <= row.count, "the rows are longer")
    rows.withUnsafeBufferPointer { rows in
      row.withUnsafeBufferPointer { row in
        withAddresses(of: rows, range) { table in
          sums.withUnsafeMutableBufferPointer {
            glm_add_transpose_product(table, row.baseAddress!, range.count, count, $0.baseAddress!)
          }
        }
      }
    }
  }
}

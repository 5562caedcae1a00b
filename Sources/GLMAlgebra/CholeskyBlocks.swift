import CGLMKernels

/// The factor of a large matrix, some rows at a time, so that the products of its rows with one another are those of
/// tiles in the first-level cache; and the inverse from that (Golub and Van Loan, Matrix Computations, 4.2).
enum CholeskyBlocks {
  /// Orders from which it pays.
  static let fewest = 64
  /// Rows of a block: whole panels of the kernels.
  private static let height = 24
  /// Entries of rows that are multiplied at a time where later ones are 0.
  private static let strip = 64

  /// What a factorization finds, as ``Cholesky`` keeps it.
  struct Factor {
    var kept: [Int] = []
    var left: [Int] = []
    var scales: [Double] = []
    var rows: [Double] = []
    var smallest = 1.0
  }

  /// Packed row `k` of a factor.
  private static func start(_ k: Int) -> Int { k * (k + 1) / 2 }

  static func factor(_ matrix: PackedSymmetric, tolerance: Double) -> Factor {
    let n = matrix.order
    var found = Factor()
    found.rows.reserveCapacity(matrix.entries.count)
    // Rows of the factor in the making, n apart, their products, and where rows lie.
    let block = Scratch(height * n)
    let sums = Scratch(height * height)
    var scales = Array(repeating: 0.0, count: height)
    var first = 0
    while first < n {
      // Columns without a scale are left out before their block is put together.
      var columns: [Int] = []
      while first < n, columns.count < height {
        let diagonal = matrix[first, first]
        if diagonal > 0, diagonal.isFinite {
          scales[columns.count] = 1 / diagonal.squareRoot()
          columns.append(first)
        } else {
          found.left.append(first)
          found.smallest = 0
        }
        first += 1
      }
      add(columns, scales, of: matrix, to: &found, block.start, sums.start, tolerance: tolerance)
    }
    found.left.sort()
    return found
  }

  /// Factors the rows `columns` of the matrix after those that have been.
  private static func add(
    _ columns: [Int], _ scales: [Double], of matrix: PackedSymmetric, to found: inout Factor,
    _ block: UnsafeMutablePointer<Double>, _ sums: UnsafeMutablePointer<Double>, tolerance: Double
  ) {
    let n = matrix.order
    let before = found.kept.count
    let count = columns.count
    let own: [UnsafePointer<Double>?] = (0..<count).map { UnsafePointer(block + $0 * n) }
    found.rows.withUnsafeBufferPointer { rows in
      guard let rows = rows.baseAddress else { return }
      for from in stride(from: 0, to: before, by: height) {
        let to = min(from + height, before)
        let earlier: [UnsafePointer<Double>?] = (from..<to).map { rows + start($0) }
        sums.update(repeating: 0, count: height * height)
        glm_add_cross_products(own, count, earlier, to - from, from, sums, height)
        for k in from..<to {
          let row = rows + start(k)
          for t in 0..<count {
            let mine = block + t * n
            var sum = sums[t * height + k - from]
            for u in from..<k { sum += mine[u] * row[u] }
            mine[k] = (matrix[columns[t], found.kept[k]] * scales[t] * found.scales[k] - sum) / row[k]
          }
        }
      }
    }
    sums.update(repeating: 0, count: height * height)
    glm_add_cross_products(own, count, own, count, before, sums, height)
    // Which row of the block each kept one was.
    var places: [Int] = []
    for t in 0..<count {
      let mine = block + t * n
      for (i, place) in places.enumerated() {
        let (k, row) = (before + i, block + place * n)
        var sum = sums[t * height + place]
        for u in before..<k { sum += mine[u] * row[u] }
        mine[k] = (matrix[columns[t], found.kept[k]] * scales[t] * found.scales[k] - sum) / row[k]
      }
      let length = before + places.count
      var pivot = CompensatedSum()
      pivot.add(1)
      for k in 0..<length { pivot.add(-mine[k] * mine[k]) }
      found.smallest = min(found.smallest, max(pivot.value, 0))
      guard pivot.value > tolerance else {
        found.left.append(columns[t])
        continue
      }
      mine[length] = pivot.value.squareRoot()
      found.rows += UnsafeBufferPointer(start: mine, count: length + 1)
      found.kept.append(columns[t])
      found.scales.append(scales[t])
      places.append(t)
    }
  }

  /// L⁻ᵀ L⁻¹ of the packed factor L of order `n`, packed.
  static func inverse(_ factor: [Double], order n: Int) -> [Double] {
    // L⁻¹ column by column, n apart, zeros above its diagonal.
    let columns = Scratch(n * n)
    fillInverse(factor, order: n, columns.start)
    var result = Array(repeating: 0.0, count: start(n))
    result.withUnsafeMutableBufferPointer { result in
      for from in stride(from: 0, to: n, by: strip) {
        let to = min(from + strip, n)
        let table: [UnsafePointer<Double>?] = (0..<to).map { UnsafePointer(columns.start + $0 * n + from) }
        glm_add_gram(table, nil, to, to - from, result.baseAddress!)
      }
    }
    return result
  }

  private static func fillInverse(_ factor: [Double], order n: Int, _ columns: UnsafeMutablePointer<Double>) {
    let block = Scratch(height * n)
    factor.withUnsafeBufferPointer { factor in
      guard let rows = factor.baseAddress else { return }
      for first in stride(from: 0, to: n, by: height) {
        let last = min(first + height, n)
        block.start.update(repeating: 0, count: height * n)
        for from in stride(from: 0, to: first, by: strip) {
          let to = min(from + strip, first)
          let own: [UnsafePointer<Double>?] = (first..<last).map { rows + start($0) + from }
          let table: [UnsafePointer<Double>?] = (0..<to).map { UnsafePointer(columns + $0 * n + from) }
          glm_add_cross_products(own, last - first, table, to, to - from, block.start, n)
        }
        for i in first..<last {
          let (row, sum) = (rows + start(i), block.start + (i - first) * n)
          for t in first..<i {
            let (factor, earlier) = (row[t], block.start + (t - first) * n)
            for j in 0...t { sum[j] += factor * earlier[j] }
          }
          for j in 0..<i { sum[j] = -sum[j] / row[i] }
          sum[i] = 1 / row[i]
          for j in 0...i { columns[j * n + i] = sum[j] }
        }
      }
    }
  }

  /// Zeros, while it lives.
  private final class Scratch {
    let start: UnsafeMutablePointer<Double>

    init(_ count: Int) {
      start = .allocate(capacity: max(count, 1))
      start.initialize(repeating: 0, count: max(count, 1))
    }

    deinit { start.deallocate() }
  }
}

import CGLMKernels

/// The factor of a large matrix, some rows at a time, so that the products of its rows with one another are those of
/// tiles in the first-level cache; and the inverse from that (Golub and Van Loan, Matrix Computations, 4.2).
enum CholeskyBlocks {
  /// Orders from which it pays.
  static let fewest = 64
  /// Rows of a block: whole panels of the kernels.
  private static let height = GLM_FACTOR_ROWS
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
    // Rows of the factor in the making, n apart, and their products.
    let block = Buffer(count: height * n)
    let sums = Buffer(count: height * height)
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
    let mine: [UnsafeMutablePointer<Double>?] = (0..<count).map { block + $0 * n }
    let own = mine.map { UnsafePointer($0) }
    for t in 0..<count {
      // The entries of the matrix, which become those of the factor where they are.
      let (row, scale, entries) = (block + t * n, scales[t], start(columns[t]))
      for k in 0..<before { row[k] = matrix.entries[entries + found.kept[k]] * scale * found.scales[k] }
    }
    found.rows.withUnsafeBufferPointer { rows in
      guard let rows = rows.baseAddress else { return }
      for from in stride(from: 0, to: before, by: height) {
        let to = min(from + height, before)
        let earlier: [UnsafePointer<Double>?] = (from..<to).map { rows + start($0) }
        sums.update(repeating: 0, count: height * height)
        glm_add_cross_products(own, count, earlier, to - from, from, sums, height)
        glm_solve_factor_rows(mine, count, earlier, from, to - from, sums, height)
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
      let pivot = remainder(mine, length)
      found.smallest = min(found.smallest, max(pivot, 0))
      guard pivot > tolerance else {
        found.left.append(columns[t])
        continue
      }
      mine[length] = pivot.squareRoot()
      found.rows += UnsafeBufferPointer(start: mine, count: length + 1)
      found.kept.append(columns[t])
      found.scales.append(scales[t])
      places.append(t)
    }
  }

  /// 1 − Σ x², compensated in eight sums, so that no addition waits for the one before.
  private static func remainder(_ x: UnsafeMutablePointer<Double>, _ count: Int) -> Double {
    var heads = SIMD8<Double>(repeating: 0)
    var tails = heads
    let whole = count / 8 * 8
    for i in stride(from: 0, to: whole, by: 8) {
      let entries = UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<Double>.self)
      let square = entries * entries
      let sum = heads + square
      let rest = sum - heads
      tails += (heads - (sum - rest)) + (square - rest)
      heads = sum
    }
    var total = CompensatedSum()
    total.add(1)
    for i in whole..<count { total.add(-x[i] * x[i]) }
    for lane in 0..<8 {
      total.add(-heads[lane])
      total.add(-tails[lane])
    }
    return total.value
  }

  /// L⁻ᵀ L⁻¹ of the packed factor L of order `n`, packed.
  static func inverse(_ factor: [Double], order n: Int) -> [Double] {
    // L⁻¹ column by column, n apart, zeros above its diagonal.
    let columns = Buffer(count: n * n)
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
    let block = Buffer(count: height * n)
    let lines: [UnsafePointer<Double>?] = (0..<height).map { UnsafePointer(block.start + $0 * n) }
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
          // Entries beyond the diagonals of the earlier ones are 0.
          glm_add_linear_predictor(lines, row + first, i - first, i, sum)
          for j in 0..<i { sum[j] = -sum[j] / row[i] }
          sum[i] = 1 / row[i]
        }
        for j in 0..<last {
          for i in max(first, j)..<last { columns[j * n + i] = block.start[(i - first) * n + j] }
        }
      }
    }
  }
}

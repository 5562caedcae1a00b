import GLMAlgebra
import GLMModel

/// What one look at the data tells before a fit: that every row is possible, how much weight there is, and where the
/// columns lie.
struct Survey {
  /// Σ w.
  var totalWeight: Double
  /// Rows with w > 0.
  var rows: Int
  /// Groups of columns that add up to 1 in every row: the intercept, or all indicators of a factor.
  var constantGroups: [Int]
  /// The largest |x| of each column.
  var largest: [Double]
  /// Whether each column is exact as it stands: whole numbers, or numbers with a low part, which were computed.
  var isExact: [Bool]
  /// For each column, a point in its middle when it lies far from 0, otherwise 0.
  var shift: [Double]

  /// Looks at every row.
  ///
  /// - Throws: ``FitError`` for the first row that is impossible.
  init(_ source: any RowSource, _ likelihood: any Likelihood, threads: Int) throws {
    let p = source.columns.count
    // Rows, weight, column sums; for each column −minimum and maximum, then minus the first bad row, the largest
    // response, for each group of columns −minimum and maximum of its sum, and for each column whether it
    // has a number that is not whole, and whether it has a low part.
    let groupCount = Set(source.columns.map(\.group)).count
    let pass = Pass(threads: threads, sums: 2 + p, maxima: 2 * p + 2 + 2 * groupCount + 2 * p)
    let totals = try pass.run(over: source) { block, work, totals in
      Survey.look(at: block, likelihood, source.columns, offsets: source.offsetCount, work, &totals)
    }
    let bad = totals.maximum(2 * p)
    if bad > -.infinity { throw try Survey.complaint(row: Int(-bad), source, likelihood) }
    let count = totals[0]
    guard count > 0 else { throw FitError.noRows }
    rows = Int(count)
    totalWeight = totals[1]
    for j in 0..<p {
      let size = max(totals.maximum(2 * j), totals.maximum(2 * j + 1))
      guard size == 0 || (size > 1e-140 && size < 1e140) else {
        throw FitError.scale(name: source.columns[j].name, size: size)
      }
    }
    if likelihood.dispersion == .estimated {
      let size = totals.maximum(2 * p + 1)
      guard size == 0 || (size > 1e-140 && size < 1e140) else {
        throw FitError.scale(name: "the response", size: size)
      }
    }
    let groups = Set(source.columns.map(\.group)).sorted()
    constantGroups = groups.enumerated().filter { place, _ in
      totals.maximum(2 * p + 2 + 2 * place) == -1 && totals.maximum(2 * p + 3 + 2 * place) == 1
    }.map(\.element)
    largest = (0..<p).map { max(totals.maximum(2 * $0), totals.maximum(2 * $0 + 1), 0) }
    let flags = 2 * p + 2 + 2 * groupCount
    isExact = (0..<p).map { !(totals.maximum(flags + 2 * $0) > 0) || totals.maximum(flags + 2 * $0 + 1) > 0 }
    shift = (0..<p).map { j in
      if source.columns[j].isIntercept { return 0 }
      let low = -totals.maximum(2 * j)
      let high = totals.maximum(2 * j + 1)
      if low == high { return low }
      let mean = totals[2 + j] / count
      guard mean.magnitude > (high - low) / 2 else { return 0 }
      // On a coarse grid, so that x − shift is exact for data of few digits.
      let grid = (high - low).binade / 16
      return (mean / grid).rounded() * grid
    }
  }

  /// The rows of one block; the first that is impossible raises the last maximum to minus its index.
  private static func look(
    at block: borrowing RowBlock, _ likelihood: any Likelihood, _ descriptions: [ColumnDescription],
    offsets: Int,
    _ work: PassWorkspace, _ totals: inout MergeableSums
  ) {
    let n = block.count
    let p = descriptions.count
    let groups = Set(descriptions.map(\.group)).sorted()
    let first = block.rows.lowerBound
    work.loss.reserve(n)
    func refuse(_ i: Int) { totals.raise(2 * p, to: -Double(first + i)) }
    var silent = 0
    block.withWeights { weights in
      for i in 0..<n {
        var w = 1.0
        if let weights { w = weights[i] }
        if !(w >= 0) || w == .infinity { refuse(i) }
        work.loss[i] = w
        if w == 0 { silent += 1 }
      }
    }
    var total = CompensatedSum()
    block.withResponse { response in
      for i in 0..<n {
        let row = RowResponse(response[i], trials: likelihood.responseCount == 2 ? response[n + i] : 1)
        if likelihood.complaint(row) != nil {
          refuse(i)
        } else if work.loss[i] > 0, likelihood.recession(row) == .whole {
          // No trials: the row says nothing, and does not count.
          silent += 1
          continue
        }
        total.add(work.loss[i])
        if work.loss[i] > 0 { totals.raise(2 * p + 1, to: abs(row.value)) }
      }
    }
    totals.add(Double(n - silent), to: 0)
    totals.add(total, to: 1)
    for k in 0..<offsets {
      block.withOffset(ofPlane: k) { offset in
        guard let offset else { return }
        for i in 0..<n where !offset[i].isFinite { refuse(i) }
      }
    }
    let flags = 2 * p + 2 + 2 * groups.count
    block.withPreciseColumns { columns, low in
      for j in 0..<p {
        let isComputed =
          low?.withColumn(j) { x in (0..<n).contains { x[$0] != 0 && work.loss[$0] != 0 } } ?? false
        if isComputed { totals.raise(flags + 2 * j + 1, to: 1) }
        columns.withColumn(j) { x in
          var sum = CompensatedSum()
          var low = Double.infinity
          var high = -Double.infinity
          var isWhole = true
          for i in 0..<n where !x[i].isFinite { refuse(i) }
          for i in 0..<n where work.loss[i] != 0 {
            sum.add(x[i])
            low = min(low, x[i])
            high = max(high, x[i])
            if x[i].rounded() != x[i] { isWhole = false }
          }
          if !isWhole || max(-low, high) > 0x1p53 { totals.raise(flags + 2 * j, to: 1) }
          totals.add(sum, to: 2 + j)
          totals.raise(2 * j, to: -low)
          totals.raise(2 * j + 1, to: high)
        }
      }
      // Groups whose columns add up to 1 in every row, as the indicators of a factor do.
      work.second.reserve(n)
      for (place, group) in groups.enumerated() {
        work.second.fill(0..<n, with: 0)
        for j in 0..<p where descriptions[j].group == group {
          columns.withColumn(j) { x in for i in 0..<n { work.second[i] += x[i] } }
        }
        for i in 0..<n where work.loss[i] != 0 {
          totals.raise(2 * p + 2 + 2 * place, to: -work.second[i])
          totals.raise(2 * p + 3 + 2 * place, to: work.second[i])
        }
      }
    }
  }

  /// What is wrong with row `row`.
  private static func complaint(
    row: Int, _ source: any RowSource, _ likelihood: any Likelihood
  ) throws -> FitError {
    try open(source, row, likelihood)
  }

  private static func open<Source: RowSource>(
    _ source: Source, _ row: Int, _ likelihood: any Likelihood
  ) throws -> FitError {
    let line = source.line(ofRow: row)
    let found = try source.withBlock(row / source.blockSize, in: RowWorkspace()) { block -> FitError? in
      let i = row - block.rows.lowerBound
      let n = block.count
      let weight = block.withWeights { weights -> Double in
        if let weights { return weights[i] }
        return 1
      }
      if !(weight >= 0) || weight == .infinity { return .weight(row: row + 1, line: line, value: weight) }
      let response = block.withResponse {
        RowResponse($0[i], trials: likelihood.responseCount == 2 ? $0[n + i] : 1)
      }
      if let (value, expected) = likelihood.complaint(response) {
        return .response(row: row + 1, line: line, value: value, expected: expected)
      }
      for k in 0..<source.offsetCount {
        let value = block.withOffset(ofPlane: k) { offset -> Double in
          if let offset { return offset[i] }
          return 0
        }
        if !value.isFinite { return .notFinite(row: row + 1, line: line, name: "the offset", value: value) }
      }
      for (j, column) in source.columns.enumerated() {
        let value = block.withColumn(j) { $0[i] }
        if !value.isFinite { return .notFinite(row: row + 1, line: line, name: column.name, value: value) }
      }
      return nil
    }
    return found ?? .mismatch("row \(row + 1) was refused on one pass and accepted on the next")
  }
}

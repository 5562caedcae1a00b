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
    let look = SurveyPass(source, likelihood)
    let pass = Pass(threads: threads, sums: look.sums, maxima: look.maxima)
    let totals = try pass.run(over: source) { block, work, totals in
      _ = look.look(at: block, work, &totals, sums: 0, maxima: 0)
    }
    try self.init(totals, of: look, source, likelihood, sums: 0, maxima: 0)
  }

  /// What `look` has added up, beginning with sum `sums` and maximum `maxima`.
  ///
  /// - Throws: ``FitError`` for the first row that is impossible.
  init(
    _ totals: MergeableSums, of look: SurveyPass, _ source: any RowSource, _ likelihood: any Likelihood,
    sums: Int, maxima: Int
  ) throws {
    let p = source.columns.count
    func maximum(_ i: Int) -> Double { totals.maximum(maxima + i) }
    let bad = maximum(2 * p)
    if bad > -.infinity { throw try Survey.complaint(row: Int(-bad), source, likelihood) }
    let count = totals[sums]
    guard count > 0 else { throw FitError.noRows }
    rows = Int(count)
    totalWeight = totals[sums + 1]
    for j in 0..<p {
      let size = max(maximum(2 * j), maximum(2 * j + 1))
      guard size == 0 || (size > 1e-140 && size < 1e140) else {
        throw FitError.scale(name: source.columns[j].name, size: size)
      }
    }
    if likelihood.dispersion == .estimated {
      let size = maximum(2 * p + 1)
      guard size == 0 || (size > 1e-140 && size < 1e140) else {
        throw FitError.scale(name: "the response", size: size)
      }
    }
    constantGroups = look.groups.enumerated().filter { place, _ in
      maximum(2 * p + 2 + 2 * place) == -1 && maximum(2 * p + 3 + 2 * place) == 1
    }.map(\.element.group)
    largest = (0..<p).map { max(maximum(2 * $0), maximum(2 * $0 + 1), 0) }
    let flags = 2 * p + 2 + 2 * look.groups.count
    isExact = (0..<p).map { !(maximum(flags + 2 * $0) > 0) || maximum(flags + 2 * $0 + 1) > 0 }
    shift = (0..<p).map { j in
      if source.columns[j].isIntercept { return 0 }
      let low = -maximum(2 * j)
      let high = maximum(2 * j + 1)
      if low == high { return low }
      let mean = totals[sums + 2 + j] / count
      guard mean.magnitude > (high - low) / 2 else { return 0 }
      // An indicator is not far from the intercept unless nearly every row has it, and is multiplied by its codes.
      if low == 0, high == 1, mean < 0.9 { return 0 }
      // On a coarse grid, so that x − shift is exact for data of few digits.
      let grid = (high - low).binade / 16
      return (mean / grid).rounded() * grid
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

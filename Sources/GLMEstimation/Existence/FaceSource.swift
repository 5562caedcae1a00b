import GLMModel

/// Rows of a source of which some weigh nothing, and others know that some of their comparisons are settled: what is left
/// when coefficients have run off along a direction of recession.
struct FaceSource: RowSource {
  typealias Failure = any Error

  private let base: any RowSource
  private let weights: ColumnStorage
  /// The number of each row's pattern of settled comparisons, where there are any.
  private let patterns: ColumnStorage?
  /// The offsets with what the patterns push, one a plane; nil where there are no patterns.
  private let offsets: [ColumnStorage]?

  /// The rows of `base` that `recession` does not move in every comparison.
  ///
  /// - Parameters:
  ///   - patterns: the patterns of settled comparisons; empty where there are none.
  ///   - numbers: for rows that `recession` moves in some comparisons, the number of the pattern, counting from 1.
  init(
    _ base: any RowSource, without recession: Recession, patterns: [FaceLikelihood.Pattern],
    numbers: [Int: Int], planes: Int
  ) throws {
    self.base = base
    let n = base.rowCount
    var weights = Array(repeating: 1.0, count: n)
    var offsets = Array(repeating: 0.0, count: patterns.isEmpty ? 0 : planes * n)
    let workspace = RowWorkspace()
    for index in 0..<base.blockCount {
      try base.withBlock(index, in: workspace) { block in
        let rows = block.rows
        block.withWeights { own in
          guard let own else { return }
          for i in rows { weights[i] = own[i - rows.lowerBound] }
        }
        for k in 0..<(patterns.isEmpty ? 0 : planes) {
          block.withOffset(ofPlane: k) { own in
            guard let own else { return }
            for i in rows { offsets[k * n + i] = own[i - rows.lowerBound] }
          }
        }
      }
    }
    for row in recession.separatedRows where recession.partial[row] == nil { weights[row] = 0 }
    self.weights = ColumnStorage(weights)
    guard !patterns.isEmpty else {
      self.patterns = nil
      self.offsets = nil
      return
    }
    for (row, number) in numbers {
      for k in 0..<planes { offsets[k * n + row] += patterns[number - 1].pushes[k] }
    }
    self.patterns = ColumnStorage(count: n) { out in
      for (row, number) in numbers { out[row] = Double(number) }
    }
    self.offsets = (0..<planes).map { k in ColumnStorage(offsets[k * n..<(k + 1) * n]) }
  }

  var rowCount: Int { base.rowCount }
  var blockCount: Int { base.blockCount }
  var blockSize: Int { base.blockSize }
  var columns: [ColumnDescription] { base.columns }
  var responseCount: Int { base.responseCount + (patterns == nil ? 0 : 1) }
  var offsetCount: Int { offsets?.count ?? base.offsetCount }

  func withBlock<Result>(
    _ index: Int, in workspace: RowWorkspace, _ body: (borrowing RowBlock) -> Result
  ) throws -> Result {
    try base.withBlock(index, in: workspace) { block in
      body(block.replacing(weights: weights, addingToResponse: patterns, offsets: offsets))
    }
  }

  func line(ofRow row: Int) -> Int? { base.line(ofRow: row) }
}

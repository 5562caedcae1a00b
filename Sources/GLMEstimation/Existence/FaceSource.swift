import GLMModel

/// Rows of a source of which some weigh nothing, and others know that some of their comparisons are settled: what is left
/// when coefficients have run off along a direction of recession.
struct FaceSource: RowSource {
  typealias Failure = any Error

  private let base: any RowSource
  private let weights: ColumnStorage
  /// The number of each row's pattern of settled comparisons, where there are any.
  private let patterns: ColumnStorage?

  /// The rows of `base` that `recession` does not move in every comparison.
  ///
  /// - Parameter patterns: for rows that it moves in some, the number of the pattern; nil where there are none.
  init(_ base: any RowSource, without recession: Recession, patterns: [Int: Int]) throws {
    self.base = base
    var weights = Array(repeating: 1.0, count: base.rowCount)
    let workspace = RowWorkspace()
    for index in 0..<base.blockCount {
      try base.withBlock(index, in: workspace) { block in
        let rows = block.rows
        block.withWeights { own in
          guard let own else { return }
          for i in rows { weights[i] = own[i - rows.lowerBound] }
        }
      }
    }
    for row in recession.separatedRows where recession.partial[row] == nil { weights[row] = 0 }
    self.weights = ColumnStorage(weights)
    self.patterns =
      patterns.isEmpty
      ? nil
      : ColumnStorage(count: base.rowCount) { out in
        for (row, pattern) in patterns { out[row] = Double(pattern) }
      }
  }

  var rowCount: Int { base.rowCount }
  var blockCount: Int { base.blockCount }
  var blockSize: Int { base.blockSize }
  var columns: [ColumnDescription] { base.columns }
  var responseCount: Int { base.responseCount + (patterns == nil ? 0 : 1) }
  var offsetCount: Int { base.offsetCount }

  func withBlock<Result>(
    _ index: Int, in workspace: RowWorkspace, _ body: (borrowing RowBlock) -> Result
  ) throws -> Result {
    try base.withBlock(index, in: workspace) { block in
      body(block.replacingWeights(with: weights, appendingResponse: patterns))
    }
  }

  func line(ofRow row: Int) -> Int? { base.line(ofRow: row) }
}

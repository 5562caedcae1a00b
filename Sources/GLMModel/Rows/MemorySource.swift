/// Rows whose columns lie in memory: a matrix, or the model frame of a table.
///
/// A value; the columns are shared, never copied.
public struct MemorySource: RowSource {
  public typealias Failure = Never

  public let rowCount: Int
  public let blockSize: Int
  public let columns: [ColumnDescription]
  /// The pieces of the model matrix, in order.
  public let pieces: [ColumnPiece]
  /// The response, one storage a value.
  public let response: [ColumnStorage]
  /// One weight a row, or nil for weight 1.
  public let weights: ColumnStorage?
  /// The offset of each linear predictor; empty for none.
  public let offsets: [ColumnStorage]
  /// The line of the data of each row, where known.
  public let lines: [Int]?
  private let contents: RowContents

  /// - Parameters:
  ///   - columns: one a column of the pieces, in order.
  ///   - response: one or two storages of `rowCount` values.
  ///   - blockSize: rows a block; nil for as many as keep a block of the columns in the second-level cache, and a few
  ///     dozen columns in the first: 512, fewer where there are many columns, and 1,024 of many rows with few.
  public init(
    rowCount: Int, columns: [ColumnDescription], pieces: [ColumnPiece], response: [ColumnStorage],
    weights: ColumnStorage? = nil, offsets: [ColumnStorage] = [], lines: [Int]? = nil, blockSize: Int? = nil
  ) {
    precondition(pieces.reduce(0) { $0 + $1.columnCount } == columns.count, "one description a column")
    let blockSize = blockSize ?? MemorySource.blockSize(pieces, rows: rowCount)
    precondition(blockSize > 0, "a block has a row at least")
    for storage in response + offsets + (weights.map { [$0] } ?? []) {
      precondition(storage.count == rowCount, "response, weights and offsets have one value a row")
    }
    for piece in pieces { piece.check(rowCount: rowCount) }
    self.rowCount = rowCount
    self.blockSize = blockSize
    self.columns = columns
    self.pieces = pieces
    self.response = response
    self.weights = weights
    self.offsets = offsets
    self.lines = lines
    contents = RowContents(pieces: pieces, response: response, weights: weights, offsets: offsets)
  }

  /// Rows a block has by default. Factors that products take by their codes are not in the way.
  private static func blockSize(_ pieces: [ColumnPiece], rows: Int) -> Int {
    let width = pieces.reduce(0) { width, piece in
      if case .factor = piece, piece.columnCount >= RowBlock.fewestCodedColumns { return width }
      return width + piece.columnCount
    }
    // Long runs of a column are read faster, where there remain blocks enough to take samples of.
    if width <= 32, rows >= 262_144 { return 1024 }
    return width <= 256 ? 512 : width <= 1000 ? 256 : 128
  }

  public var blockCount: Int { (rowCount + blockSize - 1) / blockSize }
  public var responseCount: Int { response.count }
  public var offsetCount: Int { offsets.count }

  public func withBlock<Result>(
    _ index: Int, in workspace: RowWorkspace, _ body: (borrowing RowBlock) -> Result
  ) -> Result {
    body(RowBlock(rows: rows(ofBlock: index), contents: contents, workspace: workspace))
  }

  public func line(ofRow row: Int) -> Int? { lines?[row] }

  /// The same rows with another response, weights or offset.
  public func replacing(
    response: [ColumnStorage]? = nil, weights: ColumnStorage?? = nil, offsets: [ColumnStorage]? = nil
  ) -> MemorySource {
    MemorySource(
      rowCount: rowCount, columns: columns, pieces: pieces, response: response ?? self.response,
      weights: weights ?? self.weights, offsets: offsets ?? self.offsets, lines: lines, blockSize: blockSize)
  }
}

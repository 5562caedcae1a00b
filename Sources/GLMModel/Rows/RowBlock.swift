import GLMAlgebra

/// A block of rows, lent for the length of one call: the pieces of the model matrix with the rows' response,
/// weights and offsets. It cannot be copied or kept.
///
/// A piece in memory is not copied: its column is used where it lies. Shifted columns, factors, interactions, columns
/// with a low-order part and computed columns are written into the workspace, block by block; for products alone,
/// ``withProductColumns(shift:_:)`` leaves large factors as codes.
public struct RowBlock: ~Copyable {
  /// The rows of the source that the block holds.
  public let rows: Range<Int>
  let contents: RowContents
  let workspace: RowWorkspace
  /// Which of the blocks that used the workspace has these rows and columns.
  let number: Int

  /// A block over pieces that hold all rows of an in-memory source.
  public init(
    rows: Range<Int>, pieces: [ColumnPiece], columnCount: Int, response: [ColumnStorage],
    weights: ColumnStorage?, offsets: [ColumnStorage], workspace: RowWorkspace
  ) {
    self.init(
      rows: rows,
      contents: RowContents(pieces: pieces, response: response, weights: weights, offsets: offsets),
      workspace: workspace)
    precondition(contents.columnCount == columnCount, "the pieces have so many columns")
  }

  init(rows: Range<Int>, contents: RowContents, workspace: RowWorkspace, number: Int? = nil) {
    self.rows = rows
    self.contents = contents
    self.workspace = workspace
    self.number = number ?? workspace.begin()
  }

  /// The same rows with other columns.
  public borrowing func replacingColumns(with pieces: [ColumnPiece]) -> RowBlock {
    RowBlock(
      rows: rows,
      contents: RowContents(
        pieces: pieces, response: contents.response, weights: contents.weights, offsets: contents.offsets),
      workspace: workspace)
  }

  /// The same rows with other weights and, where they are not nil, one value of the response more and other offsets; all
  /// of these hold all rows of the source.
  public borrowing func replacing(
    weights: ColumnStorage, addingToResponse value: ColumnStorage? = nil, offsets: [ColumnStorage]? = nil
  ) -> RowBlock {
    RowBlock(
      rows: rows,
      contents: contents.replacing(
        response: contents.response + (value.map { [$0] } ?? []), weights: weights,
        offsets: offsets ?? contents.offsets),
      workspace: workspace, number: number)
  }

  /// Rows in the block.
  public var count: Int { rows.count }

  /// Lends the response, value by value (all rows of the first, then of the second).
  public borrowing func withResponse<Result>(_ body: (Span<Double>) -> Result) -> Result {
    let (response, n) = (contents.response, rows.count)
    if response.count == 1 { return lend(response[0], body) }
    let joined = workspace.response(response.count * n)
    for (k, storage) in response.enumerated() {
      (joined + k * n).update(from: storage.address + rows.lowerBound, count: n)
    }
    return body(UnsafeBufferPointer(start: joined, count: response.count * n).span)
  }

  /// Lends the weights, or nil when every row weighs 1.
  public borrowing func withWeights<Result>(_ body: (Span<Double>?) -> Result) -> Result {
    if let weights = contents.weights { lend(weights) { body($0) } } else { body(nil) }
  }

  /// Lends the offset of linear predictor `plane`, or nil when there is none.
  public borrowing func withOffset<Result>(ofPlane plane: Int, _ body: (Span<Double>?) -> Result) -> Result {
    let offsets = contents.offsets
    return if plane < offsets.count { lend(offsets[plane]) { body($0) } } else { body(nil) }
  }

  /// Lends column `index` of the model matrix.
  public borrowing func withColumn<Result>(_ index: Int, _ body: (Span<Double>) -> Result) -> Result {
    withColumns { columns in columns.withColumn(index, body) }
  }

  private borrowing func lend<Result>(_ storage: ColumnStorage, _ body: (Span<Double>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: storage.address + rows.lowerBound, count: rows.count).span)
  }
}

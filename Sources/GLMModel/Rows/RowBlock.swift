import GLMAlgebra

/// A block of rows, lent for the length of one call: the pieces of the model matrix with the rows' response,
/// weights and offsets. It cannot be copied or kept.
///
/// A piece in memory is not copied: its column is used where it lies. Shifted columns, factors, interactions, columns
/// with a low-order part and computed columns are written into the workspace, block by block.
public struct RowBlock: ~Copyable {
  /// The rows of the source that the block holds.
  public let rows: Range<Int>
  private let pieces: [ColumnPiece]
  private let columnCount: Int
  private let response: [ColumnStorage]
  private let weights: ColumnStorage?
  private let offsets: [ColumnStorage]
  private let workspace: RowWorkspace

  /// A block over pieces that hold all rows of an in-memory source.
  public init(
    rows: Range<Int>, pieces: [ColumnPiece], columnCount: Int, response: [ColumnStorage],
    weights: ColumnStorage?, offsets: [ColumnStorage], workspace: RowWorkspace
  ) {
    self.rows = rows
    self.pieces = pieces
    self.columnCount = columnCount
    self.response = response
    self.weights = weights
    self.offsets = offsets
    self.workspace = workspace
  }

  /// The same rows with other columns.
  public borrowing func replacingColumns(with pieces: [ColumnPiece]) -> RowBlock {
    RowBlock(
      rows: rows, pieces: pieces, columnCount: pieces.reduce(0) { $0 + $1.columnCount }, response: response,
      weights: weights, offsets: offsets, workspace: workspace)
  }

  /// The same rows with other weights and, where they are not nil, one value of the response more and other offsets; all
  /// of these hold all rows of the source.
  public borrowing func replacing(
    weights: ColumnStorage, addingToResponse value: ColumnStorage? = nil, offsets: [ColumnStorage]? = nil
  ) -> RowBlock {
    RowBlock(
      rows: rows, pieces: pieces, columnCount: columnCount,
      response: response + (value.map { [$0] } ?? []), weights: weights, offsets: offsets ?? self.offsets,
      workspace: workspace)
  }

  /// Rows in the block.
  public var count: Int { rows.count }

  /// Lends the response, value by value (all rows of the first, then of the second).
  public borrowing func withResponse<Result>(_ body: (Span<Double>) -> Result) -> Result {
    if response.count == 1 { return lend(response[0], body) }
    let joined = response.flatMap { storage in
      UnsafeBufferPointer(start: storage.address + rows.lowerBound, count: rows.count)
    }
    return joined.withUnsafeBufferPointer { body($0.span) }
  }

  /// Lends the weights, or nil when every row weighs 1.
  public borrowing func withWeights<Result>(_ body: (Span<Double>?) -> Result) -> Result {
    if let weights { lend(weights) { body($0) } } else { body(nil) }
  }

  /// Lends the offset of linear predictor `plane`, or nil when there is none.
  public borrowing func withOffset<Result>(ofPlane plane: Int, _ body: (Span<Double>?) -> Result) -> Result {
    if plane < offsets.count { lend(offsets[plane]) { body($0) } } else { body(nil) }
  }

  /// Lends the columns of the model matrix, column j less `shift[j]` where `shift` is not nil.
  ///
  /// A shift makes sums of squares of a column far from zero (a date, a height above the sea) exact to rounding. Every
  /// entry is rounded once, from what ``withPreciseColumns(shift:_:)`` lends; a workspace lends to one call at a time.
  public borrowing func withColumns<Result>(
    shift: [Double]? = nil, _ body: (BlockColumns) -> Result
  ) -> Result {
    let n = rows.count
    let table = workspace.table(columnCount)
    let scratch = workspace.scratch((columnCount + 2) * n)
    var column = 0
    for piece in pieces {
      for c in column..<column + piece.columnCount {
        let less = shift?[c] ?? 0
        if case .constant = piece, less == 0 {
          table[c] = workspace.constant(n)
        } else if less == 0, let address = piece.address(c - column, from: rows.lowerBound) {
          table[c] = address.high
        } else {
          let room = PreciseRoom(
            count: n, high: scratch + c * n, low: scratch + columnCount * n,
            part: scratch + (columnCount + 1) * n)
          piece.write(c - column, from: rows.lowerBound, less: less, to: room)
          table[c] = UnsafePointer(room.high)
        }
      }
      column += piece.columnCount
    }
    return body(BlockColumns(addresses: UnsafeBufferPointer(table), rows: n))
  }

  /// Lends the columns less their shifts in twice the precision, as unevaluated sums high + low.
  ///
  /// `high` is what ``withColumns(shift:_:)`` lends: the rounded value, so that |low| is at most half a unit in the last
  /// place of high. `low` is nil where every low part is 0. Numbers less a shift and products of two numbers are
  /// exact; other products carry a relative error of a few 2⁻¹⁰⁴. What is not finite, or is a product below 2⁻⁹⁶⁰,
  /// has a low part of 0.
  public borrowing func withPreciseColumns<Result>(
    shift: [Double]? = nil, _ body: (_ high: BlockColumns, _ low: BlockColumns?) -> Result
  ) -> Result {
    let n = rows.count
    let table = workspace.table(2 * columnCount)
    let scratch = workspace.scratch((2 * columnCount + 1) * n)
    let zeros = workspace.zeros(n)
    var (column, hasLow) = (0, false)
    for piece in pieces {
      for c in column..<column + piece.columnCount {
        let less = shift?[c] ?? 0
        var low: UnsafePointer<Double>?
        if case .constant = piece, less == 0 {
          table[c] = workspace.constant(n)
        } else if less == 0, let address = piece.address(c - column, from: rows.lowerBound) {
          table[c] = address.high
          low = address.low.flatMap { RowBlock.isZero($0, n) ? nil : $0 }
        } else {
          let room = PreciseRoom(
            count: n, high: scratch + c * n, low: scratch + (columnCount + c) * n,
            part: scratch + 2 * columnCount * n)
          piece.writePrecisely(c - column, from: rows.lowerBound, less: less, to: room)
          table[c] = UnsafePointer(room.high)
          if !RowBlock.isZero(room.low, n) { low = UnsafePointer(room.low) }
        }
        table[columnCount + c] = low ?? zeros
        if low != nil { hasLow = true }
      }
      column += piece.columnCount
    }
    let high = BlockColumns(addresses: UnsafeBufferPointer(rebasing: table[..<columnCount]), rows: n)
    guard hasLow else { return body(high, nil) }
    return body(high, BlockColumns(addresses: UnsafeBufferPointer(rebasing: table[columnCount...]), rows: n))
  }

  private static func isZero(_ values: UnsafePointer<Double>, _ count: Int) -> Bool {
    var bits: UInt64 = 0
    for i in 0..<count { bits |= values[i].magnitude.bitPattern }
    return bits == 0
  }

  /// Lends column `index` of the model matrix.
  public borrowing func withColumn<Result>(_ index: Int, _ body: (Span<Double>) -> Result) -> Result {
    withColumns { columns in columns.withColumn(index, body) }
  }

  private borrowing func lend<Result>(_ storage: ColumnStorage, _ body: (Span<Double>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: storage.address + rows.lowerBound, count: rows.count).span)
  }
}

/// What the blocks of a source share: the pieces of the model matrix, response, weights and offsets, each of all rows.
///
/// A block holds one reference to it, and finds a piece's address without asking the piece: threads that read the same
/// columns do not contend for reference counts.
final class RowContents: @unchecked Sendable {
  let pieces: [ColumnPiece]
  let columnCount: Int
  let response: [ColumnStorage]
  let weights: ColumnStorage?
  let offsets: [ColumnStorage]
  let places: [PiecePlace]
  /// Where each column lies, nil for a constant one, if every piece is one of those: a block of hundreds finds them at once.
  let addresses: [UnsafePointer<Double>?]?
  /// Whether some columns in memory have low parts.
  let hasLowParts: Bool
  /// Entries of contrasts that places point to.
  private let entries: [ColumnStorage]

  convenience init(
    pieces: [ColumnPiece], response: [ColumnStorage], weights: ColumnStorage?, offsets: [ColumnStorage]
  ) {
    var places: [PiecePlace] = []
    var entries: [ColumnStorage] = []
    var column = 0
    for piece in pieces {
      places.append(PiecePlace(piece, firstColumn: column, keeping: &entries))
      column += piece.columnCount
    }
    self.init(
      pieces: pieces, columnCount: column, places: places, entries: entries, response: response,
      weights: weights, offsets: offsets)
  }

  private init(
    pieces: [ColumnPiece], columnCount: Int, places: [PiecePlace], entries: [ColumnStorage],
    response: [ColumnStorage], weights: ColumnStorage?, offsets: [ColumnStorage]
  ) {
    self.entries = entries
    self.pieces = pieces
    self.columnCount = columnCount
    self.places = places
    addresses = RowContents.addresses(places)
    hasLowParts = places.contains { if case .column(_, low: .some) = $0.kind { true } else { false } }
    self.response = response
    self.weights = weights
    self.offsets = offsets
  }

  private static func addresses(_ places: [PiecePlace]) -> [UnsafePointer<Double>?]? {
    var result: [UnsafePointer<Double>?] = []
    for place in places {
      switch place.kind {
      case .constant: result.append(nil)
      case .column(let address, _): result.append(address)
      case .rowMajor, .indicators, .contrasts, .written: return nil
      }
    }
    return result
  }

  /// The same columns with another response, weights and offsets.
  func replacing(
    response: [ColumnStorage], weights: ColumnStorage?, offsets: [ColumnStorage]
  ) -> RowContents {
    RowContents(
      pieces: pieces, columnCount: columnCount, places: places, entries: entries, response: response,
      weights: weights, offsets: offsets)
  }
}

/// Where the columns of a piece lie in memory, for as long as the piece is held.
struct PiecePlace: @unchecked Sendable {
  enum Kind {
    case constant
    /// One column at an address, with low parts unless nil.
    case column(UnsafePointer<Double>, low: UnsafePointer<Double>?)
    /// Columns whose entries lie row by row.
    case rowMajor(UnsafePointer<Double>)
    /// Indicators of the levels but the base, which is −1 for none.
    case indicators(codes: UnsafePointer<Int32>, base: Int32)
    /// A factor with contrasts, level by level within each column.
    case contrasts(codes: UnsafePointer<Int32>, levelCount: Int, entries: UnsafePointer<Double>)
    /// Columns that are written out.
    case written
  }

  let kind: Kind
  let firstColumn: Int
  let columnCount: Int

  init(_ piece: ColumnPiece, firstColumn: Int, keeping kept: inout [ColumnStorage]) {
    self.firstColumn = firstColumn
    columnCount = piece.columnCount
    switch piece {
    case .constant: kind = .constant
    case .dense(let storage): kind = .column(UnsafePointer(storage.address), low: nil)
    case .denseWithLow(let high, let low):
      kind = .column(UnsafePointer(high.address), low: UnsafePointer(low.address))
    case .rowMajor(let storage, _): kind = .rowMajor(UnsafePointer(storage.address))
    case .factor(let codes, let contrasts):
      switch contrasts.form {
      case .indicators(let base):
        kind = .indicators(codes: UnsafePointer(codes.address), base: base.map { Int32($0) } ?? -1)
      case .dense(let entries):
        let own = ColumnStorage(entries)
        kept.append(own)
        kind = .contrasts(
          codes: UnsafePointer(codes.address), levelCount: contrasts.levelCount,
          entries: UnsafePointer(own.address))
      }
    case .computed, .product, .sideBySide: kind = .written
    }
  }

  var columns: Range<Int> { firstColumn..<firstColumn + columnCount }

  /// Whether products with the columns go by codes in a block of `rows` rows, where `fewest` columns are worth it.
  ///
  /// Fewer are written out: eight rows of a written column take one instruction of a product, and a look-up one a row.
  /// Contrasts are worth it where a level has rows to add up.
  func isCoded(rows: Int, fewest: Int) -> Bool {
    switch kind {
    case .indicators: columnCount >= fewest
    case .contrasts(_, let levelCount, _): columnCount >= fewest && 2 * levelCount <= rows
    case .constant, .column, .rowMajor, .written: false
    }
  }
}

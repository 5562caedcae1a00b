import GLMAlgebra

extension RowBlock {
  /// Columns that a factor must have for products by codes to be worth it: eight rows of a written column take one
  /// instruction of a product, and a look-up takes one a row.
  package static let fewestCodedColumns = 8

  /// Lends the columns of the model matrix, column j less `shift[j]` where `shift` is not nil.
  ///
  /// A shift makes sums of squares of a column far from zero (a date, a height above the sea) exact to rounding. Every
  /// entry is rounded once, from what ``withPreciseColumns(shift:_:)`` lends; a workspace lends to one call at a time.
  public borrowing func withColumns<Result>(
    shift: [Double]? = nil, _ body: (BlockColumns) -> Result
  ) -> Result {
    let table = lent(shift) ?? written(.rounded, shift, fewest: .max).table
    return body(BlockColumns(addresses: UnsafeBufferPointer(table), rows: rows.count))
  }

  /// Lends the columns, less their shifts, for products alone: factors with many levels are left as codes, unless one of
  /// their columns is shifted.
  public borrowing func withProductColumns<Result>(
    shift: [Double]? = nil, _ body: (ProductColumns) -> Result
  ) -> Result {
    withProductColumns(shift: shift, codedFrom: RowBlock.fewestCodedColumns, body)
  }

  /// The same with factors of `fewest` columns and more as codes.
  package borrowing func withProductColumns<Result>(
    shift: [Double]?, codedFrom fewest: Int, _ body: (ProductColumns) -> Result
  ) -> Result {
    if let table = lent(shift) {
      return body(
        ProductColumns(
          BlockColumns(addresses: UnsafeBufferPointer(table), rows: rows.count), room: workspace.products))
    }
    let segments = written(.products(fewest), shift, fewest: fewest)
    return body(
      ProductColumns(
        dense: BlockColumns(addresses: UnsafeBufferPointer(segments.table), rows: rows.count),
        places: UnsafeBufferPointer(segments.places), factors: UnsafeBufferPointer(segments.factors),
        room: workspace.products))
  }

  /// The addresses of the columns, where all of them lie in memory and none is shifted.
  borrowing func lent(_ shift: [Double]?) -> UnsafeMutableBufferPointer<UnsafePointer<Double>?>? {
    guard let addresses = contents.addresses, shift?.allSatisfy({ $0 == 0 }) ?? true else { return nil }
    let table = workspace.table(addresses.count)
    for (j, address) in addresses.enumerated() {
      table[j] = address.map { $0 + rows.lowerBound } ?? UnsafePointer(workspace.constant(rows.count))
    }
    workspace.hold(nil)
    return table
  }

  private struct Segments {
    var table: UnsafeMutableBufferPointer<UnsafePointer<Double>?>
    var places: UnsafeMutableBufferPointer<Int>
    var factors: UnsafeMutableBufferPointer<CodedFactor>

    func prefix(_ dense: Int, _ coded: Int) -> Segments {
      Segments(
        table: UnsafeMutableBufferPointer(rebasing: table[..<dense]),
        places: UnsafeMutableBufferPointer(rebasing: places[..<dense]),
        factors: UnsafeMutableBufferPointer(rebasing: factors[..<coded]))
    }
  }

  /// The addresses of the columns, written into the workspace where need be, and the factors of `fewest` columns and
  /// more.
  private borrowing func written(_ form: RowWorkspace.Lent.Form, _ shift: [Double]?, fewest: Int) -> Segments
  {
    let (p, n) = (contents.columnCount, rows.count)
    let room = workspace.segments(columns: p, pieces: contents.places.count)
    let all = Segments(table: workspace.table(p), places: room.places, factors: room.factors)
    if let held = workspace.held(number, form, shift) { return all.prefix(held.dense, held.coded) }
    workspace.hold(nil)
    var writer = ColumnWriter(workspace, columns: p, rows: rows)
    var codes = workspace.codes(contents.places.count * n)
    var (dense, coded) = (0, 0)
    for (index, place) in contents.places.enumerated() {
      if place.isCoded(rows: n, fewest: fewest), !place.isShifted(by: shift),
        let factor = place.coded(rows, writing: &codes)
      {
        (all.factors.baseAddress! + coded).initialize(to: factor)
        coded += 1
        continue
      }
      if !writer.lend(place, less: shift, to: all.table.baseAddress! + dense) {
        writer.write(contents.pieces[index], place, less: shift, to: all.table.baseAddress! + dense)
      }
      for c in place.columns {
        all.places[dense] = c
        dense += 1
      }
    }
    workspace.hold(RowWorkspace.Lent(block: number, form: form, shift: shift, dense: dense, coded: coded))
    return all.prefix(dense, coded)
  }
}

/// Writes columns of a block into a workspace, one after the other.
private struct ColumnWriter {
  let workspace: RowWorkspace
  let rows: Range<Int>
  private let stride: Int
  /// Room of two columns, for parts of products, and of the columns.
  private let spare: UnsafeMutablePointer<Double>
  private var next: UnsafeMutablePointer<Double>

  init(_ workspace: RowWorkspace, columns: Int, rows: Range<Int>) {
    self.workspace = workspace
    self.rows = rows
    stride = RowBlock.stride(rows.count)
    spare = workspace.scratch((columns + 2) * stride)
    next = spare + 2 * stride
  }

  /// The address of columns that lie in memory; whether they do.
  func lend(
    _ place: PiecePlace, less shift: [Double]?, to table: UnsafeMutablePointer<UnsafePointer<Double>?>
  ) -> Bool {
    switch place.kind {
    case .constant where !place.isShifted(by: shift): table.pointee = workspace.constant(rows.count)
    case .column(let address, _) where !place.isShifted(by: shift):
      table.pointee = address + rows.lowerBound
    default: return false
    }
    return true
  }

  /// Writes the columns of a piece.
  mutating func write(
    _ piece: ColumnPiece, _ place: PiecePlace, less shift: [Double]?,
    to table: UnsafeMutablePointer<UnsafePointer<Double>?>
  ) {
    for c in 0..<place.columnCount { table[c] = UnsafePointer(next + c * stride) }
    if case .rowMajor(let entries) = place.kind {
      place.withShift(shift) { less in
        RowMajorRows.transpose(
          entries + rows.lowerBound * place.columnCount, width: place.columnCount, rows: rows.count,
          less: less,
          stride: stride, to: next)
      }
    } else {
      for c in 0..<place.columnCount {
        let room = PreciseRoom(
          count: rows.count, high: next + c * stride, low: spare, part: spare + stride)
        piece.write(c, from: rows.lowerBound, less: shift?[place.firstColumn + c] ?? 0, to: room)
      }
    }
    next += place.columnCount * stride
  }
}

extension RowBlock {
  /// Doubles from one written column of `rows` rows to the next: columns a power of two apart would share a few lines of
  /// the first-level cache.
  static func stride(_ rows: Int) -> Int { (rows + 7) / 8 * 8 + 8 }
}

extension PiecePlace {
  /// Whether something is taken off one of the columns.
  func isShifted(by shift: [Double]?) -> Bool {
    guard let shift else { return false }
    for c in columns where shift[c] != 0 { return true }
    return false
  }

  /// Lends what is taken off the columns, nil where nothing is.
  func withShift<Result>(_ shift: [Double]?, _ body: (UnsafePointer<Double>?) -> Result) -> Result {
    guard let shift, isShifted(by: shift) else { return body(nil) }
    return shift.withUnsafeBufferPointer { body($0.baseAddress.map { $0 + firstColumn }) }
  }

  /// The factor at `rows`; where its base has no column, its codes are written to `codes`, which moves on.
  fileprivate func coded(_ rows: Range<Int>, writing room: inout UnsafeMutablePointer<Int32>?) -> CodedFactor?
  {
    switch kind {
    case .indicators(let codes, let base):
      var own = codes + rows.lowerBound
      if base >= 0, let next = room {
        for i in 0..<rows.count {
          let code = own[i]
          next[i] = code < base ? code : code == base ? -1 : code - 1
        }
        own = UnsafePointer(next)
        room = next + rows.count
      }
      return CodedFactor(
        codes: own, levelCount: columnCount, contrasts: nil, columnCount: columnCount,
        firstColumn: firstColumn)
    case .contrasts(let codes, let levelCount, let entries):
      return CodedFactor(
        codes: codes + rows.lowerBound, levelCount: levelCount, contrasts: entries, columnCount: columnCount,
        firstColumn: firstColumn)
    case .constant, .column, .rowMajor, .written: return nil
    }
  }
}

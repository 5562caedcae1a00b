import GLMAlgebra

extension RowBlock {
  /// Lends the columns less their shifts in twice the precision, as unevaluated sums high + low.
  ///
  /// `high` is what ``withColumns(shift:_:)`` lends: the rounded value, so that |low| is at most half a unit in the last
  /// place of high. `low` is nil where every low part is 0. Numbers less a shift and products of two numbers are
  /// exact; other products carry a relative error of a few 2⁻¹⁰⁴. What is not finite, or is a product below 2⁻⁹⁶⁰,
  /// has a low part of 0.
  public borrowing func withPreciseColumns<Result>(
    shift: [Double]? = nil, _ body: (_ high: BlockColumns, _ low: BlockColumns?) -> Result
  ) -> Result {
    let (p, n) = (contents.columnCount, rows.count)
    if !contents.hasLowParts, let table = lent(shift) {
      return body(BlockColumns(addresses: UnsafeBufferPointer(table), rows: n), nil)
    }
    let table = workspace.table(2 * p)
    let held = workspace.held(number, .precise, shift)
    let hasLow = held?.hasLow ?? writePrecisely(shift, to: table)
    let high = BlockColumns(addresses: UnsafeBufferPointer(rebasing: table[..<p]), rows: n)
    guard hasLow else { return body(high, nil) }
    return body(high, BlockColumns(addresses: UnsafeBufferPointer(rebasing: table[p...]), rows: n))
  }

  /// The addresses of all high parts, then of all low parts; whether one of these is not 0.
  private borrowing func writePrecisely(
    _ shift: [Double]?, to table: UnsafeMutableBufferPointer<UnsafePointer<Double>?>
  ) -> Bool {
    let (p, n, stride) = (contents.columnCount, rows.count, RowBlock.stride(rows.count))
    workspace.hold(nil)
    let scratch = workspace.scratch((2 * p + 1) * stride)
    let zeros = workspace.zeros(n)
    var hasLow = false
    for (index, place) in contents.places.enumerated() {
      let isShifted = place.isShifted(by: shift)
      if case .rowMajor(let entries) = place.kind {
        RowMajorRows.transpose(
          entries + rows.lowerBound * place.columnCount, width: place.columnCount, rows: n, less: nil,
          stride: stride, to: scratch + place.firstColumn * stride)
      }
      for c in place.columns {
        let less = shift?[c] ?? 0
        let room = PreciseRoom(
          count: n, high: scratch + c * stride, low: scratch + (p + c) * stride,
          part: scratch + 2 * p * stride)
        var low: UnsafePointer<Double>?
        table[c] = UnsafePointer(room.high)
        switch place.kind {
        case .constant where !isShifted: table[c] = workspace.constant(n)
        case .column(let address, let rest) where !isShifted:
          table[c] = address + rows.lowerBound
          low = rest.map { $0 + rows.lowerBound }
        case .rowMajor where less == 0: break
        case .rowMajor:
          for i in 0..<n { room.set(i, .difference(room.high[i], less)) }
          low = UnsafePointer(room.low)
        default:
          contents.pieces[index].writePrecisely(
            c - place.firstColumn, from: rows.lowerBound, less: less, to: room)
          low = UnsafePointer(room.low)
        }
        if let own = low, RowBlock.isZero(own, n) { low = nil }
        table[p + c] = low ?? zeros
        if low != nil { hasLow = true }
      }
    }
    workspace.hold(
      RowWorkspace.Lent(block: number, form: .precise, shift: shift, dense: p, hasLow: hasLow))
    return hasLow
  }

  private static func isZero(_ values: UnsafePointer<Double>, _ count: Int) -> Bool {
    var bits: UInt64 = 0
    for i in 0..<count { bits |= values[i].magnitude.bitPattern }
    return bits == 0
  }
}

import GLMAlgebra

/// Where one column of a block is written as high + low, with room for a part of a product.
struct PreciseRoom {
  let count: Int
  let high, low, part: UnsafeMutablePointer<Double>

  @inline(__always)
  func set(_ i: Int, _ value: DoubleDouble) {
    high[i] = value.high
    low[i] = value.low
  }

  /// Multiplies row i by `value(i)`; `isRounded` says that every low part is 0.
  @inline(__always)
  func multiply(isRounded: Bool, by value: (Int) -> Double) {
    if isRounded {
      for i in 0..<count { set(i, .exactProduct(high[i], value(i))) }
    } else {
      for i in 0..<count { set(i, DoubleDouble(high: high[i], low: low[i]).times(value(i))) }
    }
  }

  /// Computes a column of the rows from `first` on to `out`.
  func fill(
    _ out: UnsafeMutablePointer<Double>, from first: Int,
    by fill: (Range<Int>, inout MutableSpan<Double>) -> Void
  ) {
    out.initialize(repeating: 0, count: count)
    var span = UnsafeMutableBufferPointer(start: out, count: count).mutableSpan
    fill(first..<first + count, &span)
  }
}

extension ColumnPiece {
  /// Writes column `column` of the piece in the rows from `first` on, less `shift`, in twice the precision: a number
  /// less the shift and a product of two numbers are exact.
  func writePrecisely(_ column: Int, from first: Int, less shift: Double, to room: PreciseRoom) {
    let n = room.count
    switch self {
    case .constant:
      let value = DoubleDouble.difference(1, shift)
      for i in 0..<n { room.set(i, value) }
    case .dense(let storage):
      let values = storage.address + first
      for i in 0..<n { room.set(i, .difference(values[i], shift)) }
    case .denseWithLow(let high, let low):
      let (a, b) = (high.address + first, low.address + first)
      for i in 0..<n { room.set(i, DoubleDouble(high: a[i], low: b[i]).less(shift)) }
    case .factor(let codes, let contrasts):
      contrasts.write(column, codes: codes.address + first, less: 0, count: n, to: room.part)
      for i in 0..<n { room.set(i, .difference(room.part[i], shift)) }
    case .rowMajor(let storage, let width):
      let values = storage.address + first * width + column
      for i in 0..<n { room.set(i, .difference(values[i * width], shift)) }
    case .computed(let fill):
      room.fill(room.part, from: first, by: fill)
      for i in 0..<n { room.set(i, .difference(room.part[i], shift)) }
    case .product(let parts):
      if parts.isEmpty { for i in 0..<n { room.set(i, DoubleDouble(1)) } }
      ColumnPiece.factors(column, of: parts) { isFirst, part, own in
        if isFirst {
          part.writePrecisely(own, from: first, less: 0, to: room)
        } else {
          part.multiplyPrecisely(own, from: first, into: room)
        }
      }
      if shift == 0 { return }
      for i in 0..<n { room.set(i, DoubleDouble(high: room.high[i], low: room.low[i]).less(shift)) }
    case .sideBySide(let parts):
      ColumnPiece.part(column, of: parts) { $0.writePrecisely($1, from: first, less: shift, to: room) }
    }
  }

  /// Multiplies high + low by column `column` of the piece in the rows from `first` on.
  private func multiplyPrecisely(_ column: Int, from first: Int, into room: PreciseRoom) {
    let n = room.count
    var bits: UInt64 = 0
    for i in 0..<n { bits |= room.low[i].magnitude.bitPattern }
    let isRounded = bits == 0
    switch self {
    case .constant: return
    case .dense(let storage):
      let values = storage.address + first
      room.multiply(isRounded: isRounded) { values[$0] }
    case .denseWithLow(let high, let low):
      let (a, b) = (high.address + first, low.address + first)
      for i in 0..<n {
        let value = DoubleDouble(high: a[i], low: b[i])
        room.set(i, DoubleDouble(high: room.high[i], low: room.low[i]).times(value))
      }
    case .factor(let codes, let contrasts):
      if contrasts.isIndicators {
        contrasts.multiply(column, codes: codes.address + first, count: n, into: room.high)
        contrasts.multiply(column, codes: codes.address + first, count: n, into: room.low)
      } else {
        contrasts.write(column, codes: codes.address + first, less: 0, count: n, to: room.part)
        room.multiply(isRounded: isRounded) { room.part[$0] }
      }
    case .rowMajor(let storage, let width):
      let values = storage.address + first * width + column
      room.multiply(isRounded: isRounded) { values[$0 &* width] }
    case .computed(let fill):
      room.fill(room.part, from: first, by: fill)
      room.multiply(isRounded: isRounded) { room.part[$0] }
    case .product(let parts):
      ColumnPiece.factors(column, of: parts) { $1.multiplyPrecisely($2, from: first, into: room) }
    case .sideBySide(let parts):
      ColumnPiece.part(column, of: parts) { $0.multiplyPrecisely($1, from: first, into: room) }
    }
  }
}

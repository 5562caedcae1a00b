extension ColumnPiece {
  /// Writes column `column` of the piece in the rows from `first` on, less `shift`, to `room.high`: the rounded value
  /// of what ``writePrecisely(_:from:less:to:)`` writes. The rest of the room is used.
  func write(_ column: Int, from first: Int, less shift: Double, to room: PreciseRoom) {
    let (n, out) = (room.count, room.high)
    switch self {
    case .constant:
      for i in 0..<n { out[i] = 1 - shift }
    case .dense(let storage):
      let values = storage.address + first
      for i in 0..<n { out[i] = values[i] - shift }
    case .factor(let codes, let contrasts):
      contrasts.write(column, codes: codes.address + first, less: shift, count: n, to: out)
    case .rowMajor(let storage, let width):
      let values = storage.address + first * width + column
      for i in 0..<n { out[i] = values[i * width] - shift }
    case .computed(let fill):
      room.fill(out, from: first, by: fill)
      if shift != 0 { for i in 0..<n { out[i] -= shift } }
    case .product(let parts) where roundings <= (shift == 0 ? 2 : 1):
      if parts.isEmpty { for i in 0..<n { out[i] = 1 } }
      ColumnPiece.factors(column, of: parts) { isFirst, part, own in
        if isFirst {
          part.write(own, from: first, less: 0, to: room)
        } else {
          part.multiply(own, from: first, into: room)
        }
      }
      if shift != 0 { for i in 0..<n { out[i] -= shift } }
    case .sideBySide(let parts):
      ColumnPiece.part(column, of: parts) { $0.write($1, from: first, less: shift, to: room) }
    case .denseWithLow, .product: writePrecisely(column, from: first, less: shift, to: room)
    }
  }

  /// How many numbers that are neither 0 nor 1 an entry is made of: a product of two is rounded once.
  private var roundings: Int {
    switch self {
    case .constant: 0
    case .factor(_, let contrasts): contrasts.isIndicators ? 0 : 1
    case .dense, .rowMajor, .computed: 1
    case .denseWithLow: 2
    case .product(let parts): parts.reduce(0) { $0 + $1.roundings }
    case .sideBySide(let parts): parts.reduce(0) { max($0, $1.roundings) }
    }
  }

  /// Multiplies `room.high` by the rounded column `column` of the piece in the rows from `first` on.
  private func multiply(_ column: Int, from first: Int, into room: PreciseRoom) {
    let (n, out) = (room.count, room.high)
    switch self {
    case .constant: return
    case .dense(let storage), .denseWithLow(let storage, _):
      let values = storage.address + first
      for i in 0..<n { out[i] *= values[i] }
    case .factor(let codes, let contrasts):
      contrasts.multiply(column, codes: codes.address + first, count: n, into: out)
    case .rowMajor(let storage, let width):
      let values = storage.address + first * width + column
      for i in 0..<n { out[i] *= values[i * width] }
    case .computed(let fill):
      room.fill(room.part, from: first, by: fill)
      for i in 0..<n { out[i] *= room.part[i] }
    case .product(let parts):
      ColumnPiece.factors(column, of: parts) { $1.multiply($2, from: first, into: room) }
    case .sideBySide(let parts):
      ColumnPiece.part(column, of: parts) { $0.multiply($1, from: first, into: room) }
    }
  }

  /// The parts of a product, each with the column of its own that the product's column `column` has.
  static func factors(
    _ column: Int, of parts: [ColumnPiece], _ body: (_ isFirst: Bool, ColumnPiece, Int) -> Void
  ) {
    var rest = column
    for (i, part) in parts.enumerated() {
      body(i == 0, part, rest % part.columnCount)
      rest /= part.columnCount
    }
  }

  /// The piece among those side by side that has column `column`, and its own column.
  static func part(_ column: Int, of parts: [ColumnPiece], _ body: (ColumnPiece, Int) -> Void) {
    var rest = column
    for part in parts {
      if rest < part.columnCount { return body(part, rest) }
      rest -= part.columnCount
    }
  }

  /// Traps unless the piece has `rowCount` rows and its codes name levels.
  func check(rowCount: Int) {
    switch self {
    case .constant, .computed: return
    case .dense(let storage): precondition(storage.count == rowCount, "a column has one value a row")
    case .denseWithLow(let high, let low):
      precondition(high.count == rowCount && low.count == rowCount, "a column has one value a row")
      for i in 0..<rowCount where high.address[i].isFinite {
        precondition(high.address[i] + low.address[i] == high.address[i], "a high part is the rounded sum")
      }
    case .factor(let codes, let contrasts):
      precondition(codes.count == rowCount, "a factor has one code a row")
      let levels = UInt32(contrasts.levelCount)
      for i in 0..<rowCount {
        precondition(UInt32(bitPattern: codes.address[i]) < levels, "a code names a level")
      }
    case .rowMajor(let storage, let width):
      precondition(storage.count == rowCount * width, "a row-major piece has one value a row and column")
    case .product(let parts), .sideBySide(let parts):
      for part in parts { part.check(rowCount: rowCount) }
    }
  }
}

extension ContrastMatrix {
  /// The entries of `column` at `codes`, less `shift`.
  func write(
    _ column: Int, codes: UnsafePointer<Int32>, less shift: Double, count: Int,
    to out: UnsafeMutablePointer<Double>
  ) {
    switch form {
    case .dense(let entries):
      entries.withUnsafeBufferPointer { entries in
        let own = entries.baseAddress! + column * levelCount
        for i in 0..<count { out[i] = own[Int(codes[i])] - shift }
      }
    case .indicators:
      let level = Int32(level(ofIndicator: column))
      let (hit, miss) = (1 - shift, -shift)
      for i in 0..<count { out[i] = codes[i] == level ? hit : miss }
    }
  }

  /// Multiplies `out` by the entries of `column` at `codes`.
  func multiply(
    _ column: Int, codes: UnsafePointer<Int32>, count: Int, into out: UnsafeMutablePointer<Double>
  ) {
    switch form {
    case .dense(let entries):
      entries.withUnsafeBufferPointer { entries in
        let own = entries.baseAddress! + column * levelCount
        for i in 0..<count { out[i] *= own[Int(codes[i])] }
      }
    case .indicators:
      let level = Int32(level(ofIndicator: column))
      for i in 0..<count where codes[i] != level { out[i] = 0 }
    }
  }
}

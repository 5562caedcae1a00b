extension ColumnPiece {
  /// Writes column `column` of the piece in the rows from `first` on, less `shift`, to `out`.
  func write(_ column: Int, from first: Int, less shift: Double, to out: UnsafeMutableBufferPointer<Double>) {
    let n = out.count
    switch self {
    case .constant:
      for i in 0..<n { out[i] = 1 - shift }
    case .dense(let storage):
      let values = storage.address + first
      for i in 0..<n { out[i] = values[i] - shift }
    case .denseWithLow(let high, let low):
      let (a, b) = (high.address + first, low.address + first)
      for i in 0..<n { out[i] = (a[i] - shift) + b[i] }
    case .factor(let codes, let contrasts):
      contrasts.write(column, codes: codes.address + first, less: shift, to: out)
    case .rowMajor(let storage, let width):
      let values = storage.address + first * width + column
      for i in 0..<n { out[i] = values[i * width] - shift }
    case .computed(let fill):
      var span = out.mutableSpan
      fill(first..<first + n, &span)
      if shift != 0 { for i in 0..<n { out[i] -= shift } }
    case .product(let parts):
      var rest = column
      for (p, part) in parts.enumerated() {
        let own = rest % part.columnCount
        rest /= part.columnCount
        if p == 0 {
          part.write(own, from: first, less: 0, to: out)
        } else {
          part.multiply(own, from: first, into: out)
        }
      }
      if parts.isEmpty { for i in 0..<n { out[i] = 1 } }
      if shift != 0 { for i in 0..<n { out[i] -= shift } }
    }
  }

  /// Multiplies `out` by column `column` of the piece in the rows from `first` on.
  private func multiply(_ column: Int, from first: Int, into out: UnsafeMutableBufferPointer<Double>) {
    let n = out.count
    switch self {
    case .constant: return
    case .dense(let storage):
      let values = storage.address + first
      for i in 0..<n { out[i] *= values[i] }
    case .factor(let codes, let contrasts):
      contrasts.multiply(column, codes: codes.address + first, into: out)
    case .denseWithLow, .rowMajor, .computed, .product:
      withUnsafeTemporaryAllocation(of: Double.self, capacity: n) { own in
        own.initialize(repeating: 0)
        write(column, from: first, less: 0, to: own)
        for i in 0..<n { out[i] *= own[i] }
      }
    }
  }

  /// Traps unless the piece has `rowCount` rows and its codes name levels.
  func check(rowCount: Int) {
    switch self {
    case .constant, .computed: return
    case .dense(let storage): precondition(storage.count == rowCount, "a column has one value a row")
    case .denseWithLow(let high, let low):
      precondition(high.count == rowCount && low.count == rowCount, "a column has one value a row")
    case .factor(let codes, let contrasts):
      precondition(codes.count == rowCount, "a factor has one code a row")
      let levels = UInt32(contrasts.levelCount)
      for i in 0..<rowCount {
        precondition(UInt32(bitPattern: codes.address[i]) < levels, "a code names a level")
      }
    case .rowMajor(let storage, let width):
      precondition(storage.count == rowCount * width, "a row-major piece has one value a row and column")
    case .product(let parts):
      for part in parts { part.check(rowCount: rowCount) }
    }
  }
}

extension ContrastMatrix {
  /// The entries of `column` at `codes`, less `shift`.
  func write(
    _ column: Int, codes: UnsafePointer<Int32>, less shift: Double,
    to out: UnsafeMutableBufferPointer<Double>
  ) {
    switch form {
    case .dense(let entries):
      entries.withUnsafeBufferPointer { entries in
        let own = entries.baseAddress! + column * levelCount
        for i in 0..<out.count { out[i] = own[Int(codes[i])] - shift }
      }
    case .indicators:
      let level = Int32(level(ofIndicator: column))
      let (hit, miss) = (1 - shift, -shift)
      for i in 0..<out.count { out[i] = codes[i] == level ? hit : miss }
    }
  }

  /// Multiplies `out` by the entries of `column` at `codes`.
  func multiply(_ column: Int, codes: UnsafePointer<Int32>, into out: UnsafeMutableBufferPointer<Double>) {
    switch form {
    case .dense(let entries):
      entries.withUnsafeBufferPointer { entries in
        let own = entries.baseAddress! + column * levelCount
        for i in 0..<out.count { out[i] *= own[Int(codes[i])] }
      }
    case .indicators:
      let level = Int32(level(ofIndicator: column))
      for i in 0..<out.count where codes[i] != level { out[i] = 0 }
    }
  }
}

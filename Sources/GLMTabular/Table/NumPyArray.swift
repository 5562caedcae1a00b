import GLMModel

/// An array of doubles that NumPy saved, whole in memory in the order of its file, to be lent where it lies: the columns
/// of a Fortran-ordered array one by one, the rows of a C-ordered one together. Nothing is copied a second time.
package struct NumPyArray: Sendable {
  package let rows: Int
  package let columns: Int
  /// Whether column stands behind column.
  package let isColumnMajor: Bool
  /// The numbers, in the order of the file.
  package let numbers: ColumnStorage

  /// Reads the file at `path`, of `<f8` numbers in one or two dimensions; one dimension is one column.
  package init(contentsOf path: String) throws(TableError) {
    let source = try ByteSource(path: path)
    guard try NumPyHeader.isMagic(source) else {
      throw .numPy(
        source: source.name, offset: 0, found: "this is no NumPy file",
        needed: "save an array with numpy.save(path, array)")
    }
    let header = try NumPyHeader(source)
    rows = header.rows
    columns = header.columns
    isColumnMajor = header.isColumnMajor || header.columns == 1
    numbers = try NumPyArray.numbers(source, from: header.end, count: header.rows * header.columns)
  }

  private static func numbers(
    _ source: ByteSource, from first: Int, count: Int
  ) throws(TableError) -> ColumnStorage {
    guard let memory = allocateLarge(count * MemoryLayout<Double>.stride) else {
      throw .notReadable(path: source.name, reason: "not enough memory for \(count) numbers")
    }
    let numbers = memory.bindMemory(to: Double.self, capacity: count)
    numbers.initialize(repeating: 0, count: count)
    // What is read so far is freed with this, whatever happens.
    let storage = ColumnStorage(adopting: numbers, count: count)
    let room = WindowRoom()
    let some = 1 << 17
    for start in stride(from: 0, to: count, by: some) {
      let end = min(start + some, count)
      try source.withWindow(first + 8 * start..<first + 8 * end, room) { bytes in
        let bytes = UnsafeRawPointer(bytes)
        for i in start..<end {
          let bits = bytes.loadUnaligned(fromByteOffset: 8 * (i - start), as: UInt64.self)
          numbers[i] = Double(bitPattern: UInt64(littleEndian: bits))
        }
      }
    }
    return storage
  }

  /// The columns as pieces of a model matrix.
  package var pieces: [ColumnPiece] {
    if !isColumnMajor { return [.rowMajor(numbers, columnCount: columns)] }
    return (0..<columns).map { .dense(column($0)) }
  }

  /// Column `index` of a column-major array, where it lies.
  package func column(_ index: Int) -> ColumnStorage {
    precondition(isColumnMajor, "a column of a row-major array lies nowhere together")
    return ColumnStorage(index * rows..<(index + 1) * rows, of: numbers)
  }
}

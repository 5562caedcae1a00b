import GLMModel

extension NumPyHeader {
  /// The table of the numbers behind the header; NaN is missing.
  func table(_ source: ByteSource, _ reading: TableReading) throws(TableError) -> Table {
    let memory = ColumnMemory(count: columns, rows: rows)
    for column in 0..<columns { memory.prepare(column, for: .number) }
    let rooms = WindowRoom.rooms(reading.threads)
    // Lines are the columns or the rows, whichever stand together in the file.
    let (lines, length) = isColumnMajor ? (columns, rows) : (rows, columns)
    let some = max(1, reading.chunkBytes / (8 * length))
    let tasks = (lines - 1) / some + 1
    let failures = TaskResults<TableError?>(repeating: nil, count: tasks)
    forEachTask(tasks, threads: reading.threads) { worker, task in
      let part = task * some..<min((task + 1) * some, lines)
      do throws(TableError) {
        let bytes = end + 8 * part.lowerBound * length..<end + 8 * part.upperBound * length
        try source.withWindow(bytes, rooms[worker]) { copy(part, UnsafeRawPointer($0), into: memory) }
      } catch {
        failures[task] = error
      }
    }
    for task in 0..<tasks { if let failure = failures[task] { throw failure } }
    let cells = TaskResults<TableColumn.Cells?>(repeating: nil, count: columns)
    forEachTask(columns, threads: reading.threads) { _, column in
      cells[column] = .numbers(memory.numberCells(column, hasMissing: true))
    }
    let named = (0..<columns).compactMap { i in cells[i].map { TableColumn(name: "x\(i + 1)", cells: $0) } }
    return Table(columns: named, rowCount: rows, name: source.name, lines: .none)
  }

  /// Copies some rows, or columns where those stand together, which begin at `bytes`.
  private func copy(_ part: Range<Int>, _ bytes: UnsafeRawPointer, into memory: ColumnMemory) {
    let (some, all) = isColumnMajor ? (part, 0..<rows) : (0..<columns, part)
    for column in some {
      guard let numbers = memory.numbers[column] else { continue }
      for row in all {
        let place =
          isColumnMajor ? (column - part.lowerBound) * rows + row : (row - part.lowerBound) * columns + column
        let bits = bytes.loadUnaligned(fromByteOffset: 8 * place, as: UInt64.self)
        numbers[row] = Double(bitPattern: UInt64(littleEndian: bits))
      }
    }
  }
}

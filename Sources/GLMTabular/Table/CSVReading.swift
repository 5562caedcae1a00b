import Synchronization

/// A CSV file on its way to a table: the rows are found, then the columns' kinds are tried on some of them, then every
/// cell is read into its place; columns that turn out to be text further down are read once more.
struct CSVReading {
  private let source: ByteSource
  private let reading: TableReading
  private let delimiter: Delimiter
  private let survey: CSVSurvey
  private let header: CSVHeader
  private let markers: MissingMarkers
  private let secret = LabelSecret()

  /// Finds the rows and reads the header.
  init(_ source: ByteSource, _ reading: TableReading) throws(TableError) {
    self.source = source
    self.reading = reading
    delimiter = reading.delimiter ?? .comma
    markers = MissingMarkers(reading.missing)
    let content = try CSVReading.content(source)
    guard !content.isEmpty else { throw .empty(source: source.name, hasHeader: reading.hasHeader) }
    survey = try CSVSurvey(source, content: content, delimiter: delimiter, reading)
    if let (offset, line) = survey.firstInvalid {
      throw .notUTF8(source: source.name, offset: offset, line: line)
    }
    guard let first = survey.chunks.first else { throw source.changed }
    let delimiter = delimiter
    header = try source.withWindow(first.bytes, WindowRoom()) { bytes throws(TableError) in
      let scanner = CSVScanner(
        bytes, count: first.bytes.count, line: first.line, source: source.name, delimiter: delimiter)
      return try CSVHeader(scanner, hasHeader: reading.hasHeader)
    }
  }

  /// The bytes from behind a byte-order mark to the last that ends no line.
  private static func content(_ source: ByteSource) throws(TableError) -> Range<Int> {
    let start = try source.prefix(3) == [0xEF, 0xBB, 0xBF] ? 3 : 0
    let room = WindowRoom()
    var end = source.count
    while end > start {
      let from = max(start, end - 4096)
      let count = try source.withWindow(from..<end, room) { bytes in
        var count = end - from
        while count > 0, bytes[count - 1] == CSVByte.lineFeed || bytes[count - 1] == CSVByte.carriageReturn {
          count -= 1
        }
        return count
      }
      end = from + count
      if count > 0 { break }
    }
    return start..<end
  }

  private var width: Int { header.names.count }
  private var rowCount: Int { survey.rowCount - (reading.hasHeader ? 1 : 0) }

  /// Reads every cell.
  func table() throws(TableError) -> Table {
    let columns = ColumnMemory(count: width, rows: rowCount)
    let uses = try sampledUses()
    let first = try read(uses, into: columns)
    let late = (0..<width).map { first.foundText($0) }
    let second = late.contains(true) ? try read(late.map { $0 ? .text : .skip }, into: columns) : first
    let cells = TaskResults<TableColumn.Cells?>(repeating: nil, count: width)
    forEachTask(width, threads: reading.threads) { _, column in
      cells[column] = (late[column] ? second : first).cells(column, of: columns, secret)
    }
    return Table(
      columns: header.names.enumerated().compactMap { i, name in
        cells[i].map { TableColumn(name: name, cells: $0) }
      },
      rowCount: rowCount, name: source.name,
      lines: .ofFile(RowLines(first: header.nextLine, steps: first.steps)))
  }

  /// Reads the rows of a chunk without the header, if it has any.
  ///
  /// - Parameter most: at most so many bytes of them.
  private func read(
    _ chunk: CSVChunk, _ rows: CSVRows, _ found: CSVColumnFindings, _ room: WindowRoom, most: Int = .max
  ) throws(TableError) -> CSVPass.Chunk? {
    let headers = reading.hasHeader ? 1 : 0
    let isFirst = chunk.rows.lowerBound < headers
    let data = max(0, chunk.rows.lowerBound - headers)..<max(0, chunk.rows.upperBound - headers)
    guard !data.isEmpty else { return nil }
    let start = chunk.bytes.lowerBound + (isFirst ? header.length : 0)
    var count = min(chunk.bytes.upperBound - start, most)
    return try source.withWindow(start..<start + count, room) { bytes in
      if count == most {
        // Up to a line feed: it ends a row, or is inside a cell whose quote then does not close.
        while count > 0, bytes[count - 1] != CSVByte.lineFeed { count -= 1 }
      }
      let part = CSVRows.Part(
        start: bytes, count: count, position: start, line: isFirst ? header.nextLine : chunk.line,
        rows: data, isStored: most == .max)
      return .read(by: found.worker, rows: data, start: start, rows.read(part, found))
    }
  }

  /// What columns seem to hold, by some rows at the beginning of a few chunks.
  private func sampledUses() throws(TableError) -> [CellUse] {
    let sample = ColumnMemory(count: width, rows: 1)
    for column in 0..<width { sample.prepare(column, for: .number) }
    let found = CSVColumnFindings([CellUse](repeating: .number, count: width), secret, worker: 0)
    let rows = CSVRows(delimiter, sample, markers)
    let chunks = survey.chunks
    let places = min(8, chunks.count)
    let room = WindowRoom()
    for place in 0..<places {
      let chunk = chunks[place * chunks.count / places]
      // What is wrong with a row is said when all are read.
      _ = try read(chunk, rows, found, room, most: max(1 << 14, 4 * header.length))
    }
    return (0..<width).map { found.uses[$0] == .foundText ? .text : .number }
  }

  /// Reads the cells of the columns that `uses` does not skip.
  private func read(_ uses: [CellUse], into columns: ColumnMemory) throws(TableError) -> CSVPass {
    for (column, use) in uses.enumerated() { columns.prepare(column, for: use) }
    let rows = CSVRows(delimiter, columns, markers)
    let chunks = survey.chunks
    let workers = max(1, min(reading.threads, chunks.count))
    let rooms = WindowRoom.rooms(workers)
    let secret = secret
    let pass = CSVPass(
      (0..<workers).map { CSVColumnFindings(uses, secret, worker: $0) }, chunks: chunks.count)
    let firstFailed = Atomic(Int.max)
    forEachTask(chunks.count, threads: workers) { worker, task in
      // Rows behind one that cannot be used need not be read.
      guard task < firstFailed.load(ordering: .relaxed) else { return }
      do throws(TableError) {
        pass.chunks[task] = try read(chunks[task], rows, pass.workers[worker], rooms[worker])
        if let chunk = pass.chunks[task], !chunk.isDone { firstFailed.min(task, ordering: .relaxed) }
      } catch {
        pass.chunks[task] = .failed(error)
        firstFailed.min(task, ordering: .relaxed)
      }
    }
    if let error = try error(in: pass) { throw error }
    return pass
  }

  /// What is wrong with the first row that cannot be used.
  private func error(in pass: CSVPass) throws(TableError) -> TableError? {
    for i in survey.chunks.indices {
      switch pass.chunks[i] {
      case .failed(let error): return error
      case .read(_, _, _, .differs): return source.changed
      case .read(_, _, let start, .refused(let offset, let line)):
        let row = start + offset..<survey.chunks[i].bytes.upperBound
        return try source.withWindow(row, WindowRoom()) { bytes in
          var scanner = CSVScanner(
            bytes, count: row.count, line: line, source: source.name, delimiter: delimiter)
          return scanner.refusal(names: header.names, hasHeader: reading.hasHeader)
        }
      case .read(_, _, _, .done), nil: break
      }
    }
    return nil
  }
}

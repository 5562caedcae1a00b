import GLMModel

/// What the threads of one pass over the rows found.
final class CSVPass: @unchecked Sendable {
  /// How the reading of a chunk ended.
  enum Chunk {
    /// A thread read rows, the first of which begins at a byte of the file.
    case read(by: Int, rows: Range<Int>, start: Int, CSVRows.Outcome)
    /// The bytes could not be had.
    case failed(TableError)

    var isDone: Bool {
      if case .read(_, _, _, .done) = self { true } else { false }
    }
  }

  let workers: [CSVColumnFindings]
  /// Nil for a chunk that has no rows or was not read.
  let chunks: TaskResults<Chunk?>

  init(_ workers: [CSVColumnFindings], chunks: Int) {
    self.workers = workers
    self.chunks = TaskResults(repeating: nil, count: chunks)
  }

  /// Where the distance from row to line changes.
  var steps: [RowLines.Step] {
    var steps = [RowLines.Step]()
    for chunk in 0..<chunks.count {
      if case .read(_, _, _, .done(let more)) = chunks[chunk] { steps += more }
    }
    return steps
  }

  /// Whether a column that was read as numbers has text.
  func foundText(_ column: Int) -> Bool { workers.contains { $0.uses[column] == .foundText } }

  /// The cells of a column that this pass read.
  func cells(_ column: Int, of columns: ColumnMemory, _ secret: LabelSecret) -> TableColumn.Cells {
    let hasMissing = workers.contains { $0.hasMissing[column] }
    guard let codes = columns.codes[column] else {
      return .numbers(columns.numberCells(column, hasMissing: hasMissing))
    }
    let labels = JoinedLabels(workers.map { $0.labels[column] }, secret)
    for chunk in 0..<chunks.count {
      guard case .read(let worker, let rows, _, _) = chunks[chunk] else { continue }
      let map = labels.maps[worker]
      for row in rows where codes[row] >= 0 { codes[row] = map[Int(codes[row])] }
    }
    return .labels(columns.labelCells(column, levels: labels.levels, hasMissing: hasMissing))
  }
}

import GLMModel

/// The rows of a table that a frame uses, and the columns' cells in them.
struct RowSelection: Sendable {
  let table: Table
  /// The rows, ascending or as asked; nil for all.
  let rows: [Int]?
  /// The columns with missing cells among those that were looked at, and in how many rows.
  let missing: [MissingCount]
  /// The first row with a missing cell among those that were looked at, and the column.
  private let firstMissing: (row: Int, column: String)?

  /// Rows selected.
  var count: Int { rows?.count ?? table.rowCount }

  /// The rows, counting from 0 in the table.
  var allRows: [Int] { rows ?? Array(0..<table.rowCount) }

  /// Where the selected row `i` is.
  func place(_ i: Int) -> RowPlace { table.place(ofRow: rows?[i] ?? i) }

  /// The line of each row, or nil for a table made in memory.
  var lines: [Int]? {
    guard table.rowCount > 0, table.line(ofRow: 0) != nil else { return nil }
    return allRows.map { table.line(ofRow: $0) ?? 0 }
  }

  private init(table: Table, rows: [Int]?, missing: [MissingCount]) {
    (self.table, self.rows, self.missing) = (table, rows, missing)
    firstMissing = nil
  }

  /// Of `candidates` (all rows when nil), the rows without a missing cell in any of `columns`.
  init(of table: Table, complete columns: [String], among candidates: [Int]? = nil) {
    self.table = table
    var isDropped = [Bool](repeating: false, count: table.rowCount)
    var counts = [MissingCount]()
    var isCandidate: [Bool]?
    if let candidates {
      var flags = [Bool](repeating: false, count: table.rowCount)
      for row in candidates { flags[row] = true }
      isCandidate = flags
    }
    var first: (row: Int, column: String)?
    var seen = Set<String>()
    for name in columns where seen.insert(name).inserted {
      let missing = (table.column(named: name)?.missing ?? []).filter { isCandidate?[$0] ?? true }
      if missing.isEmpty { continue }
      for row in missing { isDropped[row] = true }
      if missing[0] < first?.row ?? .max { first = (missing[0], name) }
      counts.append(MissingCount(column: name, rows: missing.count))
    }
    self.missing = counts
    firstMissing = first
    if counts.isEmpty {
      rows = candidates
    } else {
      rows = (candidates ?? Array(0..<table.rowCount)).filter { !isDropped[$0] }
    }
  }

  /// The numbers of a column; sharing its storage when every row is selected.
  ///
  /// Throws for text, for a column that is not there, and, unless told not to, for a number that is not finite.
  func numbers(
    _ name: String, role: String, usedIn use: String, requiresFinite: Bool = true
  ) throws(FrameError) -> ColumnStorage {
    guard let column = table.column(named: name) else { throw missingColumn(name, role: role) }
    switch column.cells {
    case .numbers(let cells):
      let storage = gathered(cells.storage)
      if requiresFinite { try requireFinite(storage, name: name) }
      return storage
    case .labels(let cells):
      // No rows, no text.
      guard count > 0 else { return ColumnStorage(values: []) }
      throw notANumber(cells, column: name, usedIn: use)
    }
  }

  /// The error for a column of labels, at its first cell that does not read as a number.
  private func notANumber(_ cells: LabelCells, column: String, usedIn use: String) -> FrameError {
    let isNumber = cells.levels.map { DecimalNumber.parse($0) != nil }
    let rows = allRows
    let first = rows.firstIndex { cells.codes[$0] >= 0 && !isNumber[Int(cells.codes[$0])] } ?? 0
    let code = cells.codes[rows[first]]
    return .notANumber(
      place: place(first), column: column, cell: code < 0 ? "" : cells.levels[Int(code)],
      usedIn: use == column ? "the model" : use)
  }

  func missingColumn(_ name: String, role: String) -> FrameError {
    .missingColumn(name, role: role, suggestion: nearestName(to: name, in: table.columnNames))
  }

  private func gathered(_ storage: ColumnStorage) -> ColumnStorage {
    rows.map { storage.gathered($0) } ?? storage
  }

  /// Throws at the first row with a missing cell in one of the columns that were looked at.
  func refuseMissing() throws(FrameError) {
    if let (row, column) = firstMissing {
      throw .missingCell(place: table.place(ofRow: row), column: column)
    }
  }

  /// The rows that are not dropped, in which `counts` says how many rows each variable drops.
  func dropping(_ isDropped: [Bool], _ counts: [MissingCount]) -> (selection: RowSelection, kept: [Int]) {
    let kept = isDropped.indices.filter { !isDropped[$0] }
    let all = allRows
    return (RowSelection(table: table, rows: kept.map { all[$0] }, missing: missing + counts), kept)
  }

  /// Throws at the first number that is infinite or NaN; `given` tells more of a row.
  func requireFinite(
    _ storage: ColumnStorage, name: String, given: (Int) -> String = { _ in "" }
  ) throws(FrameError) {
    let bad = storage.withSpan { values -> Int? in
      for i in 0..<values.count where !values[i].isFinite { return i }
      return nil
    }
    if let bad {
      throw .notFinite(place: place(bad), name: name, value: storage[bad], given: given(bad))
    }
  }
}

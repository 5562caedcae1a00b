import GLMModel

/// The model matrix of a fitted model for new rows.
public struct PredictionFrame: Sendable {
  /// The rows for the engine; the response is zeros.
  public let source: MemorySource
  /// The rows of the table that are in the source, counting from 0; in the others something is missing.
  public let rows: [Int]
  /// Rows of the table.
  public let rowCount: Int
  /// For each column with missing cells among those that the model uses, in how many rows; then the variables that are
  /// missing for a value outside of their breaks or levels.
  public let missing: [MissingCount]
}

extension ModelFrameSpecification {
  /// The columns of the data that new rows must have.
  var neededColumns: [String] {
    let known = Set(modelColumns.map(\.name))
    let named = (frameVariables + offsets).flatMap { $0.expression.names.map(\.name) }.filter(known.contains)
    return named + [exposure, offset].compactMap { $0 }
  }

  /// The model matrix for the rows of `table`, which need neither response, weights nor trials.
  ///
  /// - Parameters:
  ///   - rows: the rows of the table to use, counting from 0; all when nil.
  ///   - unseen: what a level that the model was not fitted with is: an error with its row, or a missing cell.
  ///   - missing: whether a missing cell is an error; otherwise its row is left out.
  ///
  /// Throws a ``FrameError`` for a column that is not there, a level that the
  /// model was not fitted with, text where a number is needed, and a value that is not finite.
  public func frame(
    for table: Table, rows: [Int]? = nil, unseen: UnseenLevels = .fail, missing: MissingPolicy = .keep
  ) throws(FrameError) -> PredictionFrame {
    precondition(rows?.allSatisfy { $0 >= 0 && $0 < table.rowCount } ?? true, "a row is a row of the table")
    let needed = neededColumns
    for name in needed where table.column(named: name) == nil {
      throw .missingColumn(name, role: "", suggestion: nearestName(to: name, in: table.columnNames))
    }
    let complete = RowSelection(of: table, complete: needed, among: rows)
    if missing == .fail { try complete.refuseMissing() }
    let variables = frameVariables + offsets
    let found = try FrameValues(
      variables.map { ($0.bound, $0.name) }, in: complete, unseen: unseen, fails: missing == .fail)
    for (i, variable) in variables.enumerated() {
      try found.requireFinite(i, of: variable.expression, named: variable.name)
    }
    let selection = found.selection
    let values = Array(found.values.prefix(frameVariables.count))
    let zeros = ColumnStorage(count: selection.count) { _ in }
    let source = MemorySource(
      rowCount: selection.count, columns: columns, pieces: try pieces(values, selection),
      response: shape == .successesOfTrials ? [zeros, trials(of: selection) ?? zeros] : [zeros],
      offsets: try offsetStorages(Array(found.values.dropFirst(frameVariables.count)), selection),
      lines: selection.lines)
    return PredictionFrame(
      source: source, rows: selection.allRows, rowCount: table.rowCount, missing: selection.missing)
  }

  /// The trials of new rows, where the table has the column: a new observation counts the successes of so many.
  private func trials(of selection: RowSelection) -> ColumnStorage? {
    guard let trials, let all = selection.table.column(named: trials)?.numbers else { return nil }
    let rows = selection.allRows
    return ColumnStorage(count: rows.count) { out in
      for (i, row) in rows.enumerated() where all[row] >= 1 { out[i] = all[row].rounded() }
    }
  }
}

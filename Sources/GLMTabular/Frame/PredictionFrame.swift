import GLMModel

/// The model matrix of a fitted model for new rows.
public struct PredictionFrame: Sendable {
  /// The rows for the engine; the response is zeros.
  public let source: MemorySource
  /// The rows of the table that are in the source, counting from 0; the others have a missing cell.
  public let rows: [Int]
  /// Rows of the table.
  public let rowCount: Int
  /// For each column with missing cells among those that the model uses, in how many rows.
  public let missing: [MissingCount]
}

extension ModelFrameSpecification {
  /// The model matrix for the rows of `table`, which need neither response, weights nor trials.
  ///
  /// - Parameter rows: the rows of the table to use, counting from 0; all when nil.
  ///
  /// Rows with a missing cell are left out. Throws a ``FrameError`` for a column that is not there, a level that the
  /// model was not fitted with, text where a number is needed, and a value that is not finite.
  public func frame(for table: Table, rows: [Int]? = nil) throws(FrameError) -> PredictionFrame {
    precondition(rows?.allSatisfy { $0 >= 0 && $0 < table.rowCount } ?? true, "a row is a row of the table")
    let needed = neededColumns
    for name in needed where table.column(named: name) == nil {
      throw .missingColumn(name, role: "", suggestion: nearestName(to: name, in: table.columnNames))
    }
    let selection = RowSelection(of: table, complete: needed, among: rows)
    let zeros = ColumnStorage(count: selection.count) { _ in }
    let source = MemorySource(
      rowCount: selection.count, columns: columns, pieces: try pieces(selection),
      response: shape == .successesOfTrials ? [zeros, zeros] : [zeros],
      offsets: try offsetStorages(selection), lines: selection.lines)
    return PredictionFrame(
      source: source, rows: selection.allRows, rowCount: table.rowCount, missing: selection.missing)
  }
}

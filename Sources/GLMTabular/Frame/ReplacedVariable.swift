import GLMModel

/// What a variable is set to when the question is how the mean depends on it.
public enum ReplacementValues: Sendable, Equatable {
  /// One number a row.
  case numbers([Double])
  /// One level for every row.
  case level(String)
}

extension ModelFrameSpecification {
  /// The model matrix for rows of `table` with one column of the data set to other values, in every term that uses it:
  /// `age` in `I(age^2)` too.
  ///
  /// - Parameters:
  ///   - table: the table; none of the rows asked for may have a missing cell in a column of the model, other than
  ///     `variable`.
  ///   - rows: the rows of the table, counting from 0, ascending; all when nil. ``ModelFrame/rows`` are those of a fit.
  ///   - variable: a column of ``variables``.
  ///   - values: one number for each of `rows`, or one level for all.
  ///
  /// Throws for a column that is not among the variables, values in another number than the rows, a level that the
  /// model was not fitted with, and a value that is not finite (the log of a number below 0).
  public func source(
    for table: Table, rows: [Int]? = nil, replacing variable: String, with values: ReplacementValues
  ) throws(FrameError) -> MemorySource {
    let names = variables.map(\.name)
    guard names.contains(variable) else {
      throw .noSuchVariable(variable, suggestion: nearestName(to: variable, in: names))
    }
    let chosen = rows ?? Array(0..<table.rowCount)
    let column: TableColumn
    switch values {
    case .numbers(let numbers):
      guard numbers.count == chosen.count else {
        throw .valueCount(variable: variable, found: numbers.count, expected: chosen.count)
      }
      var all = [Double](repeating: 0, count: table.rowCount)
      for (i, row) in chosen.enumerated() { all[row] = numbers[i] }
      column = TableColumn(variable, all)
    case .level(let level):
      let codes = [Int32](repeating: 0, count: table.rowCount)
      column = TableColumn(
        name: variable, cells: .labels(LabelCells(levels: [level], codes: codes, isOrderGiven: true)))
    }
    let replaced: Table
    do throws(TableError) { replaced = try table.replacing(column) } catch { throw .table(error) }
    let frame = try frame(for: replaced, rows: rows)
    guard frame.rows.count == chosen.count else {
      throw .valueCount(variable: variable, found: chosen.count, expected: frame.rows.count)
    }
    return frame.source
  }
}

extension ModelFrame {
  /// The rows of this frame with one column of the data set to other values, in every term that uses it; response,
  /// weights and offsets as in ``source``, but offsets that use the column follow it.
  ///
  /// Throws as ``ModelFrameSpecification/source(for:rows:replacing:with:)`` does.
  public func source(
    replacing variable: String, with values: ReplacementValues
  ) throws(FrameError) -> MemorySource {
    try specification.source(for: table, rows: rows, replacing: variable, with: values)
      .replacing(response: source.response, weights: .some(source.weights))
  }

  /// The values of a column of numbers in the rows of this frame, or nil when it is text or not there.
  public func numbers(ofColumn name: String) -> [Double]? {
    guard let all = table.column(named: name)?.numbers else { return nil }
    return rows.map { all[$0] }
  }
}

import GLMModel

/// Variables evaluated in the rows that have all of them.
struct FrameValues {
  /// The rows in which no variable is missing.
  let selection: RowSelection
  /// The values of each variable there.
  let values: [VariableValues]

  /// Evaluates variables in the rows selected, and leaves out the rows in which one of them turns out to be missing.
  ///
  /// The first `responses` of them are a response. With `fails`, the first such row is an error.
  init(
    _ variables: [(bound: BoundVariable, name: String)], in first: RowSelection,
    responses: Int = 0, unseen: UnseenLevels = .fail, fails: Bool = false
  ) throws(FrameError) {
    var evaluation = Evaluation(first, unseen: unseen)
    var values = [VariableValues]()
    var counts = [MissingCount]()
    var isDropped: [Bool]?
    for (i, variable) in variables.enumerated() {
      values.append(
        try evaluation.values(of: variable.bound, named: variable.name, isResponse: i < responses))
      guard let missing = evaluation.takeMissing() else { continue }
      if fails, let row = missing.firstIndex(of: true) {
        throw .missingCell(place: first.place(row), column: variable.name)
      }
      counts.append(MissingCount(column: variable.name, rows: missing.count { $0 }))
      isDropped = isDropped.map { zip($0, missing).map { $0 || $1 } } ?? missing
    }
    guard let isDropped else {
      (selection, self.values) = (first, values)
      return
    }
    let (selection, kept) = first.dropping(isDropped, counts)
    self.selection = selection
    self.values = values.map { $0.gathered(kept) }
  }

  /// Throws at the first value of a variable that is not finite.
  func requireFinite(_ i: Int, of expression: Expression, named name: String) throws(FrameError) {
    guard case .numbers(let columns) = values[i] else { return }
    for column in columns {
      try selection.requireFinite(column.high, name: name) { row in
        selection.told(of: expression, row: row, except: name)
      }
    }
  }
}

extension RowSelection {
  /// What the columns of an expression hold in a row, as in "x = 0 and z = 1".
  func told(of expression: Expression, row: Int, except name: String) -> String {
    let cells = Set(expression.names.map(\.name)).sorted().filter { $0 != name }.compactMap {
      column -> String? in
      guard case .numbers(let cells)? = table.column(named: column)?.cells else { return nil }
      return "\(column) = \(NumberText.plain(cells.storage[rows?[row] ?? row]))"
    }
    return cells.prefix(4).joined(separator: " and ")
  }
}

import GLMAlgebra
import GLMModel

extension ModelFrameSpecification {
  /// The most numbers that the computed columns of a model matrix may hold (4 GB).
  static let cellLimit = 1 << 29

  /// The columns of the data that new rows must have.
  var neededColumns: [String] {
    frameVariables.flatMap { $0.levels == nil ? $0.expression.names.map(\.name) : [$0.factorColumn] }
      + offsets.flatMap { $0.expression.names.map(\.name) } + [exposure, offset].compactMap { $0 }
  }

  /// The pieces of the model matrix for the selected rows.
  func pieces(_ selection: RowSelection) throws(FrameError) -> [ColumnPiece] {
    var values = [VariableValues]()
    for variable in frameVariables {
      if let levels = variable.levels {
        let factor = try FactorCodes(matching: levels, column: variable.factorColumn, in: selection)
        values.append(.factor(CodeStorage(factor.codes)))
      } else {
        values.append(.number(try selection.values(of: variable.expression)))
      }
    }
    return try pieces(values, rows: selection.count, selection)
  }

  /// The pieces of the model matrix, given the variables' values.
  func pieces(
    _ values: [VariableValues], rows: Int, _ selection: RowSelection
  ) throws(FrameError) -> [ColumnPiece] {
    var pieces: [ColumnPiece] = hasIntercept ? [.constant] : []
    var cells = 0
    for term in terms {
      let isProduct = term.variables.count > 1
      if isProduct {
        cells += term.columnCount(frameVariables) * rows
        guard cells <= ModelFrameSpecification.cellLimit else {
          throw .tooLarge(term: term.name(frameVariables), columns: columns.count, rows: rows)
        }
      }
      let own = term.pieces(frameVariables, values, rows: rows)
      if isProduct {
        for case .dense(let storage) in own {
          try selection.requireFinite(storage, name: term.name(frameVariables))
        }
      }
      pieces += own
    }
    return pieces
  }

  /// The sum of the formula's offsets, the logarithm of the exposure and the offset column; empty without any.
  func offsetStorages(_ selection: RowSelection) throws(FrameError) -> [ColumnStorage] {
    guard hasOffset else { return [] }
    var total = [Double](repeating: 0, count: selection.count)
    func add(_ storage: ColumnStorage) { for i in total.indices { total[i] += storage[i] } }
    for offset in offsets { add(try selection.values(of: offset.expression)) }
    if let offset { add(try selection.numbers(offset, role: "offset", usedIn: "the offset")) }
    if let exposure {
      let values = try selection.numbers(exposure, role: "exposure", usedIn: "the exposure")
      for i in total.indices {
        guard values[i] > 0 else {
          throw .badExposure(place: selection.place(i), column: exposure, value: values[i])
        }
        total[i] += Double.log(values[i])
      }
    }
    let storage = ColumnStorage(values: total)
    try selection.requireFinite(storage, name: "the offset")
    return [storage]
  }
}

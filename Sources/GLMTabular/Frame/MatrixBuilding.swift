import GLMAlgebra
import GLMModel

extension ModelFrameSpecification {
  /// The most numbers that a computed part of a model matrix may hold (4 GB, and as much again for low parts).
  static let cellLimit = 1 << 29

  /// The pieces of the model matrix, given the variables' values.
  func pieces(_ values: [VariableValues], _ selection: RowSelection) throws(FrameError) -> [ColumnPiece] {
    var pieces: [ColumnPiece] = hasIntercept ? [.constant] : []
    let sizes = largest(values)
    for term in terms {
      if term.variables.count > 1, !term.variables.reduce(1, { $0 * sizes[$1] }).isFinite {
        try requireFiniteProducts(term, values, selection)
      }
      pieces += term.pieces(frameVariables, values)
    }
    return pieces
  }

  /// The largest magnitude of each variable's columns, at least 1.
  private func largest(_ values: [VariableValues]) -> [Double] {
    zip(frameVariables, values).map { variable, values in
      switch values {
      case .numbers(let columns):
        columns.reduce(1) { largest, column in
          column.high.withSpan { x in
            var largest = largest
            for i in 0..<x.count { largest = max(largest, x[i].magnitude) }
            return largest
          }
        }
      case .factor: variable.largestContrast
      }
    }
  }

  /// Throws at the first row where a product of the term's columns may be too large for a number.
  private func requireFiniteProducts(
    _ term: FrameTerm, _ values: [VariableValues], _ selection: RowSelection
  ) throws(FrameError) {
    var product = [Double](repeating: 1, count: selection.count)
    for position in term.variables {
      switch values[position] {
      case .numbers(let columns):
        for i in product.indices { product[i] *= columns.reduce(0) { max($0, $1.high[i].magnitude) } }
      case .factor:
        for i in product.indices { product[i] *= frameVariables[position].largestContrast }
      }
    }
    try selection.requireFinite(ColumnStorage(values: product), name: term.name(frameVariables))
  }

  /// The sum of the formula's offsets, the logarithm of the exposure and the offset column, rounded once; empty without any.
  func offsetStorages(
    _ values: [VariableValues], _ selection: RowSelection
  ) throws(FrameError) -> [ColumnStorage] {
    guard hasOffset else { return [] }
    var total = [DoubleDouble](repeating: .zero, count: selection.count)
    func add(_ column: PreciseColumn) { for i in total.indices { total[i] = total[i].plus(column[i]) } }
    for case .numbers(let columns) in values { for column in columns { add(column) } }
    if let offset {
      add(PreciseColumn(try selection.numbers(offset, role: "offset", usedIn: "the offset")))
    }
    if let exposure {
      let values = try selection.numbers(exposure, role: "exposure", usedIn: "the exposure")
      for i in total.indices {
        guard values[i] > 0 else {
          throw .badExposure(place: selection.place(i), column: exposure, value: values[i])
        }
        total[i] = total[i].plus(DoubleDouble(Double.log(values[i])))
      }
    }
    let storage = ColumnStorage(values: total.map(\.high))
    try selection.requireFinite(storage, name: "the offset")
    return [storage]
  }
}

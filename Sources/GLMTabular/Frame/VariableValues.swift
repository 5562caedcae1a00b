import GLMModel

/// The values of a variable in the rows of a frame.
enum VariableValues {
  /// One column or several.
  case numbers([ColumnStorage])
  case factor(CodeStorage)

  /// The pieces that the variable is in the model matrix.
  func pieces(_ contrasts: ContrastMatrix?) -> [ColumnPiece] {
    switch self {
    case .numbers(let columns): columns.map { .dense($0) }
    case .factor(let codes): [.factor(codes: codes, contrasts: contrasts ?? .indicators(levelCount: 0))]
    }
  }

  /// The values of some of the rows.
  func gathered(_ rows: [Int]) -> VariableValues {
    switch self {
    case .numbers(let columns): .numbers(columns.map { $0.gathered(rows) })
    case .factor(let codes): .factor(CodeStorage(rows.map { codes[$0] }))
    }
  }
}

extension ColumnStorage {
  /// The numbers of some of the rows.
  func gathered(_ rows: [Int]) -> ColumnStorage {
    withSpan { values in
      ColumnStorage(count: rows.count) { out in
        for i in 0..<rows.count { out[i] = values[rows[i]] }
      }
    }
  }
}

extension Evaluation {
  /// The values of a variable in every row.
  ///
  /// Throws where a column is text or missing from the table, and at a level that is not known. Values that are not
  /// finite are for who knows which rows are used.
  mutating func values(of variable: BoundVariable, named name: String) throws(FrameError) -> VariableValues {
    switch variable {
    case .number(let number):
      return .numbers([try value(of: number, usedIn: name).storage(count: selection.count)])
    case .factor(let factor): return .factor(try codes(of: factor))
    case .columns(let numbers, _):
      var columns = [ColumnStorage]()
      for number in numbers {
        columns.append(try value(of: number, usedIn: name).storage(count: selection.count))
      }
      return .numbers(columns)
    case .basis(let basis, let number):
      let x = try value(of: number, usedIn: name).storage(count: selection.count)
      guard basis.columnCount * selection.count <= ModelFrameSpecification.cellLimit else {
        throw .tooLarge(term: name, columns: basis.columnCount, rows: selection.count)
      }
      return .numbers(basis.columns(at: x.values).map { ColumnStorage(values: $0) })
    }
  }
}

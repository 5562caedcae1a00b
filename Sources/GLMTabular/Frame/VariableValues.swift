import GLMModel

/// The values of a variable in the rows of a frame.
enum VariableValues {
  /// One column or several.
  case numbers([PreciseColumn])
  case factor(CodeStorage)

  /// The pieces that the variable is in the model matrix.
  func pieces(_ contrasts: ContrastMatrix?) -> [ColumnPiece] {
    switch self {
    case .numbers(let columns): columns.map(\.piece)
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

extension PreciseColumn {
  /// The numbers of some of the rows.
  func gathered(_ rows: [Int]) -> PreciseColumn {
    guard low != nil else { return PreciseColumn(high.gathered(rows)) }
    return withSpans { high, low in
      PreciseColumn(count: rows.count) { newHigh, newLow in
        for (i, row) in rows.enumerated() {
          newHigh[i] = high[row]
          newLow[i] = low?[row] ?? 0
        }
      }
    }
  }
}

extension Evaluation {
  /// The values of a variable in every row: numbers in twice the precision, or, of a response, rounded after every
  /// operation, so that what should be a count is one.
  ///
  /// Throws where a column is text or missing from the table, and at a level that is not known. Values that are not
  /// finite are for who knows which rows are used.
  mutating func values(
    of variable: BoundVariable, named name: String, isResponse: Bool = false
  ) throws(FrameError) -> VariableValues {
    switch variable {
    case .number(let number): return .numbers([try column(number, name, isResponse)])
    case .factor(let factor): return .factor(try codes(of: factor))
    case .columns(let numbers, _):
      var columns = [PreciseColumn]()
      for number in numbers { columns.append(try column(number, name, isResponse)) }
      return .numbers(columns)
    case .basis(let basis, let number):
      let x = try column(number, name, !basis.isPrecise)
      guard basis.columnCount * selection.count <= ModelFrameSpecification.cellLimit else {
        throw .tooLarge(term: name, columns: basis.columnCount, rows: selection.count)
      }
      return .numbers(basis.preciseColumns(at: x))
    }
  }

  private mutating func column(
    _ number: BoundNumber, _ name: String, _ isRounded: Bool
  ) throws(FrameError) -> PreciseColumn {
    isRounded
      ? PreciseColumn(try value(of: number, usedIn: name).storage(count: selection.count))
      : try preciseValue(of: number, usedIn: name).column(count: selection.count)
  }
}

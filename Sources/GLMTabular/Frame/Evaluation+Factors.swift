import GLMModel

extension Evaluation {
  /// The level of a factor in every row, counting from 0; 0 in rows that are marked missing.
  mutating func codes(of factor: BoundFactor) throws(FrameError) -> CodeStorage {
    switch factor.input {
    case .column(let name):
      guard let column = selection.table.column(named: name) else {
        throw selection.missingColumn(name, role: "")
      }
      let match = LevelMatch(factor.map.cells)
      switch column.cells {
      case .numbers(let cells): return try codes(of: cells.storage, at: selection.rows, match, factor)
      case .labels(let cells):
        let places = cells.levels.map { match.code(of: $0).map { factor.map.codes[Int($0)] } }
        let isSame = places.indices.allSatisfy { places[$0] == Int32($0) }
        if isSame, selection.rows == nil { return cells.codes }
        let rows = selection.rows
        return CodeStorage(
          try decided(factor) { i in
            let code = Int(cells.codes[rows?[i] ?? i])
            return (places[code] ?? nil, { cells.levels[code] })
          })
      }
    case .number(let number):
      let values = try finite(number, factor)
      return try codes(of: values, at: nil, LevelMatch(factor.map.cells), factor)
    case .truth(let number):
      let values = try finite(number, factor)
      let codes = factor.map.codes
      return CodeStorage(
        try decided(factor) { i in
          let code = values[i] != 0 ? 1 : 0
          return (codes[code], { factor.map.cells[code] })
        })
    case .intervals(let number, let points):
      let values = try finite(number, factor, allowsInfinity: true)
      let codes = factor.map.codes
      return CodeStorage(
        try decided(factor) { i in
          guard let code = points.code(of: values[i]) else { return (LevelMap.missing, { "" }) }
          return (codes[Int(code)], { points.labels[Int(code)] })
        })
    }
  }

  /// The numbers that a factor is made of; throws at one that is not finite (an interval may hold an infinity).
  private mutating func finite(
    _ number: BoundNumber, _ factor: BoundFactor, allowsInfinity: Bool = false
  ) throws(FrameError) -> ColumnStorage {
    let values = try value(of: number, usedIn: factor.name).storage(count: selection.count)
    guard requiresFinite else { return values }
    for i in 0..<selection.count where !values[i].isFinite && !(allowsInfinity && values[i].isInfinite) {
      throw .notFinite(place: selection.place(i), name: factor.name, value: values[i], given: "")
    }
    return values
  }

  private mutating func codes(
    of values: ColumnStorage, at rows: [Int]?, _ match: LevelMatch, _ factor: BoundFactor
  ) throws(FrameError) -> CodeStorage {
    let codes = factor.map.codes
    return CodeStorage(
      try decided(factor) { i in
        let value = values[rows?[i] ?? i]
        return (match.code(of: value).map { codes[Int($0)] }, { NumberText.plain(value) })
      })
  }

  /// The levels of all rows, given each row's code (nil for a cell that is not known) and cell.
  private mutating func decided(
    _ factor: BoundFactor, _ code: (Int) -> (code: Int32?, cell: () -> String)
  ) throws(FrameError) -> [Int32] {
    var result = [Int32](repeating: 0, count: selection.count)
    for i in result.indices {
      let (found, cell) = code(i)
      let code = found ?? (factor.map.isGiven ? LevelMap.missing : LevelMap.unseen)
      if code >= 0 {
        result[i] = code
      } else if code == LevelMap.missing || unseen == .missing {
        markMissing(i)
      } else {
        throw .unseenLevel(
          place: selection.place(i), column: factor.name, level: cell(),
          levels: factor.map.levels)
      }
    }
    return result
  }
}

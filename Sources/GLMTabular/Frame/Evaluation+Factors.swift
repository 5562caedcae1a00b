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
        return try decided(factor) { i in
          places[Int(cells.codes[rows?[i] ?? i])]
        } cell: { i in
          cells.levels[Int(cells.codes[rows?[i] ?? i])]
        }
      }
    case .number(let number):
      return try codes(of: finite(number, factor), at: nil, LevelMatch(factor.map.cells), factor)
    case .truth(let number):
      let values = try finite(number, factor)
      let (no, yes) = (factor.map.codes[0], factor.map.codes[1])
      return try decided(factor) { i in
        values[i] != 0 ? yes : no
      } cell: { i in
        factor.map.cells[values[i] != 0 ? 1 : 0]
      }
    case .intervals(let number, let points):
      let values = try finite(number, factor, allowsInfinity: true)
      let codes = factor.map.codes
      return try decided(factor) { i in
        points.code(of: values[i]).map { codes[Int($0)] } ?? LevelMap.missing
      } cell: { i in
        points.code(of: values[i]).map { points.labels[Int($0)] } ?? ""
      }
    }
  }

  /// The numbers that a factor is made of; throws at one that is not finite (an interval may hold an infinity).
  private mutating func finite(
    _ number: BoundNumber, _ factor: BoundFactor, allowsInfinity: Bool = false
  ) throws(FrameError) -> ColumnStorage {
    let values = try value(of: number, usedIn: factor.name).storage(count: selection.count)
    guard requiresFinite else { return values }
    for i in 0..<selection.count where !values[i].isFinite && !(allowsInfinity && values[i].isInfinite) {
      throw .notFinite(
        place: selection.place(i), name: factor.name, value: values[i],
        given: selection.told(of: factor.expression, row: i, except: factor.name))
    }
    return values
  }

  private mutating func codes(
    of values: ColumnStorage, at rows: [Int]?, _ match: LevelMatch, _ factor: BoundFactor
  ) throws(FrameError) -> CodeStorage {
    let codes = factor.map.codes
    return try decided(factor) { i in
      match.code(of: values[rows?[i] ?? i]).map { codes[Int($0)] }
    } cell: { i in
      NumberText.plain(values[rows?[i] ?? i])
    }
  }

  /// The levels of all rows, given each row's code (nil for a cell that is not known) and cell.
  private mutating func decided(
    _ factor: BoundFactor, code: (Int) -> Int32?, cell: (Int) -> String
  ) throws(FrameError) -> CodeStorage {
    var result = [Int32](repeating: 0, count: selection.count)
    let unknown = factor.map.isGiven ? LevelMap.missing : LevelMap.unseen
    for i in result.indices {
      let found = code(i) ?? unknown
      if found >= 0 {
        result[i] = found
      } else if found == LevelMap.missing || unseen == .missing {
        markMissing(i)
      } else {
        throw .unseenLevel(
          place: selection.place(i), column: factor.name, level: cell(i), levels: factor.map.levels)
      }
    }
    return CodeStorage(result)
  }
}

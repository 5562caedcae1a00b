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
      let values = try value(of: number, usedIn: factor.name).storage(count: selection.count)
      return try codes(of: values, at: nil, LevelMatch(factor.map.cells), factor)
    case .truth(let number):
      let values = try value(of: number, usedIn: factor.name).storage(count: selection.count)
      let codes = factor.map.codes
      return CodeStorage(
        try decided(factor) { i in
          let code = values[i] != 0 ? 1 : 0
          return (codes[code], { factor.map.cells[code] })
        })
    case .intervals(let number, let points):
      let values = try value(of: number, usedIn: factor.name).storage(count: selection.count)
      let codes = factor.map.codes
      return CodeStorage(
        try decided(factor) { i in
          guard let code = points.code(of: values[i]) else { return (LevelMap.missing, { "" }) }
          return (codes[Int(code)], { points.labels[Int(code)] })
        })
    }
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

  /// The value of an expression that compares labels.
  mutating func valueOfLabels(_ number: BoundNumber) throws(FrameError) -> Operand {
    switch number {
    case .isLabel(let text, let wanted, let isNegated):
      let (codes, labels) = try self.labels(of: text)
      let match = LevelMatch(wanted)
      let answers = labels.map { (match.code(of: $0) != nil) != isNegated ? 1.0 : 0 }
      return .column(
        ColumnStorage(count: selection.count) { out in
          for i in 0..<out.count { out[i] = answers[Int(codes[i])] }
        })
    case .areEqual(let left, let right, let isNegated):
      let (a, first) = try labels(of: left)
      let (b, second) = try labels(of: right)
      let match = LevelMatch(second)
      let places = first.map(match.code(of:))
      return .column(
        ColumnStorage(count: selection.count) { out in
          for i in 0..<out.count { out[i] = (places[Int(a[i])] == b[i]) != isNegated ? 1 : 0 }
        })
    case .levelOrder(let factor, let join, let code):
      let codes = try codes(of: factor)
      let function = join.function
      return .column(
        ColumnStorage(count: selection.count) { out in
          for i in 0..<out.count { out[i] = function(Double(codes[i]), code) }
        })
    case .levelNumber(let factor):
      let codes = try codes(of: factor)
      return .column(
        ColumnStorage(count: selection.count) { out in
          for i in 0..<out.count { out[i] = Double(codes[i]) + 1 }
        })
    default: return .constant(.nan)
    }
  }

  /// The label of a text in every row, as a place in a list.
  private mutating func labels(of text: BoundText) throws(FrameError) -> (CodeStorage, [String]) {
    switch text {
    case .factor(let factor): return (try codes(of: factor), factor.map.levels)
    case .column(let name):
      guard let column = selection.table.column(named: name) else {
        throw selection.missingColumn(name, role: "")
      }
      switch column.cells {
      case .labels(let cells):
        guard let rows = selection.rows else { return (cells.codes, cells.levels) }
        return (CodeStorage(rows.map { cells.codes[$0] }), cells.levels)
      case .numbers(let cells):
        var place = [Double: Int32]()
        var labels = [String]()
        let codes = selection.allRows.map { row -> Int32 in
          let value = cells.storage[row]
          if let code = place[value] { return code }
          let code = Int32(labels.count)
          labels.append(NumberText.plain(value))
          // NaN is not equal to itself, and must not be looked up.
          if !value.isNaN { place[value] = code }
          return code
        }
        return (CodeStorage(codes), labels)
      }
    }
  }
}

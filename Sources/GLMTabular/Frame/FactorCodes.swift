import GLMModel

/// A column of the selected rows as a factor: levels in order, and each row's level.
struct FactorCodes {
  var levels: [String]
  var codes: [Int32]

  /// Learns the levels from the rows: sorted, or in the order that was given, without those that no row has.
  ///
  /// Numbers become labels, sorted by value. Throws for a column that is not there, or a number that is not finite.
  init(
    learning name: String, in selection: RowSelection, role: String, keepsUnused: Bool = false
  ) throws(FrameError) {
    guard let column = selection.table.column(named: name) else {
      throw selection.missingColumn(name, role: role)
    }
    switch column.cells {
    case .numbers:
      let numbers = try selection.numbers(name, role: role, usedIn: name).values
      let values = Set(numbers).sorted()
      var code = [Double: Int32]()
      for (i, value) in values.enumerated() { code[value] = Int32(i) }
      levels = values.map { NumberText.plain($0 == 0 ? 0 : $0) }
      codes = numbers.map { code[$0] ?? 0 }
    case .labels(let cells):
      let rows = selection.allRows
      let raw = rows.map { cells.codes[$0] }
      var isUsed = [Bool](repeating: keepsUnused && cells.isOrderGiven, count: cells.levels.count)
      for code in raw { isUsed[Int(code)] = true }
      var place = [Int32](repeating: -1, count: cells.levels.count)
      levels = []
      for i in cells.levels.indices where isUsed[i] {
        place[i] = Int32(levels.count)
        levels.append(cells.levels[i])
      }
      codes = raw.map { place[Int($0)] }
    }
  }

  /// The rows' places among levels that are known; throws at a row whose level is not among them.
  init(matching known: [String], column name: String, in selection: RowSelection) throws(FrameError) {
    guard let column = selection.table.column(named: name) else {
      throw selection.missingColumn(name, role: "")
    }
    let match = LevelMatch(known)
    let rows = selection.allRows
    levels = known
    codes = []
    codes.reserveCapacity(rows.count)
    func unseen(_ i: Int, _ level: String) -> FrameError {
      .unseenLevel(place: selection.place(i), column: name, level: level, levels: known)
    }
    switch column.cells {
    case .numbers(let cells):
      for (i, row) in rows.enumerated() {
        guard let code = match.code(of: cells.storage[row]) else {
          throw unseen(i, NumberText.plain(cells.storage[row]))
        }
        codes.append(code)
      }
    case .labels(let cells):
      let map = cells.levels.map(match.code(of:))
      for (i, row) in rows.enumerated() {
        let old = Int(cells.codes[row])
        guard let code = map[old] else { throw unseen(i, cells.levels[old]) }
        codes.append(code)
      }
    }
  }
}

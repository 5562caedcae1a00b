extension Table {
  /// The same table with column `name` made a factor of `levels`, in that order.
  ///
  /// A cell is a level when their texts are equal, or else when both are numbers of one value: 4, 4.0 and "4" are
  /// one. Throws for a column that is not there, a level given twice, and a cell that is none of the levels.
  public func settingLevels(of name: String, to levels: [String]) throws(TableError) -> Table {
    let column = try required(name)
    let match = try LevelMatch(given: levels, column: name)
    var codes = [Int32](repeating: -1, count: rowCount)
    switch column.cells {
    case .numbers(let cells):
      let isMissing = Set(cells.missing)
      let values = cells.storage.values
      for row in 0..<rowCount where !isMissing.contains(row) {
        guard let code = match.code(of: values[row]) else {
          throw .cellNotALevel(
            place: place(ofRow: row), column: name, cell: NumberText.plain(values[row]), levels: levels)
        }
        codes[row] = code
      }
    case .labels(let cells):
      let map = cells.levels.map(match.code(of:))
      for row in 0..<rowCount where cells.codes[row] >= 0 {
        let old = Int(cells.codes[row])
        guard let code = map[old] else {
          throw .cellNotALevel(
            place: place(ofRow: row), column: name, cell: cells.levels[old], levels: levels)
        }
        codes[row] = code
      }
    }
    return try replacing(
      TableColumn(
        name: name, cells: .labels(LabelCells(levels: levels, codes: codes, isOrderGiven: true))))
  }
}

/// Finds the level that a cell is: by its text, or else by its value as a number.
struct LevelMatch {
  private var byText = [String: Int32]()
  private var byValue = [Double: Int32]()

  /// Matches levels that a user gave; throws when two are equal, as texts or as numbers.
  init(given levels: [String], column: String) throws(TableError) {
    for (i, level) in levels.enumerated() {
      guard code(of: level) == nil else { throw .duplicateLevel(column: column, level: level) }
      add(level, Int32(i))
    }
  }

  /// Matches levels of different texts; of levels that are one number, the first is matched by value.
  init(_ levels: [String]) {
    for (i, level) in levels.enumerated() { add(level, Int32(i)) }
  }

  private mutating func add(_ level: String, _ code: Int32) {
    byText[level] = code
    if let value = DecimalNumber.parse(level), !value.isNaN, byValue[value] == nil { byValue[value] = code }
  }

  func code(of value: Double) -> Int32? { byValue[value] }

  /// The level of exactly this text.
  func code(ofText text: String) -> Int32? { byText[text] }

  func code(of text: String) -> Int32? {
    if let code = byText[text] { return code }
    return DecimalNumber.parse(text).flatMap { byValue[$0] }
  }
}

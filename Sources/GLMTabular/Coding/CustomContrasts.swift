import GLMModel

/// A contrast matrix of the user's own, one row a level.
struct CustomContrasts {
  let rows: [[Double]]
  let labels: [String]?

  /// A column whose part that earlier columns do not explain is below this share of it counts as dependent.
  private static let dependence = 0x1p-36

  func contrasts(levels: [String]) throws(CodingError) -> (matrix: ContrastMatrix, labels: [String]) {
    guard rows.count == levels.count else { throw .rowCount(found: rows.count, levels: levels.count) }
    let count = rows.first?.count ?? 0
    for (i, row) in rows.enumerated() where row.count != count {
      throw .raggedRow(row: i + 1, found: row.count, expected: count)
    }
    guard (1..<levels.count).contains(count) else {
      throw .columnCount(found: count, levels: levels.count)
    }
    for (i, row) in rows.enumerated() {
      if let j = row.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(row: i + 1, column: j + 1, value: row[j])
      }
    }
    let columns = (0..<count).map { j in rows.map { $0[j] } }
    if let (column, isConstant) = CustomContrasts.dependentColumn(columns) {
      throw .dependentColumn(column + 1, isConstant: isConstant)
    }
    if let labels {
      guard labels.count == count else { throw .labelCount(found: labels.count, expected: count) }
      var seen = Set<String>()
      for label in labels where !seen.insert(label).inserted { throw .repeatedLabel(label) }
    }
    return (
      ContrastMatrix(levelCount: levels.count, columnCount: count, entries: columns.flatMap { $0 }),
      labels ?? (1...count).map { String($0) }
    )
  }

  /// The first column that is a combination of the ones and the columns before it, and whether of the ones alone: by
  /// modified Gram–Schmidt on columns of length 1, each orthogonalized twice.
  private static func dependentColumn(_ columns: [[Double]]) -> (column: Int, isConstant: Bool)? {
    var directions = [normalized(columns[0].map { _ in 1 })]
    for (j, column) in columns.enumerated() {
      let power = Double.powerOfTwo(above: column)
      var rest = normalized(column.map { $0 * power })
      remove(directions[..<1], from: &rest)
      if length(rest) < dependence { return (j, true) }
      remove(directions[1...], from: &rest)
      if length(rest) < dependence { return (j, false) }
      remove(directions[...], from: &rest)
      directions.append(normalized(rest))
    }
    return nil
  }

  /// Makes `x` orthogonal to directions of length 1.
  private static func remove(_ directions: ArraySlice<[Double]>, from x: inout [Double]) {
    for direction in directions {
      let share = zip(x, direction).reduce(0) { $0 + $1.0 * $1.1 }
      for i in x.indices { x[i] -= share * direction[i] }
    }
  }

  private static func length(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  private static func normalized(_ x: [Double]) -> [Double] {
    let length = length(x)
    return length > 0 ? x.map { $0 / length } : x
  }
}

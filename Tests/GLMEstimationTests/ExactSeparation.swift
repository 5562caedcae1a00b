/// Whether a cone {v : G v ≥ 0} of integer rows holds more than the v that every row is 0 at, decided exactly.
///
/// When G has full column rank the cone has no line, and it is more than the origin exactly when it has an extreme
/// ray: one where d − 1 independent rows are 0. All choices of d − 1 rows are tried, in integers.
func coneIsMoreThanOrigin(_ rows: [[Int]], dimension d: Int) -> Bool {
  var chosen: [Int] = []
  func search(from start: Int) -> Bool {
    if chosen.count == d - 1 {
      let ray = normal(chosen.map { rows[$0] }, d)
      if ray.allSatisfy({ $0 == 0 }) { return false }
      let products = rows.map { row in zip(row, ray).reduce(0) { $0 + $1.0 * $1.1 } }
      return products.allSatisfy { $0 >= 0 } || products.allSatisfy { $0 <= 0 }
    }
    for i in start..<max(start, rows.count) {
      chosen.append(i)
      if search(from: i + 1) { return true }
      chosen.removeLast()
    }
    return false
  }
  return search(from: 0)
}

/// The vector orthogonal to d − 1 rows, by cofactors; 0 when they are dependent.
private func normal(_ rows: [[Int]], _ d: Int) -> [Int] {
  (0..<d).map { column in
    let minor = rows.map { row in row.indices.filter { $0 != column }.map { row[$0] } }
    return (column % 2 == 0 ? 1 : -1) * determinant(minor)
  }
}

private func determinant(_ matrix: [[Int]]) -> Int {
  if matrix.isEmpty { return 1 }
  var sum = 0
  for (j, entry) in matrix[0].enumerated() where entry != 0 {
    let minor = matrix.dropFirst().map { row in row.indices.filter { $0 != j }.map { row[$0] } }
    sum += (j % 2 == 0 ? entry : -entry) * determinant(Array(minor))
  }
  return sum
}

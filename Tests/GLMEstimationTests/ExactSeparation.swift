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

/// What integer comparisons v · d ≥ 0 of rows say of directions d, by all extreme rays of their cone, exactly.
struct ExactVerdict {
  /// Whether some direction moves a row.
  var isInfinite: Bool
  /// For each row, which of its comparisons some direction moves.
  var moves: [[Bool]]
  /// For each coefficient, whether some direction raises it and whether some lowers it.
  var rises: [Bool]
  var falls: [Bool]

  /// - Parameter rows: the comparisons of each row; they have full column rank together.
  init(_ rows: [[[Int]]], dimension d: Int) {
    let all = Array(rows.joined())
    let rays = extremeRays(all, dimension: d)
    func product(_ a: [Int], _ b: [Int]) -> Int { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    moves = rows.map { $0.map { v in rays.contains { product(v, $0) > 0 } } }
    isInfinite = !rays.isEmpty
    rises = (0..<d).map { j in rays.contains { $0[j] > 0 } }
    falls = (0..<d).map { j in rays.contains { $0[j] < 0 } }
  }
}

/// The extreme rays of {d : rows · d ≥ 0}, which has no line.
private func extremeRays(_ rows: [[Int]], dimension d: Int) -> [[Int]] {
  var rays: [[Int]] = []
  var chosen: [Int] = []
  func search(from start: Int) {
    if chosen.count == d - 1 {
      let ray = normal(chosen.map { rows[$0] }, d)
      if ray.allSatisfy({ $0 == 0 }) { return }
      let products = rows.map { row in zip(row, ray).reduce(0) { $0 + $1.0 * $1.1 } }
      if products.allSatisfy({ $0 >= 0 }) { rays.append(ray) }
      if products.allSatisfy({ $0 <= 0 }) { rays.append(ray.map { -$0 }) }
      return
    }
    for i in start..<max(start, rows.count) {
      chosen.append(i)
      search(from: i + 1)
      chosen.removeLast()
    }
  }
  search(from: 0)
  return rays
}

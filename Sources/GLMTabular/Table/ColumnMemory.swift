import GLMModel

/// The memory that the cells of each column are read into, a row at a time, by several threads in different rows.
final class ColumnMemory: @unchecked Sendable {
  let count: Int
  let rows: Int
  /// For each column, where its numbers or its codes go.
  let numbers: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>
  let codes: UnsafeMutablePointer<UnsafeMutablePointer<Int32>?>

  /// Memory for `count` columns of `rows` rows, none of it taken yet.
  init(count: Int, rows: Int) {
    self.count = count
    self.rows = rows
    numbers = .allocate(capacity: count)
    numbers.initialize(repeating: nil, count: count)
    codes = .allocate(capacity: count)
    codes.initialize(repeating: nil, count: count)
  }

  deinit {
    for column in 0..<count {
      numbers[column]?.deallocate()
      codes[column]?.deallocate()
    }
    numbers.deallocate()
    codes.deallocate()
  }

  /// Takes the memory that `use` of a column needs, and gives back what it does not.
  func prepare(_ column: Int, for use: CellUse) {
    switch use {
    case .number where numbers[column] == nil: numbers[column] = ColumnMemory.memory(rows)
    case .text where codes[column] == nil:
      numbers[column]?.deallocate()
      numbers[column] = nil
      codes[column] = ColumnMemory.memory(rows)
    default: break
    }
  }

  private static func memory<Element>(_ count: Int) -> UnsafeMutablePointer<Element> {
    guard let memory = allocateLarge(max(count, 1) * MemoryLayout<Element>.stride) else {
      preconditionFailure("there is memory for a column of \(count) rows")
    }
    return memory.bindMemory(to: Element.self, capacity: max(count, 1))
  }

  /// A column that was read as numbers; its NaN are missing.
  func numberCells(_ column: Int, hasMissing: Bool) -> NumberCells {
    guard let memory = numbers[column] else { preconditionFailure("column \(column) was read as numbers") }
    numbers[column] = nil
    let missing = hasMissing ? (0..<rows).filter { memory[$0].isNaN } : []
    return NumberCells(storage: ColumnStorage(adopting: memory, count: rows), missing: missing)
  }

  /// A column that was read as codes of `levels`; negative ones are missing.
  func labelCells(_ column: Int, levels: [String], hasMissing: Bool) -> LabelCells {
    guard let memory = codes[column] else { preconditionFailure("column \(column) was read as text") }
    codes[column] = nil
    let missing = hasMissing ? (0..<rows).filter { memory[$0] < 0 } : []
    return LabelCells(levels: levels, storage: CodeStorage(adopting: memory, count: rows), missing: missing)
  }
}

import GLMModel

/// What a pass over the rows does with the cells of a column.
enum CellUse: UInt8 {
  case number
  case text
  case skip
  /// It was to be numbers until a cell was text: the rest is skipped, and read once more as text.
  case foundText
}

/// The memory that the cells of each column are read into, a row at a time, by several threads in different rows.
final class CSVColumns: @unchecked Sendable {
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
    case .number where numbers[column] == nil: numbers[column] = CSVColumns.memory(rows)
    case .text where codes[column] == nil:
      numbers[column]?.deallocate()
      numbers[column] = nil
      codes[column] = CSVColumns.memory(rows)
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

/// What one thread knows and finds out of each column while it reads rows.
final class CSVColumnFindings: @unchecked Sendable {
  /// The number of the thread.
  let worker: Int
  let count: Int
  let uses: UnsafeMutablePointer<CellUse>
  let hasMissing: UnsafeMutablePointer<Bool>
  let labels: UnsafeMutablePointer<LabelInterner>
  private let room = WindowRoom()

  init(_ initialUses: [CellUse], _ secret: LabelSecret, worker: Int) {
    self.worker = worker
    count = initialUses.count
    uses = .allocate(capacity: count)
    for (i, use) in initialUses.enumerated() { (uses + i).initialize(to: use) }
    hasMissing = .allocate(capacity: count)
    hasMissing.initialize(repeating: false, count: count)
    labels = .allocate(capacity: count)
    labels.initialize(repeating: LabelInterner(secret, keepsBytes: true), count: count)
  }

  deinit {
    for column in 0..<count { labels[column].free() }
    uses.deallocate()
    hasMissing.deallocate()
    labels.deallocate()
  }

  /// The label of a quoted cell's bytes, in which quotes are doubled; its bytes last until the next call.
  func undoubled(_ label: LabelInterner.Label) -> LabelInterner.Label {
    guard let room = room.start(for: label.count) else { return label }
    var length = 0
    var at = 0
    while at < label.count {
      room.storeBytes(of: label.bytes[at], toByteOffset: length, as: UInt8.self)
      length += 1
      at += label.bytes[at] == CSVByte.quote ? 2 : 1
    }
    return LabelInterner.Label(
      UnsafePointer(room.assumingMemoryBound(to: UInt8.self)), length, position: label.position)
  }
}

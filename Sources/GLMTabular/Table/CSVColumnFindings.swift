/// What a pass over the rows does with the cells of a column.
enum CellUse: UInt8 {
  case number
  case text
  case skip
  /// It was to be numbers until a cell was text: the rest is skipped, and read once more as text.
  case foundText
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
    guard let room = room.start(for: label.count) else { preconditionFailure("there is memory for a cell") }
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

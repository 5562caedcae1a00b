import Foundation

/// Gives equal byte strings one number, in order of appearance, and remembers where each was seen first.
///
/// An open-addressing table; its hash multiplies with secret numbers, so that no chosen input makes it slow. The owner
/// calls ``free()``.
struct LabelInterner {
  /// A string: where its bytes are, of which eight more can be read, and where in the file it was seen first.
  struct Label {
    fileprivate(set) var bytes: UnsafePointer<UInt8>
    let count: Int
    /// The first eight bytes, zeros behind a shorter string, and the last eight of a longer one, which together spare a
    /// look at the bytes of most strings.
    let head: UInt64
    let tail: UInt64
    fileprivate(set) var position: Int

    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, _ count: Int, position: Int) {
      self.bytes = bytes
      self.count = count
      self.position = position
      let first = UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
      if count < 8 {
        head = first & ((1 << UInt64(8 * count)) - 1)
        tail = 0
      } else {
        head = first
        tail = UInt64(littleEndian: UnsafeRawPointer(bytes + count - 8).loadUnaligned(as: UInt64.self))
      }
    }

    var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: count) }

    /// Eight bytes from `start` on as a number, the first of them highest, zeros behind the string.
    func word(at start: Int) -> UInt64 {
      guard start < count else { return 0 }
      let word = UInt64(bigEndian: UnsafeRawPointer(bytes + start).loadUnaligned(as: UInt64.self))
      return count - start >= 8 ? word : word & ~(.max >> UInt64(8 * (count - start)))
    }

    @inline(__always)
    func isEqual(to other: Label) -> Bool {
      guard head == other.head, tail == other.tail, count == other.count else { return false }
      return count <= 16 || memcmp(bytes + 8, other.bytes + 8, count - 16) == 0
    }
  }

  /// Different strings so far.
  private(set) var count = 0
  private var capacity = 0
  /// Half of a string's hash above its number; all ones where there is none.
  private var slots: UnsafeMutablePointer<UInt64>?
  private var labels: UnsafeMutablePointer<Label>?
  private var copies: ByteArena?
  private let secret: LabelSecret

  /// - Parameter keepsBytes: whether strings are copied, rather than left where they are.
  init(_ secret: LabelSecret, keepsBytes: Bool) {
    self.secret = secret
    copies = keepsBytes ? ByteArena() : nil
  }

  /// String number `code`.
  subscript(code: Int) -> Label {
    precondition(code >= 0 && code < count, "there are \(count) labels")
    return labels.unsafelyUnwrapped[code]
  }

  /// The number of a string; it was seen first at the lowest of its positions.
  @inline(__always)
  mutating func code(_ label: Label) -> Int32 {
    let hash = secret.hash(label)
    if let slots, let labels {
      var slot = Int(hash) & (capacity - 1)
      while slots[slot] != .max {
        if slots[slot] >> 32 == hash {
          let code = Int(slots[slot] & 0xFFFF_FFFF)
          if labels[code].isEqual(to: label) {
            if label.position < labels[code].position { labels[code].position = label.position }
            return Int32(truncatingIfNeeded: code)
          }
        }
        slot = (slot + 1) & (capacity - 1)
      }
    }
    return insert(label, hash)
  }

  @inline(never)
  private mutating func insert(_ label: Label, _ hash: UInt64) -> Int32 {
    if 2 * (count + 1) > capacity { grow() }
    var label = label
    if let copy = copies?.copy(label.bytes, label.count) { label.bytes = copy }
    labels.unsafelyUnwrapped.advanced(by: count).initialize(to: label)
    place(hash << 32 | UInt64(count))
    count += 1
    return Int32(count - 1)
  }

  private func place(_ entry: UInt64) {
    let slots = slots.unsafelyUnwrapped
    var slot = Int(entry >> 32) & (capacity - 1)
    while slots[slot] != .max { slot = (slot + 1) & (capacity - 1) }
    slots[slot] = entry
  }

  private mutating func grow() {
    let (old, oldLabels, oldCapacity) = (slots, labels, capacity)
    capacity = max(8, 2 * capacity)
    let moved = UnsafeMutablePointer<Label>.allocate(capacity: capacity / 2)
    let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity)
    slots.initialize(repeating: .max, count: capacity)
    (self.slots, labels) = (slots, moved)
    guard let old, let oldLabels else { return }
    moved.moveInitialize(from: oldLabels, count: count)
    for slot in 0..<oldCapacity where old[slot] != .max { place(old[slot]) }
    old.deallocate()
    oldLabels.deallocate()
  }

  /// Gives the memory back.
  mutating func free() {
    labels?.deallocate()
    slots?.deallocate()
    copies?.free()
    (slots, labels, count, capacity) = (nil, nil, 0, 0)
  }
}

/// Secret numbers of a hash of bytes; the result of reading does not depend on them.
struct LabelSecret: Sendable {
  private let first = UInt64.random(in: 0 ... .max) | 1
  private let second = UInt64.random(in: 0 ... .max) | 1

  /// A hash of 32 bits, below the largest: words are mixed by the halves of a product.
  @inline(__always)
  func hash(_ label: LabelInterner.Label) -> UInt64 {
    var state = mixed(label.head ^ second, UInt64(truncatingIfNeeded: label.count) ^ first)
    var at = 8
    while at < label.count - 8 {
      let word = UnsafeRawPointer(label.bytes + at).loadUnaligned(as: UInt64.self)
      state = mixed(word ^ second, state ^ first)
      at += 8
    }
    state = mixed(label.tail ^ second, state ^ first)
    return min(state >> 32, 0xFFFF_FFFE)
  }

  @inline(__always)
  private func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}

/// Gives equal byte strings one number, in order of appearance.
///
/// An open-addressing table over the standard library's seeded hash, so that no chosen input makes it slow.
struct LabelInterner {
  private var slots = [Int32](repeating: -1, count: 64)
  private var arena = [UInt8]()
  private var ends = [0]
  private var hashes = [Int]()

  /// Different strings so far.
  var count: Int { hashes.count }

  /// The strings, in order of appearance.
  var labels: [String] {
    (0..<count).map { String(decoding: arena[ends[$0]..<ends[$0 + 1]], as: UTF8.self) }
  }

  /// The number of `label`.
  mutating func code(_ label: UnsafeRawBufferPointer) -> Int32 {
    var hasher = Hasher()
    hasher.combine(bytes: label)
    let hash = hasher.finalize()
    var slot = hash & (slots.count - 1)
    while slots[slot] >= 0 {
      let code = Int(slots[slot])
      if hashes[code] == hash, isEqual(code, label) { return Int32(code) }
      slot = (slot + 1) & (slots.count - 1)
    }
    let code = Int32(count)
    slots[slot] = code
    hashes.append(hash)
    arena.append(contentsOf: label)
    ends.append(arena.count)
    if 2 * count > slots.count { grow() }
    return code
  }

  private func isEqual(_ code: Int, _ label: UnsafeRawBufferPointer) -> Bool {
    let start = ends[code]
    guard ends[code + 1] - start == label.count else { return false }
    for i in 0..<label.count where arena[start + i] != label[i] { return false }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 2 * slots.count)
    for (code, hash) in hashes.enumerated() {
      var slot = hash & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(code)
    }
  }
}

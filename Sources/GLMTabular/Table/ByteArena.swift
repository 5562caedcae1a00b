/// Copies of byte strings, kept together in blocks until all are given back at once. The owner calls ``free()``.
struct ByteArena {
  /// The block that is being filled; its first word is the block before it.
  private var block: UnsafeMutableRawPointer?
  private var used = 0
  private var capacity = 0

  private static let link = MemoryLayout<UnsafeMutableRawPointer?>.stride
  /// What can be read behind a copy.
  private static let padding = 8

  /// A copy of `count` bytes at `bytes`; eight more than them can be read from it.
  mutating func copy(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UnsafePointer<UInt8> {
    if block == nil || used + count + ByteArena.padding > capacity {
      capacity = max(ByteArena.link + count + ByteArena.padding, min(2 * capacity, 1 << 16), 64)
      let next = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
      next.initializeMemory(as: UInt8.self, repeating: 0, count: capacity)
      next.storeBytes(of: block, as: UnsafeMutableRawPointer?.self)
      (block, used) = (next, ByteArena.link)
    }
    let copy = block.unsafelyUnwrapped + used
    copy.copyMemory(from: bytes, byteCount: count)
    used += count
    return UnsafePointer(copy.assumingMemoryBound(to: UInt8.self))
  }

  /// Gives the memory back.
  mutating func free() {
    while let last = block {
      block = last.load(as: UnsafeMutableRawPointer?.self)
      last.deallocate()
    }
    (used, capacity) = (0, 0)
  }
}

extension UnsafeMutableBufferPointer<Double> {
  /// Room for `count` doubles from the start of a line of the cache on, which the widest vectors read whole; to be deallocated.
  package static func cacheLines(_ count: Int) -> UnsafeMutableBufferPointer<Double> {
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: Swift.max(count, 1) * MemoryLayout<Double>.stride, alignment: 64)
    return UnsafeMutableBufferPointer(
      start: bytes.bindMemory(to: Double.self, capacity: Swift.max(count, 1)), count: count)
  }
}

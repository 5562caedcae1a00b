import Foundation
import GLMModel

/// Memory of `bytes` bytes, aligned for large pages when it is large: zeroing small pages one by one, as they are first
/// written, would take as long as reading numbers does. Nil when there is not enough.
func allocateLarge(_ bytes: Int) -> UnsafeMutableRawPointer? {
  let page = 1 << 21
  guard bytes >= 2 * page else { return malloc(max(bytes, 1)) }
  var memory: UnsafeMutableRawPointer?
  guard posix_memalign(&memory, page, bytes) == 0, let memory else { return nil }
  #if os(Linux)
    // A wish: where it is not granted, pages are small.
    _ = madvise(memory, bytes, MADV_HUGEPAGE)
  #endif
  return memory
}

extension ColumnStorage {
  /// `count` numbers that `fill` sets, in large pages where there are many; not zero before.
  package convenience init(large count: Int, fill: (inout MutableSpan<Double>) -> Void) {
    guard let memory = allocateLarge(max(count, 1) * MemoryLayout<Double>.stride) else {
      preconditionFailure("there is memory for \(count) numbers")
    }
    let numbers = memory.bindMemory(to: Double.self, capacity: max(count, 1))
    var span = UnsafeMutableBufferPointer(start: numbers, count: count).mutableSpan
    fill(&span)
    self.init(adopting: numbers, count: count)
  }
}

import Foundation

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

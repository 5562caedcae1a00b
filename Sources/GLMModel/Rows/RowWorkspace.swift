/// Scratch memory that one thread reuses for block after block.
///
/// Not thread-safe: each thread of a pass has its own.
public final class RowWorkspace {
  private var storage: UnsafeMutableBufferPointer<Double>
  private var addresses: UnsafeMutableBufferPointer<UnsafePointer<Double>?>
  private var ones: UnsafeMutableBufferPointer<Double>
  private var noughts: UnsafeMutableBufferPointer<Double>

  public init() {
    storage = .allocate(capacity: 0)
    addresses = .allocate(capacity: 0)
    ones = .allocate(capacity: 0)
    noughts = .allocate(capacity: 0)
  }

  deinit {
    storage.deallocate()
    addresses.deallocate()
    ones.deallocate()
    noughts.deallocate()
  }

  /// Room for `count` doubles, contents unspecified, at the same address until a larger count is asked for.
  func scratch(_ count: Int) -> UnsafeMutablePointer<Double> {
    if storage.count < max(count, 1) {
      storage.deallocate()
      storage = .allocate(capacity: max(count, 1))
    }
    return storage.baseAddress!
  }

  /// Room for `count` column addresses.
  func table(_ count: Int) -> UnsafeMutableBufferPointer<UnsafePointer<Double>?> {
    if addresses.count < count {
      addresses.deallocate()
      addresses = .allocate(capacity: count)
    }
    return UnsafeMutableBufferPointer(rebasing: addresses[0..<count])
  }

  /// `count` ones.
  func constant(_ count: Int) -> UnsafePointer<Double> { RowWorkspace.filled(&ones, with: 1, count) }

  /// `count` zeros.
  func zeros(_ count: Int) -> UnsafePointer<Double> { RowWorkspace.filled(&noughts, with: 0, count) }

  private static func filled(
    _ buffer: inout UnsafeMutableBufferPointer<Double>, with value: Double, _ count: Int
  ) -> UnsafePointer<Double> {
    if buffer.count < max(count, 1) {
      buffer.deallocate()
      buffer = .allocate(capacity: max(count, 1))
      buffer.initialize(repeating: value)
    }
    return UnsafePointer(buffer.baseAddress!)
  }
}

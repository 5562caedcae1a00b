/// Scratch memory that one thread reuses for block after block.
///
/// Not thread-safe: each thread of a pass has its own.
public final class RowWorkspace {
  private var storage: UnsafeMutableBufferPointer<Double>
  private var addresses: UnsafeMutableBufferPointer<UnsafePointer<Double>?>
  private var ones: UnsafeMutableBufferPointer<Double>

  public init() {
    storage = .allocate(capacity: 0)
    addresses = .allocate(capacity: 0)
    ones = .allocate(capacity: 0)
  }

  deinit {
    storage.deallocate()
    addresses.deallocate()
    ones.deallocate()
  }

  /// `count` doubles, contents unspecified, at the same address until a larger count is asked for.
  func scratch(_ count: Int) -> UnsafeMutableBufferPointer<Double> {
    if storage.count < count {
      storage.deallocate()
      storage = .allocate(capacity: count)
    }
    return UnsafeMutableBufferPointer(rebasing: storage[0..<count])
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
  func constant(_ count: Int) -> UnsafePointer<Double> {
    if ones.count < count {
      ones.deallocate()
      ones = .allocate(capacity: max(count, 1))
      ones.initialize(repeating: 1)
    }
    return UnsafePointer(ones.baseAddress!)
  }
}

/// A reusable run of doubles at a stable address, lent as spans.
///
/// Not thread-safe: one thread uses it at a time.
public final class Buffer {
  @usableFromInline var storage: UnsafeMutableBufferPointer<Double>

  /// `count` zeros.
  public init(count: Int = 0) {
    storage = .allocate(capacity: count)
    storage.initialize(repeating: 0)
  }

  deinit { storage.deallocate() }

  /// How many doubles there is room for.
  public var count: Int { storage.count }

  /// Makes room for `count` doubles; what was there is lost if there was less.
  public func reserve(_ count: Int) {
    guard storage.count < count else { return }
    storage.deallocate()
    storage = .allocate(capacity: count)
    storage.initialize(repeating: 0)
  }

  /// Entry `i`, which must be below `count`.
  @inlinable
  public subscript(i: Int) -> Double {
    get { storage[i] }
    set { storage[i] = newValue }
  }

  /// Sets entries `range` to `value`.
  public func fill(_ range: Range<Int>, with value: Double) {
    UnsafeMutableBufferPointer(rebasing: storage[range]).update(repeating: value)
  }

  /// Copies `values` to the entries from `start`.
  public func copy(_ values: Span<Double>, at start: Int) {
    precondition(start >= 0 && start + values.count <= count, "the values fit")
    values.withUnsafeBufferPointer { source in
      if let from = source.baseAddress, let to = storage.baseAddress {
        (to + start).update(from: from, count: source.count)
      }
    }
  }

  /// Lends entries `range` for reading.
  @inlinable
  public func withSpan<Result>(_ range: Range<Int>, _ body: (Span<Double>) -> Result) -> Result {
    body(UnsafeBufferPointer(rebasing: storage[range]).span)
  }

  /// Lends entries `range` for writing.
  @inlinable
  public func withMutableSpan<Result>(
    _ range: Range<Int>, _ body: (inout MutableSpan<Double>) -> Result
  ) -> Result {
    var span = UnsafeMutableBufferPointer(rebasing: storage[range]).mutableSpan
    return body(&span)
  }
}

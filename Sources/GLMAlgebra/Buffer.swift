import CGLMKernels

/// A reusable run of doubles at a stable address, lent as spans.
///
/// Not thread-safe: one thread uses it at a time.
public final class Buffer {
  @usableFromInline var storage: UnsafeMutableBufferPointer<Double>

  /// `count` zeros.
  public init(count: Int = 0) {
    storage = .cacheLines(count)
    storage.initialize(repeating: 0)
  }

  deinit { storage.deallocate() }

  /// How many doubles there is room for.
  public var count: Int { storage.count }

  /// Makes room for `count` doubles; what was there is lost if there was less.
  public func reserve(_ count: Int) {
    guard storage.count < count else { return }
    storage.deallocate()
    storage = .cacheLines(count)
    storage.initialize(repeating: 0)
  }

  /// Where the entries lie, until more are reserved; there must be one.
  var start: UnsafeMutablePointer<Double> { storage.baseAddress! }

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

  /// Σ of the squares of entries `range`.
  func squareSum(_ range: Range<Int>) -> Double { dot(range, range) }

  /// Σ of the products of entries `a` and `b`, which are as many.
  func dot(_ a: Range<Int>, _ b: Range<Int>) -> Double {
    precondition(
      a.count == b.count && a.upperBound <= count && b.upperBound <= count, "the entries are there")
    guard let base = storage.baseAddress else { return 0 }
    return glm_dot(base + a.lowerBound, base + b.lowerBound, a.count)
  }

  /// Adds `factor` times entries `a` to entries `b`, which are others and as many.
  func add(_ factor: Double, times a: Range<Int>, to b: Range<Int>) {
    precondition(a.count == b.count && a.upperBound <= count && b.upperBound <= count && !a.overlaps(b))
    guard let base = storage.baseAddress else { return }
    var column: UnsafePointer<Double>? = UnsafePointer(base + a.lowerBound)
    var factor = factor
    glm_add_linear_predictor(&column, &factor, 1, a.count, base + b.lowerBound)
  }

  /// Lends two runs of entries, which do not overlap, for writing.
  package func withTwoMutableSpans<Result>(
    _ a: Range<Int>, _ b: Range<Int>, _ body: (inout MutableSpan<Double>, inout MutableSpan<Double>) -> Result
  ) -> Result {
    precondition(!a.overlaps(b), "the runs are apart")
    var first = UnsafeMutableBufferPointer(rebasing: storage[a]).mutableSpan
    var second = UnsafeMutableBufferPointer(rebasing: storage[b]).mutableSpan
    return body(&first, &second)
  }

  /// Lends entries `range` of this buffer and of `other`, another one, for writing.
  package func withTwoMutableSpans<Result>(
    _ range: Range<Int>, and other: Buffer,
    _ body: (inout MutableSpan<Double>, inout MutableSpan<Double>) -> Result
  ) -> Result {
    precondition(other !== self, "the buffers are two")
    var first = UnsafeMutableBufferPointer(rebasing: storage[range]).mutableSpan
    var second = UnsafeMutableBufferPointer(rebasing: other.storage[range]).mutableSpan
    return body(&first, &second)
  }

  /// Lends the first `count` · `rows` entries as columns, one after the other.
  package func withColumns<Result>(_ count: Int, rows: Int, _ body: (BlockColumns) -> Result) -> Result {
    precondition(count * rows <= self.count, "the columns are there")
    return withUnsafeTemporaryAllocation(of: UnsafePointer<Double>?.self, capacity: count) { table in
      for j in 0..<count {
        table.initializeElement(at: j, to: storage.baseAddress.map { UnsafePointer($0 + j * rows) })
      }
      return body(BlockColumns(addresses: UnsafeBufferPointer(table), rows: rows))
    }
  }
}

/// Numbers at a stable address, owned, immutable once shared: what a column in memory is made of.
public final class ColumnStorage: @unchecked Sendable {
  /// How many numbers.
  public let count: Int
  let address: UnsafeMutablePointer<Double>
  /// What frees the memory, where that is not this storage.
  private let owner: ColumnStorage?

  /// A copy of `values`.
  public convenience init(_ values: some Collection<Double>) {
    self.init(count: values.count) { out in
      let isCopied: Void? = values.withContiguousStorageIfAvailable { values in
        for i in 0..<values.count { out[i] = values[i] }
      }
      if isCopied != nil { return }
      for (i, value) in values.enumerated() { out[i] = value }
    }
  }

  /// `count` numbers, zero at first, that `fill` sets.
  public init(count: Int, fill: (inout MutableSpan<Double>) -> Void) {
    self.count = count
    owner = nil
    let numbers = UnsafeMutableBufferPointer<Double>.cacheLines(count)
    numbers.initialize(repeating: 0)
    address = numbers.baseAddress!
    var span = numbers.mutableSpan
    fill(&span)
  }

  /// Takes over `count` numbers at `address`, allocated for `count` or 1 and all set.
  package init(adopting address: UnsafeMutablePointer<Double>, count: Int) {
    self.count = count
    self.address = address
    owner = nil
  }

  /// The numbers `range` of `whole`, where they lie: a column of an array of several. They keep the whole alive.
  public init(_ range: Range<Int>, of whole: ColumnStorage) {
    precondition(range.lowerBound >= 0 && range.upperBound <= whole.count, "a part lies in the whole")
    count = range.count
    address = whole.address + range.lowerBound
    owner = whole.owner ?? whole
  }

  deinit { if owner == nil { UnsafeMutableRawPointer(address).deallocate() } }

  /// The numbers, lent.
  public func withSpan<Result>(_ body: (Span<Double>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: address, count: count).span)
  }

  /// Number `i`.
  public subscript(i: Int) -> Double {
    precondition(i >= 0 && i < count, "the column has \(count) rows")
    return address[i]
  }

  /// A copy.
  public var values: [Double] { Array(UnsafeBufferPointer(start: address, count: count)) }
}

/// Factor codes at a stable address: each row's level, counting from 0.
public final class CodeStorage: @unchecked Sendable {
  /// How many rows.
  public let count: Int
  let address: UnsafeMutablePointer<Int32>

  /// A copy of `codes`.
  public init(_ codes: some Collection<Int32>) {
    count = codes.count
    address = .allocate(capacity: max(codes.count, 1))
    for (i, code) in codes.enumerated() { address[i] = code }
  }

  /// Takes over `count` codes at `address`, allocated for `count` or 1 and all set.
  package init(adopting address: UnsafeMutablePointer<Int32>, count: Int) {
    self.count = count
    self.address = address
  }

  deinit { address.deallocate() }

  /// The level of row `i`.
  public subscript(i: Int) -> Int32 {
    precondition(i >= 0 && i < count, "the factor has \(count) rows")
    return address[i]
  }
}

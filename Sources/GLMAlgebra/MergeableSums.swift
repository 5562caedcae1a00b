/// Everything that a pass over rows adds up, in flat buffers: compensated sums, plain sums, and maxima.
///
/// Plain sums are for products that are many and sums of squares, as the entries of an information matrix: kernels add to
/// them in place, block after block.
/// Segments of rows are added up apart and merged in a fixed order, so that the result has the same bits however
/// many threads worked on it.
public struct MergeableSums: Mergeable {
  private var heads: [Double]
  private var tails: [Double]
  private var plain: [Double]
  private var largest: [Double]

  /// `sums` and `plainSums` sums of nothing, and `maxima` maxima of nothing (−∞).
  public init(sums: Int, plainSums: Int = 0, maxima: Int = 0) {
    heads = Array(repeating: 0, count: sums)
    tails = heads
    plain = Array(repeating: 0, count: plainSums)
    largest = Array(repeating: -.infinity, count: maxima)
  }

  /// Memory for such sums, which has to be cleared before anything is added.
  package init(unclearedSums sums: Int, plainSums: Int, maxima: Int) {
    self.init(sums: sums, maxima: maxima)
    plain = Array(unsafeUninitializedCapacity: plainSums) { _, count in count = plainSums }
  }

  /// Sum `i`.
  public subscript(i: Int) -> Double { CompensatedSum(head: heads[i], tail: tails[i]).value }

  /// Sum `i` with what rounding it drops.
  public func precise(_ i: Int) -> DoubleDouble {
    heads[i].isFinite && tails[i].isFinite ? DoubleDouble.sum(heads[i], tails[i]) : DoubleDouble(heads[i])
  }

  /// Sums `range`.
  public subscript(range: Range<Int>) -> [Double] { range.map { self[$0] } }

  /// Maximum `i`.
  public func maximum(_ i: Int) -> Double { largest[i] }

  /// The plain sums.
  public var plainSums: [Double] { plain }

  /// Lends the plain sums `range`, to add to.
  public mutating func withPlainSums<Result>(
    _ range: Range<Int>, _ body: (inout MutableSpan<Double>) -> Result
  ) -> Result {
    plain.withUnsafeMutableBufferPointer {
      var span = UnsafeMutableBufferPointer(rebasing: $0[range]).mutableSpan
      return body(&span)
    }
  }

  /// Adds `x` to sum `i`.
  public mutating func add(_ x: Double, to i: Int) {
    let sum = heads[i] + x
    tails[i] += heads[i].magnitude >= x.magnitude ? (heads[i] - sum) + x : (x - sum) + heads[i]
    heads[i] = sum
  }

  /// Adds another sum to sum `i`.
  public mutating func add(_ other: CompensatedSum, to i: Int) {
    add(other.head, to: i)
    tails[i] += other.tail
  }

  /// Adds the entries of `block` to the sums from `start`.
  public mutating func add(_ block: Span<Double>, from start: Int) {
    Self.add(block, &heads, &tails, from: start)
  }

  /// Raises maximum `i` to `x`; NaN counts as +∞.
  public mutating func raise(_ i: Int, to x: Double) {
    largest[i] = max(largest[i], x.isNaN ? .infinity : x)
  }

  /// Merges the sums of later rows into these.
  public mutating func merge(_ later: MergeableSums) {
    Self.add(later.heads.span, &heads, &tails, from: 0)
    for i in tails.indices { tails[i] += later.tails[i] }
    Self.add(later.plain, to: &plain)
    for i in largest.indices { largest[i] = max(largest[i], later.largest[i]) }
  }

  /// Becomes sums and maxima of nothing.
  public mutating func clear() {
    for i in heads.indices { (heads[i], tails[i]) = (0, 0) }
    for i in plain.indices { plain[i] = 0 }
    for i in largest.indices { largest[i] = -.infinity }
  }

  private static func add(_ x: [Double], to sums: inout [Double]) {
    precondition(x.count == sums.count, "sums of the same things merge")
    x.withUnsafeBufferPointer { x in
      sums.withUnsafeMutableBufferPointer { for i in 0..<$0.count { $0[i] += x[i] } }
    }
  }

  private static func add(
    _ x: Span<Double>, _ heads: inout [Double], _ tails: inout [Double], from start: Int
  ) {
    var head = heads.mutableSpan
    var tail = tails.mutableSpan
    RowSums.compensatedAdd(x, heads: &head, tails: &tail, from: start)
  }
}

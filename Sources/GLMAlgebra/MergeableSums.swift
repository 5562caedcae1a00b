/// Everything that a pass over rows adds up, in one flat buffer: compensated sums, and maxima.
///
/// Segments of rows are added up apart and merged in a fixed order, so that the result has the same bits however
/// many threads worked on it.
public struct MergeableSums: Mergeable {
  private var heads: [Double]
  private var tails: [Double]
  private var largest: [Double]

  /// `sums` sums of nothing and `maxima` maxima of nothing (−∞).
  public init(sums: Int, maxima: Int = 0) {
    heads = Array(repeating: 0, count: sums)
    tails = heads
    largest = Array(repeating: -.infinity, count: maxima)
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
    for i in 0..<block.count { add(block[i], to: start + i) }
  }

  /// Raises maximum `i` to `x`; NaN counts as +∞.
  public mutating func raise(_ i: Int, to x: Double) {
    largest[i] = max(largest[i], x.isNaN ? .infinity : x)
  }

  /// Merges the sums of later rows into these.
  public mutating func merge(_ later: MergeableSums) {
    for i in heads.indices {
      add(later.heads[i], to: i)
      tails[i] += later.tails[i]
    }
    for i in largest.indices { largest[i] = max(largest[i], later.largest[i]) }
  }
}

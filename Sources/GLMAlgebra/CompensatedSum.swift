/// A running sum that keeps what rounding drops (Neumaier 1974): error about one rounding of the result plus
/// n ε² Σ|x|.
///
/// Infinite terms give the infinite sum that ordinary addition would give.
public struct CompensatedSum: Sendable, Equatable {
  /// The rounded sum so far.
  public var head: Double
  /// What rounding has dropped.
  public var tail: Double

  @inlinable
  public init() { self.init(head: 0, tail: 0) }

  /// A sum carried on from its two parts.
  @inlinable
  public init(head: Double, tail: Double) {
    self.head = head
    self.tail = tail
  }

  /// Adds `x`.
  @inlinable
  public mutating func add(_ x: Double) {
    let sum = head + x
    if head.magnitude >= x.magnitude {
      tail += (head - sum) + x
    } else {
      tail += (x - sum) + head
    }
    head = sum
  }

  /// Adds another sum.
  @inlinable
  public mutating func add(_ other: CompensatedSum) {
    add(other.head)
    tail += other.tail
  }

  /// The sum. An infinite head stands by itself: its tail is meaningless.
  public var value: Double { head.isFinite && tail.isFinite ? head + tail : head }
}

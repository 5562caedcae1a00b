public import GLMAlgebra

/// A column of numbers in twice the precision, as unevaluated sums high + low: what a computed column is before it is
/// rounded.
public struct PreciseColumn: Sendable {
  /// The rounded numbers.
  public let high: ColumnStorage
  /// What rounding has dropped of each; nil when that is 0 in every row.
  public let low: ColumnStorage?

  /// Numbers that were not rounded.
  public init(_ numbers: ColumnStorage) {
    high = numbers
    low = nil
  }

  /// `count` numbers that `fill` sets, high parts and low parts, zero at first.
  ///
  /// Each high part is the rounded sum of the two: |low| is at most half a unit in its last place. A low column of
  /// zeros is not kept.
  public init(
    count: Int, fill: (_ high: inout MutableSpan<Double>, _ low: inout MutableSpan<Double>) -> Void
  ) {
    var rounded: ColumnStorage?
    let dropped = ColumnStorage(count: count) { low in
      rounded = ColumnStorage(count: count) { high in fill(&high, &low) }
    }
    high = rounded ?? ColumnStorage(count: count) { _ in }
    low = dropped.withSpan { low in (0..<low.count).contains { low[$0] != 0 } } ? dropped : nil
  }

  /// How many numbers.
  public var count: Int { high.count }

  /// The number of a row.
  public subscript(row: Int) -> DoubleDouble { DoubleDouble(high: high[row], low: low?[row] ?? 0) }

  /// Lends both parts, the low ones where there are some.
  public func withSpans<Result>(_ body: (_ high: Span<Double>, _ low: Span<Double>?) -> Result) -> Result {
    high.withSpan { high in
      if let low { low.withSpan { body(high, $0) } } else { body(high, nil) }
    }
  }

  /// The column in a model matrix.
  public var piece: ColumnPiece { low.map { .denseWithLow(high: high, low: $0) } ?? .dense(high) }
}

/// An interval of the real line whose ends may be open, closed or infinite.
public struct Interval: Sendable, Equatable, Codable {
  /// Left end; −∞ when there is none.
  public var lower: Double
  /// Right end; +∞ when there is none.
  public var upper: Double
  /// Whether `lower` itself belongs.
  public var includesLower: Bool
  /// Whether `upper` itself belongs.
  public var includesUpper: Bool

  public init(
    from lower: Double = -.infinity, to upper: Double = .infinity,
    includesLower: Bool = false, includesUpper: Bool = false
  ) {
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower
    self.includesUpper = includesUpper
  }

  /// The whole real line.
  public static let real = Interval()
  /// (0, ∞).
  public static let positive = Interval(from: 0)
  /// (0, 1).
  public static let unit = Interval(from: 0, to: 1)

  /// Whether `x` belongs; NaN never does.
  public func contains(_ x: Double) -> Bool {
    (x > lower || (includesLower && x == lower)) && (x < upper || (includesUpper && x == upper))
  }

  /// The points in both; an end that both have belongs if it belongs to both.
  public func intersection(_ other: Interval) -> Interval {
    let low = max(lower, other.lower)
    let high = min(upper, other.upper)
    return Interval(
      from: low, to: high,
      includesLower: (lower < low || includesLower) && (other.lower < low || other.includesLower),
      includesUpper: (upper > high || includesUpper) && (other.upper > high || other.includesUpper))
  }
}

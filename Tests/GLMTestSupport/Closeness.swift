/// How far `a` is from `b`, relative to the larger of |b| and `floor`; 0 for equal numbers, infinities included, and
/// +∞ where either is NaN or only one is infinite.
public func relativeDifference(_ a: Double, _ b: Double, floor: Double = .leastNormalMagnitude) -> Double {
  if a == b { return 0 }
  guard a.isFinite, b.isFinite else { return .infinity }
  return (a - b).magnitude / max(b.magnitude, floor)
}

/// The largest ``relativeDifference(_:_:floor:)`` of two lists, which must be as long as each other.
public func largestDifference(_ a: [Double], _ b: [Double], floor: Double = .leastNormalMagnitude) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { max($0, relativeDifference($1.0, $1.1, floor: floor)) }
}

/// Whether two lists have the same bits, NaN and the sign of zero included.
public func sameBits(_ a: [Double], _ b: [Double]) -> Bool {
  a.map(\.bitPattern) == b.map(\.bitPattern)
}

/// What a law found wrong, kept short: a test states one expectation on it instead of thousands.
public struct Findings: CustomStringConvertible {
  private var first: [String] = []
  private var count = 0
  /// How many cases were looked at: a law that looked at none has not been tested.
  public private(set) var looked = 0

  public init() {}

  /// Notes `message` unless `holds`.
  public mutating func check(_ holds: Bool, _ message: @autoclosure () -> String) {
    looked += 1
    if holds { return }
    count += 1
    if first.count < 4 { first.append(message()) }
  }

  /// Whether something was looked at and nothing was wrong.
  public var isClean: Bool { count == 0 && looked > 0 }

  public var description: String {
    looked == 0 ? "nothing was looked at" : "\(count) of \(looked) wrong: " + first.joined(separator: "; ")
  }
}

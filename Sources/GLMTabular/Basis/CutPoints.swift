/// R's `cut(x, …)`: the intervals between breaks as the levels of a factor.
///
/// Intervals are (a, b] when they close on the right, else [a, b); `includesLowest` closes the first, or the last, on
/// both sides.
struct CutPoints: Sendable, Equatable {
  /// Increasing; only the first and the last may be infinite.
  let breaks: [Double]
  /// The names of the intervals: those given, or R's, with three significant digits or as many more as it takes to
  /// tell neighbours apart.
  let labels: [String]
  let closesRight, includesLowest: Bool

  /// The most intervals.
  static let intervalLimit = 10_000

  /// Intervals of equal width over the range of `x`, whose ends are moved out by a thousandth of it.
  ///
  /// Throws for a count below 2, values that are not finite, and labels that do not fit.
  init(
    learning x: [Double], count: Int, labels: [String]? = nil, closesRight: Bool = true,
    includesLowest: Bool = false, digits: Int = 3
  ) throws(BasisError) {
    guard count >= 2 else { throw .tooFewBreaks(count, isCount: true) }
    guard count <= CutPoints.intervalLimit else {
      throw .tooManyBreaks(count, limit: CutPoints.intervalLimit)
    }
    try Basis.requireFinite(x)
    var (lower, upper) = (x.min() ?? 0, x.max() ?? 0)
    let range = upper - lower
    // In R's order of operations: which side of a break a value is on may hang on its last bit.
    let margin = (range != 0 ? range : lower != 0 ? lower.magnitude : 1) / 1000
    let (first, last) = (lower - margin, upper + margin)
    if range == 0 { (lower, upper) = (first, last) }
    let width = (upper - lower) / Double(count)
    var breaks = (0...count).map { lower + Double($0) * width }
    (breaks[0], breaks[count]) = (first, last)
    guard width.isFinite, breaks.allSatisfy(\.isFinite), zip(breaks, breaks.dropFirst()).allSatisfy(<) else {
      throw .narrowIntervals(count: count, lower: lower, upper: upper)
    }
    try self.init(
      breaks: breaks, labels: labels, closesRight: closesRight, includesLowest: includesLowest, digits: digits
    )
  }

  /// The intervals between given breaks.
  ///
  /// Throws for fewer than two breaks, breaks that do not increase or are NaN, and labels that do not fit.
  init(
    breaks: [Double], labels: [String]? = nil, closesRight: Bool = true, includesLowest: Bool = false,
    digits: Int = 3
  ) throws(BasisError) {
    guard (1...17).contains(digits) else { throw .badDigits(digits) }
    guard breaks.count >= 2 else { throw .tooFewBreaks(breaks.count, isCount: false) }
    let count = breaks.count - 1
    guard count <= CutPoints.intervalLimit else {
      throw .tooManyBreaks(count, limit: CutPoints.intervalLimit)
    }
    if let bad = breaks.first(where: \.isNaN) { throw .badBreak(bad) }
    for (before, after) in zip(breaks, breaks.dropFirst()) where before >= after {
      throw .breakOrder(before: before, after: after)
    }
    if let labels {
      guard labels.count == count else { throw .labelCount(found: labels.count, expected: count) }
      var seen = Set<String>()
      for label in labels where !seen.insert(label).inserted { throw .repeatedLabel(label) }
    }
    self.breaks = breaks
    self.labels =
      labels
      ?? CutPoints.labels(
        of: breaks, closesRight: closesRight, includesLowest: includesLowest, digits: digits)
    self.closesRight = closesRight
    self.includesLowest = includesLowest
  }

  /// The interval that `x` lies in, from 0; nil outside all and for NaN.
  func code(of x: Double) -> Int32? {
    let last = breaks.count - 1
    guard x >= breaks[0], x <= breaks[last] else { return nil }
    // The breaks below x, or at x too where intervals close on the left.
    var (low, high) = (0, breaks.count)
    while low < high {
      let middle = (low + high) / 2
      if closesRight ? breaks[middle] < x : breaks[middle] <= x { low = middle + 1 } else { high = middle }
    }
    if low == 0 { return includesLowest ? 0 : nil }
    if low > last { return includesLowest ? Int32(last - 1) : nil }
    return Int32(low - 1)
  }
}

extension CutPoints: Codable {
  private enum Key: String, CodingKey {
    case breaks, fromInfinity, toInfinity, labels, closesRight, includesLowest
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    var breaks = try container.decode([Double].self, forKey: .breaks)
    if try container.decode(Bool.self, forKey: .fromInfinity) { breaks.insert(-.infinity, at: 0) }
    if try container.decode(Bool.self, forKey: .toInfinity) { breaks.append(.infinity) }
    do {
      try self.init(
        breaks: breaks, labels: container.decode([String].self, forKey: .labels),
        closesRight: container.decode(Bool.self, forKey: .closesRight),
        includesLowest: container.decode(Bool.self, forKey: .includesLowest))
    } catch let error as BasisError {
      throw DecodingError.dataCorruptedError(forKey: .breaks, in: container, debugDescription: "\(error)")
    }
  }

  /// An infinite end is a flag: JSON has no infinity.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(breaks.filter(\.isFinite), forKey: .breaks)
    try container.encode(breaks.first == -.infinity, forKey: .fromInfinity)
    try container.encode(breaks.last == .infinity, forKey: .toInfinity)
    try container.encode(labels, forKey: .labels)
    try container.encode(closesRight, forKey: .closesRight)
    try container.encode(includesLowest, forKey: .includesLowest)
  }
}

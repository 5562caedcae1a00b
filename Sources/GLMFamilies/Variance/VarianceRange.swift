import GLMAlgebra
import GLMModel

/// Where a variance expression is above 0: the means it stands for, and with them the responses.
enum VarianceRange {
  /// The interval of means just above 0 that V allows, or the nearest to 0 where it allows none there; all numbers for
  /// a constant. Nil where V is above 0 nowhere.
  ///
  /// An end is a possible response if the deviance is finite there, that is if V falls to 0 more slowly than the square
  /// of the distance.
  static func support(of expression: VarianceExpression) -> Support? {
    if let constant = expression.constant { return constant > 0 && constant.isFinite ? .real : nil }
    let ends = ends(of: expression)
    let edges = [-Double.infinity] + ends + [.infinity]
    let intervals = zip(edges, edges.dropFirst()).map { Interval(from: $0, to: $1) }
      .filter { interval in
        points(in: interval).allSatisfy { isPossible(expression, $0) }
      }
    let atZero = intervals.first { $0.lower <= 0 && $0.upper > 0 }
    let above = intervals.first { $0.lower > 0 }
    guard var found = atZero ?? above ?? intervals.last else { return nil }
    found.includesLower = found.lower.isFinite && isReachable(expression, found.lower, 1)
    found.includesUpper = found.upper.isFinite && isReachable(expression, found.upper, -1)
    return Support(found, description: description(found))
  }

  private static func isPossible(_ expression: VarianceExpression, _ mean: Double) -> Bool {
    let value = expression.value(mean)
    return value > 0 && (value < .infinity || mean.magnitude > 1e6)
  }

  /// Where V stops to be a variance, ascending: at changes over a grid, narrowed down, and at single points such as the
  /// zero of (1 − mu)^2, which are looked for at 0, 1 and the numbers that the expression contains.
  private static func ends(of expression: VarianceExpression) -> [Double] {
    var ends = Set(
      ([0, 1] + expression.numbers.flatMap { [$0, -$0] }).filter { !isPossible(expression, $0) }.map {
        $0 + 0
      })
    for (left, right) in zip(grid, grid.dropFirst())
    where isPossible(expression, left) != isPossible(expression, right) {
      var (outside, inside) = isPossible(expression, left) ? (right, left) : (left, right)
      for _ in 0..<200 {
        let middle = outside + (inside - outside) / 2
        if middle == outside || middle == inside { break }
        if isPossible(expression, middle) { inside = middle } else { outside = middle }
      }
      ends.insert(outside + 0)
    }
    return ends.sorted()
  }

  private static let grid: [Double] = {
    let positive = (-60...60).map { Double.pow(2, Double($0) / 2) }
    return positive.reversed().map { -$0 } + [0] + positive
  }()

  /// Points strictly inside.
  private static func points(in interval: Interval) -> [Double] {
    let (low, high) = (interval.lower, interval.upper)
    var inside = grid.filter { interval.contains($0) }
    if low.isFinite, high.isFinite {
      inside += (1..<8).map { low + (high - low) * Double($0) / 8 }.filter { interval.contains($0) }
    } else if low.isFinite {
      inside += [low + max(low.magnitude, 1)]
    } else if high.isFinite {
      inside += [high - max(high.magnitude, 1)]
    }
    return inside
  }

  /// Whether V falls more slowly than the square of the distance from `end`.
  private static func isReachable(_ expression: VarianceExpression, _ end: Double, _ side: Double) -> Bool {
    let distance = 1e-6 * max(end.magnitude, 1)
    let far = expression.value(end + side * distance)
    let near = expression.value(end + side * distance / 2)
    let order = (Double.log(far) - Double.log(near)) / Double.log(2)
    return order < 1.99
  }

  private static func description(_ interval: Interval) -> String {
    let (low, high) = (shortest(interval.lower), shortest(interval.upper))
    switch (interval.lower.isFinite, interval.upper.isFinite) {
    case (false, false): return Support.real.description
    case (true, false): return interval.includesLower ? "a number, \(low) or more" : "a number above \(low)"
    case (false, true): return interval.includesUpper ? "a number, \(high) or less" : "a number below \(high)"
    case (true, true):
      let ends =
        (interval.includesLower ? "" : " (\(low) excluded)")
        + (interval.includesUpper ? "" : " (\(high) excluded)")
      return "a number from \(low) to \(high)" + ends
    }
  }
}

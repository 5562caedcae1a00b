import GLMAlgebra

/// Numbers that describe the values of a column, as R computes them.
enum ColumnSummary {
  static let names: Set<String> = ["mean", "median", "sd", "min", "max", "quantile"]

  /// The summary of that name; NaN where the values are too few.
  static func values(_ name: String, of x: [Double], shares: [Double]) -> [Double] {
    switch name {
    case "mean": return [mean(x)]
    case "median": return quantiles(x, [0.5])
    case "sd":
      let center = mean(x)
      let sum = CompensatedSum.of(x) { ($0 - center) * ($0 - center) }
      return [x.count < 2 ? .nan : (sum / Double(x.count - 1)).squareRoot()]
    case "min": return [x.min() ?? .nan]
    case "max": return [x.max() ?? .nan]
    default: return quantiles(x, shares)
    }
  }

  private static func mean(_ x: [Double]) -> Double {
    x.isEmpty ? .nan : CompensatedSum.of(x) { $0 } / Double(x.count)
  }

  /// Quantiles of type 7: linear between the order statistics at 1 + (n − 1) p.
  private static func quantiles(_ x: [Double], _ shares: [Double]) -> [Double] {
    guard !x.isEmpty else { return shares.map { _ in .nan } }
    let sorted = x.sorted()
    return shares.map { share in
      let position = Double(sorted.count - 1) * share
      let below = Int(position + 4 * Double.ulpOfOne)
      let rest = position - Double(below)
      guard rest.magnitude > 4 * Double.ulpOfOne, below + 1 < sorted.count else { return sorted[below] }
      return sorted[below] + rest * (sorted[below + 1] - sorted[below])
    }
  }
}

extension CompensatedSum {
  fileprivate static func of(_ x: [Double], _ value: (Double) -> Double) -> Double {
    var sum = CompensatedSum()
    for x in x { sum.add(value(x)) }
    return sum.value
  }
}

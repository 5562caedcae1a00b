/// Quantiles of a distribution on the whole numbers from 0.
public enum WholeQuantile {
  /// The smallest k with F(k) ≥ `probability`, by a few dozen values of F at most; `greatest` at a probability of 1.
  ///
  /// - Parameters:
  ///   - mean, deviation: where to look first. A mean beyond 1e15, where whole numbers run out, is the answer itself.
  ///   - greatest: the largest k there is, or +∞.
  public static func find(
    _ probability: Double, near mean: Double, deviation: Double, greatest: Double = .infinity,
    cumulative: (Double) -> Double
  ) -> Double {
    guard mean.isFinite, mean >= 0, deviation >= 0, !greatest.isNaN, probability >= 0, probability <= 1 else {
      return .nan
    }
    if probability == 1 { return greatest }
    if mean > 1e15 { return Swift.min(mean.rounded(), greatest) }
    let z = Swift.max(Normal.quantile(probability), -40)
    let limit = Swift.min(greatest, 0x1p52)
    var high = Swift.min(Swift.max((mean + deviation * z).rounded(), 0), limit)
    var stride = Swift.max(1, (0.1 * deviation).rounded())
    // F(low) < p ≤ F(high) once both ends are found.
    var low = -1.0
    if cumulative(high) >= probability {
      while high >= stride, cumulative(high - stride) >= probability {
        high -= stride
        stride *= 2
      }
      low = Swift.max(high - stride, -1)
    } else {
      repeat {
        if high == limit { return greatest }
        low = high
        high = Swift.min(high + stride, limit)
        stride *= 2
      } while cumulative(high) < probability
    }
    while high - low > 1 {
      let middle = ((low + high) / 2).rounded(.down)
      if cumulative(middle) >= probability { high = middle } else { low = middle }
    }
    return high
  }
}

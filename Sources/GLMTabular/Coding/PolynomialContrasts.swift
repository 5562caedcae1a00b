import GLMAlgebra

/// R's `contr.poly`: orthonormal polynomials over the scores 1 … L (Gram polynomials), leading coefficients above 0.
///
/// With s = i − (L + 1)/2 and b_j = j/2 √((L² − j²) / (4j² − 1)),
///
///     b_{j+1} p_{j+1} = s p_j − b_j p_{j−1}, p₀ = 1/√L, and p_{L−1}(i) = (−1)^{L−i} C(L−1, i−1) / √C(2L−2, L−1).
///
/// Upwards the recurrence loses all digits at high degrees near the ends, where p_j falls fast; downwards from the
/// highest degree it does not. It is run from both ends to the middle, in about 32 digits.
enum PolynomialContrasts {
  /// The columns of degree 1 … L − 1, L ≥ 2.
  static func columns(levelCount: Int) -> [[Double]] {
    let last = levelCount - 1
    // The squares b_j², which are rational.
    func step(_ j: Int) -> DoubleDouble {
      let square = DoubleDouble(j * j * (levelCount * levelCount - j * j)) / DoubleDouble(4 * (4 * j * j - 1))
      return DoubleDouble.sqrt(square)
    }
    let steps = [.zero] + (1...levelCount).map { $0 == levelCount ? .zero : step($0) }
    var columns = [[Double]](repeating: [], count: levelCount)
    let top = highest(levelCount)
    let start = DoubleDouble(1) / DoubleDouble.sqrt(DoubleDouble(levelCount))
    for i in 0...last {
      let score = DoubleDouble(2 * i - last).scaled(by: 0.5)
      let middle = last / 2
      var (before, current) = (DoubleDouble.zero, start)
      for j in 0...middle {
        columns[j].append(current.high)
        (before, current) = (current, (score * current - steps[j] * before) / steps[j + 1])
      }
      var after = DoubleDouble.zero
      current = top[i]
      for j in stride(from: last, to: middle, by: -1) {
        columns[j].append(current.high)
        (after, current) = (current, (score * current - steps[j + 1] * after) / steps[j])
      }
    }
    return Array(columns.dropFirst())
  }

  /// The polynomial of degree L − 1: signed binomial coefficients over their norm.
  private static func highest(_ levelCount: Int) -> [DoubleDouble] {
    let last = levelCount - 1
    // From the middle outwards, so that nothing overflows: ratios C(n, k − 1) / C(n, k) = k / (n − k + 1).
    var values = [DoubleDouble](repeating: DoubleDouble(1), count: levelCount)
    for k in stride(from: last / 2, to: 0, by: -1) {
      values[k - 1] = values[k] * (DoubleDouble(k) / DoubleDouble(last - k + 1))
    }
    for k in 0...last where k > last / 2 { values[k] = values[last - k] }
    let norm = DoubleDouble.sqrt(values.reduce(.zero) { $0 + $1 * $1 })
    return values.enumerated().map { k, value in
      (last - k) % 2 == 0 ? value / norm : -(value / norm)
    }
  }
}

import GLMModel

extension Dispersion {
  /// What one unit of log-likelihood is on the scale of the loss: the dispersion (at the mean weight, where that is
  /// below 1), or what it would be estimated as from a loss of `value`.
  func unit(of value: Double, rows: Int, totalWeight: Double) -> Double {
    switch self {
    case .known(let dispersion): dispersion * min(1, totalWeight / Double(rows))
    case .estimated: 2 * value / Double(rows)
    }
  }

  /// The share r²/c of a row above which it counts no more as noise: a row that the model makes next to impossible has no
  /// curvature to speak of, and others hold it.
  var largestShare: Double { self == .estimated ? .infinity : 1e4 }
}

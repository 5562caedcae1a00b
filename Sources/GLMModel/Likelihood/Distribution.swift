/// The distribution of a response given its mean: for predictive intervals, quantile residuals and simulation.
public protocol Distribution: Sendable {
  /// log p(y), or the log of the probability where y is discrete; −∞ outside the support.
  func logDensity(_ response: RowResponse, means: [Double], dispersion: Double) -> Double
  /// P(Y ≤ y).
  func cumulative(_ response: RowResponse, means: [Double], dispersion: Double) -> Double
  /// The smallest y with P(Y ≤ y) ≥ `probability`, which is in [0, 1].
  func quantile(_ probability: Double, trials: Double, means: [Double], dispersion: Double) -> Double
  /// The quantile of a new response whose mean is known up to a standard error, where it is closed; nil, the default,
  /// where it has to be integrated (Docs/Mathematics.md, "A new observation").
  ///
  /// - Parameter degreesOfFreedom: those that the dispersion was estimated with; nil when it is known.
  func predictiveQuantile(
    _ probability: Double, mean: Double, standardError: Double, dispersion: Double, degreesOfFreedom: Double?
  ) -> Double?
}

extension Distribution {
  public func predictiveQuantile(
    _ probability: Double, mean: Double, standardError: Double, dispersion: Double, degreesOfFreedom: Double?
  ) -> Double? { nil }

  /// A draw, by inversion.
  public func sample(
    trials: Double = 1, means: [Double], dispersion: Double, using generator: inout some RandomNumberGenerator
  ) -> Double {
    quantile(.random(in: 0..<1, using: &generator), trials: trials, means: means, dispersion: dispersion)
  }
}

import GLMAlgebra

/// The derivatives of f in a log-density f(k) − k · loss + (what is free of k), with the precision k = weight/φ of a row:
/// what the data say of an unknown dispersion (Docs/Mathematics.md, "The dispersion").
public struct NormalizerDerivatives: Sendable, Equatable {
  /// f′, the mean of the loss.
  public var first: Double
  /// f″, minus the variance of the loss: below 0.
  public var second: Double
  /// f‴, the third cumulant of the loss.
  public var third: Double

  public init(first: Double, second: Double, third: Double) {
    self.first = first
    self.second = second
    self.third = third
  }

  /// f = ½ log k, for normal and inverse Gaussian responses; k above 0.
  public static func halfLogarithm(_ precision: Double) -> NormalizerDerivatives {
    let half = 0.5 / precision
    return NormalizerDerivatives(
      first: half, second: -half / precision, third: 2 * half / precision / precision)
  }

  /// f = k log k − k − log Γ(k), for gamma responses; k above 0.
  public static func gamma(_ precision: Double) -> NormalizerDerivatives {
    let derivatives = ShapeNormalizer.derivatives(precision)
    return NormalizerDerivatives(
      first: derivatives.first, second: derivatives.second, third: derivatives.third)
  }
}

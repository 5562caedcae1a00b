/// What is believed of the coefficients before the data: its negative log-density is added to the loss.
///
/// The objective is Σ wᵢ lossᵢ at dispersion 1 plus ``value(_:layout:)`` (Docs/Mathematics.md, "Priors: L2 and L1"). A
/// prior that has a kink (Laplace) is told by its proximal step; the rest of it must be smooth. The intercept is free
/// unless the prior says otherwise.
public protocol Prior: Sendable {
  /// What a report calls it, as in `normal:0.5`.
  var name: String { get }
  /// Whether it says nothing at all, so that estimates are maximum-likelihood ones.
  var isFlat: Bool { get }
  /// Whether it has a kink and needs proximal steps.
  var hasKink: Bool { get }
  /// For each coefficient, whether the prior keeps it finite.
  func holds(_ layout: CoefficientLayout) -> [Bool]
  /// −log density, up to a constant, of all of the prior.
  func value(_ coefficients: [Double], layout: CoefficientLayout) -> Double
  /// The gradient of the smooth part, one entry a coefficient.
  func gradient(_ coefficients: [Double], layout: CoefficientLayout) -> [Double]
  /// The diagonal of the curvature of the smooth part.
  func curvature(_ coefficients: [Double], layout: CoefficientLayout) -> [Double]
  /// argmin over θ of kink(θ) + Σ (θⱼ − βⱼ)²/(2 stepⱼ).
  func proximal(_ coefficients: [Double], steps: [Double], layout: CoefficientLayout) -> [Double]
  /// How far each coefficient is from satisfying the optimality (Karush–Kuhn–Tucker) conditions, given the gradient
  /// of everything smooth.
  func residual(_ coefficients: [Double], smoothGradient: [Double], layout: CoefficientLayout) -> [Double]
}

extension Prior {
  public var hasKink: Bool { false }

  public func proximal(_ coefficients: [Double], steps: [Double], layout: CoefficientLayout) -> [Double] {
    coefficients
  }

  public func residual(
    _ coefficients: [Double], smoothGradient: [Double], layout: CoefficientLayout
  ) -> [Double] {
    smoothGradient.map { abs($0) }
  }
}

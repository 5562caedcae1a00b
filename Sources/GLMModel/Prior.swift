import GLMAlgebra

/// What is believed of the coefficients before the data: its negative log-density is added to the loss.
///
/// The objective is Σ wᵢ lossᵢ at dispersion 1 plus ``value(_:layout:)``. A prior that has a kink (Laplace) is told
/// by its proximal step; the rest of it must be smooth. The intercept is free unless the prior says otherwise.
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

/// No belief: maximum likelihood.
public struct FlatPrior: Prior {
  public init() {}
  public var name: String { "flat" }
  public var isFlat: Bool { true }
  public func holds(_ layout: CoefficientLayout) -> [Bool] { Array(repeating: false, count: layout.count) }
  public func value(_ coefficients: [Double], layout: CoefficientLayout) -> Double { 0 }
  public func gradient(_ coefficients: [Double], layout: CoefficientLayout) -> [Double] {
    Array(repeating: 0, count: layout.count)
  }
  public func curvature(_ coefficients: [Double], layout: CoefficientLayout) -> [Double] {
    Array(repeating: 0, count: layout.count)
  }
}

/// Independent normal coefficients with mean 0 and precision λ: λ/2 Σ β² (ridge, L2).
public struct NormalPrior: Prior {
  /// λ ≥ 0.
  public let precision: Double
  /// Whether the intercept has the prior too.
  public let includesIntercept: Bool

  public init(precision: Double, includesIntercept: Bool = false) {
    precondition(precision >= 0 && precision.isFinite, "a precision is a finite number, 0 or more")
    self.precision = precision
    self.includesIntercept = includesIntercept
  }

  public var name: String { "normal:\(precision)" }
  public var isFlat: Bool { precision == 0 }

  public func holds(_ layout: CoefficientLayout) -> [Bool] {
    layout.isIntercept.map { (includesIntercept || !$0) && precision > 0 }
  }

  public func value(_ coefficients: [Double], layout: CoefficientLayout) -> Double {
    var sum = CompensatedSum()
    for (b, held) in zip(coefficients, holds(layout)) where held { sum.add(b * b) }
    return precision / 2 * sum.value
  }

  public func gradient(_ coefficients: [Double], layout: CoefficientLayout) -> [Double] {
    zip(coefficients, holds(layout)).map { $1 ? precision * $0 : 0 }
  }

  public func curvature(_ coefficients: [Double], layout: CoefficientLayout) -> [Double] {
    holds(layout).map { $0 ? precision : 0 }
  }
}

/// Independent Laplace coefficients: λ Σ |β| (lasso, L1). Coefficients can be exactly 0.
public struct LaplacePrior: Prior {
  /// λ ≥ 0.
  public let rate: Double
  /// Whether the intercept has the prior too.
  public let includesIntercept: Bool

  public init(rate: Double, includesIntercept: Bool = false) {
    precondition(rate >= 0 && rate.isFinite, "a rate is a finite number, 0 or more")
    self.rate = rate
    self.includesIntercept = includesIntercept
  }

  public var name: String { "laplace:\(rate)" }
  public var isFlat: Bool { rate == 0 }
  public var hasKink: Bool { rate > 0 }

  public func holds(_ layout: CoefficientLayout) -> [Bool] {
    layout.isIntercept.map { (includesIntercept || !$0) && rate > 0 }
  }

  public func value(_ coefficients: [Double], layout: CoefficientLayout) -> Double {
    var sum = CompensatedSum()
    for (b, held) in zip(coefficients, holds(layout)) where held { sum.add(abs(b)) }
    return rate * sum.value
  }

  public func gradient(_ coefficients: [Double], layout: CoefficientLayout) -> [Double] {
    Array(repeating: 0, count: layout.count)
  }

  public func curvature(_ coefficients: [Double], layout: CoefficientLayout) -> [Double] {
    Array(repeating: 0, count: layout.count)
  }

  /// sign(β) max(0, |β| − step λ): the soft threshold.
  public func proximal(_ coefficients: [Double], steps: [Double], layout: CoefficientLayout) -> [Double] {
    let held = holds(layout)
    return coefficients.indices.map { j in
      guard held[j] else { return coefficients[j] }
      let size = abs(coefficients[j]) - steps[j] * rate
      return size > 0 ? (coefficients[j] < 0 ? -size : size) : 0
    }
  }

  /// |∇ⱼ + λ sign(βⱼ)| where βⱼ ≠ 0, and how far |∇ⱼ| exceeds λ where βⱼ = 0.
  public func residual(
    _ coefficients: [Double], smoothGradient: [Double], layout: CoefficientLayout
  ) -> [Double] {
    let held = holds(layout)
    return coefficients.indices.map { j in
      guard held[j] else { return abs(smoothGradient[j]) }
      if coefficients[j] == 0 { return max(0, abs(smoothGradient[j]) - rate) }
      return abs(smoothGradient[j] + (coefficients[j] < 0 ? -rate : rate))
    }
  }
}

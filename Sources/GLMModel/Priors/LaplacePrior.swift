import GLMAlgebra

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

  public var name: String { "laplace:\(shortest(rate))" }
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

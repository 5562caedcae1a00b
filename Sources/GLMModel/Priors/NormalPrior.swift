import GLMAlgebra

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

  public var name: String { "normal:\(shortest(precision))" }
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

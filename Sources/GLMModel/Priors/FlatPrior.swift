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

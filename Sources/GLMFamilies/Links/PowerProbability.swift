import GLMAlgebra
import GLMModel

/// η = μ^λ for a probability: on [0, 1] for λ > 0 and on η ≥ 1 for λ < 0, where μ falls as η rises.
///
/// With q = 1/λ: log μ = q log η, a = q/η, A = q/η²; with g = μ/(1 − μ): b = a g and
/// B = q g (q − 1 + q g)/η².
public struct PowerProbability: ProbabilityLink {
  public let name: String
  private let exponent: Double
  private let root: Double

  init(_ exponent: Double, name: String) {
    self.exponent = exponent
    self.name = name
    root = 1 / exponent
  }

  public var domain: Interval {
    exponent > 0
      ? Interval(from: 0, to: 1, includesLower: true, includesUpper: true)
      : Interval(from: 1, includesLower: true)
  }

  /// A = q/η² needs q > 0, and B ≥ 0 down to g = 0 needs q ≥ 1.
  public var isLogConcave: Bool { exponent > 0 && exponent <= 1 }
  public func callAsFunction(_ mean: Double) -> Double { Double.pow(mean, exponent) }
  public func inverse(_ predictor: Double) -> InverseLink { Power(exponent).inverse(predictor) }

  public func tails(_ predictor: Double) -> ProbabilityTails {
    let logMean = root * Double.log(predictor)
    let complement = -Double.expMinusOne(logMean)
    let a = root / predictor
    let odds = Double.exp(logMean) / complement
    // a g and q g/η², by powers of η that do not underflow with μ.
    let b = root * Double.pow(predictor, root - 1) / complement
    let bend = root * Double.pow(predictor, root - 2) / complement
    return ProbabilityTails(
      logMean: logMean, logComplement: Double.logOneMinusExp(logMean), logMeanSlope: a, logComplementSlope: b,
      logMeanCurvature: a / predictor, logComplementCurvature: bend * (root - 1 + root * odds))
  }
}

/// A probability link under another name.
struct Renamed<Base: ProbabilityLink>: ProbabilityLink {
  let base: Base
  let name: String

  init(_ base: Base, _ name: String) {
    self.base = base
    self.name = name
  }

  var domain: Interval { base.domain }
  var isLogConcave: Bool { base.isLogConcave }
  func callAsFunction(_ mean: Double) -> Double { base(mean) }
  func inverse(_ predictor: Double) -> InverseLink { base.inverse(predictor) }
  func tails(_ predictor: Double) -> ProbabilityTails { base.tails(predictor) }
}

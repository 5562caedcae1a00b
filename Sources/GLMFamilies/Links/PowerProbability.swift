import GLMAlgebra
import GLMModel

/// η = μ^λ for a probability: on [0, 1] for λ > 0 and on η ≥ 1 for λ < 0, where μ falls as η rises.
///
/// With q = 1/λ: log μ = q log η, a = q/η, A = q/η²; with g = μ/(1 − μ): b = a g and
/// B = q g (q − 1 + q g)/η².
public struct PowerProbability: ProbabilityLink {
  public let name: String
  private let exponent: Double
  /// q, q − 1 and q − 2, each with what its rounding has dropped.
  private let roots: (DoubleDouble, DoubleDouble, DoubleDouble)

  init(_ exponent: Double, name: String) {
    self.exponent = exponent
    self.name = name
    let root = DoubleDouble(1) / DoubleDouble(exponent)
    roots = (root, root - DoubleDouble(1), root - DoubleDouble(2))
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
    let root = roots.0.high
    let logarithm = DoubleDouble.logarithm(of: predictor)
    let size = logarithm.high
    let product = DoubleDouble.product(root, size)
    // What the roundings of q, of log η and of their product leave out of log μ.
    let rest = size.isFinite ? product.low + roots.0.low * size + root * logarithm.low : 0
    let logMean = product.high + rest
    let power = DoubleDouble.exponential(of: product.high)
    let mean = DoubleDouble(high: power.high, low: power.low + power.high * rest)
    // 1 − μ, which the difference loses near 1; there the logarithm has all that the predictor says.
    let isCertain = logMean > -0.1
    var complement = DoubleDouble.sum(1, -mean.high)
    complement.low -= mean.low
    if isCertain {
      complement = DoubleDouble(high: -Double.expMinusOne(product.high), low: -mean.high * rest)
    }
    let logComplement =
      isCertain
      ? Double.log(complement.high) + (complement.high == 0 ? 0 : complement.low / complement.high)
      : Double.log(onePlus: -mean.high) - mean.low / complement.high
    let a = root / predictor
    // a g and q g/η², by powers of η that do not underflow with μ.
    let b = ratio(predictor, size, roots.1, over: complement, times: 1)
    let odds = mean.high / complement.high
    return ProbabilityTails(
      logMean: logMean, logComplement: logComplement, logMeanSlope: a, logComplementSlope: b,
      logMeanCurvature: a / predictor,
      logComplementCurvature: ratio(
        predictor, size, roots.2, over: complement, times: roots.1.high + root * odds))
  }

  /// q factor ηᵏ/(1 − μ), with what the roundings of k, of q and of the quotient take off it.
  private func ratio(
    _ predictor: Double, _ size: Double, _ k: DoubleDouble, over complement: DoubleDouble,
    times factor: Double
  ) -> Double {
    let scale = factor * roots.0.high
    let power = Double.pow(predictor, k.high)
    let lost = k.low * size + roots.0.low / roots.0.high - complement.low / complement.high
    // The power alone may be beyond the range that the product is in, or lose digits below it.
    if power == .infinity || power < .leastNormalMagnitude {
      let half = Double.pow(predictor, 0.5 * k.high)
      let rest = scale / complement.high
      return half * (half * (lost.magnitude < 1e-9 ? rest + rest * lost : rest))
    }
    let product = DoubleDouble.product(scale, power)
    let quotient = product.high / complement.high
    let back = DoubleDouble.product(quotient, complement.high)
    let shift = ((product.high - back.high) - back.low + product.low) / product.high + lost
    // Beyond the range of numbers there is nothing to correct.
    return shift.magnitude < 1e-9 ? quotient + quotient * shift : quotient
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

import GLMAlgebra
import GLMModel

/// A mean above 0 as a power of the linear predictor, or as its exponential: what the exact forms of families on
/// positive means are written in.
///
/// With q = 1/λ, μ = η^q and d log μ/dη = q/η; through the logarithm μ = e^η and d log μ/dη = 1.
struct PositiveMean: Sendable, Equatable {
  /// q, with what its rounding has dropped; 1 for the logarithm.
  let roots: DoubleDouble
  /// q, rounded.
  var root: Double { roots.high }
  /// Whether μ = e^η.
  let isExponential: Bool
  /// λ; 0 for the logarithm.
  let exponent: Double

  /// Nil for a link that is neither a power nor the logarithm.
  init?(_ form: LinkForm) {
    switch form {
    case .identity: self.init(roots: DoubleDouble(1), isExponential: false, exponent: 1)
    case .logarithm: self.init(roots: DoubleDouble(1), isExponential: true, exponent: 0)
    case .power(let exponent):
      let roots = DoubleDouble(1) / DoubleDouble(exponent)
      self.init(
        roots: roots.isFinite ? roots : DoubleDouble(1 / exponent), isExponential: false, exponent: exponent)
    case .general: return nil
    }
  }

  private init(roots: DoubleDouble, isExponential: Bool, exponent: Double) {
    self.roots = roots
    self.isExponential = isExponential
    self.exponent = exponent
  }

  /// The mean as its own predictor.
  static let itself = PositiveMean(roots: DoubleDouble(1), isExponential: false, exponent: 1)

  /// What a derivative takes off an exponent of η: d ηᵏ/dη = k ηᵏ⁻¹, but d e^(kη)/dη = k e^(kη).
  var step: Double { isExponential ? 0 : 1 }

  /// The exponent of η, or the factor of η in the exponent, that a power of the mean has, less `steps` times ``step``.
  func exponent(ofMeanTo power: Double, steps: Double = 0) -> DoubleDouble {
    let exponent = roots == DoubleDouble(1) ? DoubleDouble(power) : roots * DoubleDouble(power)
    return steps == 0 || isExponential ? exponent : exponent - DoubleDouble(steps)
  }

  /// log μ.
  func log(_ predictor: Double) -> Double {
    isExponential ? predictor : root * Double.log(predictor)
  }

  /// factor · μᶜ, without an overflow or underflow that the product does not have.
  func times(_ factor: Double, _ power: Double, _ predictor: Double) -> Double {
    monomial(factor, exponent(ofMeanTo: power), predictor)
  }

  /// factor · ηᵏ, or factor · e^(kη), without an overflow or underflow that the product does not have.
  func monomial(_ factor: Double, _ k: DoubleDouble, _ predictor: Double) -> Double {
    if factor == 0 || k.high == 0 { return factor }
    let whole = raised(k, predictor)
    if whole.magnitude > 1e-290, whole.magnitude < 1e290 { return factor * whole }
    let half = raised(k.scaled(by: 0.5), predictor)
    return (factor * half) * half
  }

  private func raised(_ k: DoubleDouble, _ predictor: Double) -> Double {
    if !isExponential {
      switch k.high {
      case 1: return predictor
      case -1: return 1 / predictor.magnitude
      case 2: return predictor * predictor
      case 0.5: return Double.sqrt(predictor.magnitude)
      default:
        let value = Double.pow(predictor.magnitude, k.high)
        if k.low == 0 || value == 0 || value == .infinity { return value }
        return value + value * (k.low * Double.log(predictor.magnitude))
      }
    }
    let exponent = k.high * predictor
    let value = Double.exp(exponent)
    // What the rounding of k η leaves out of the exponent, which a power of 2 does not have.
    return k.high.significandBitPattern != 0 && exponent.magnitude < 1000
      ? value * (1 + ((-exponent).addingProduct(k.high, predictor) + k.low * predictor)) : value
  }
}

extension PositiveMean {
  /// The means and predictors of a family on means above 0; `includesZero` says whether the loss is finite at a mean
  /// of 0 for some response.
  func range(includesZero: Bool) -> MeanRange {
    let predictors =
      isExponential ? Interval.real : Interval(from: 0, includesLower: exponent > 0 && includesZero)
    return MeanRange(means: .positive, predictors: predictors, isIncreasing: exponent >= 0)
  }

  /// |d log μ/dη|, which bounds the ratio of expected curvature to residual where a response is at most 0: there it is
  /// |μ′|/(μ − y).
  func growth(_ predictor: Double) -> Double { isExponential ? 1 : (root / predictor).magnitude }

  /// μ and dμ/dη.
  func mean(_ predictor: Double) -> (mean: Double, slope: Double) {
    let mean = raised(roots, predictor)
    return (mean, isExponential ? mean : root * raised(roots - DoubleDouble(1), predictor))
  }
}

import GLMAlgebra
import GLMModel

/// Half the unit deviance of the variance μᵖ, for every p outside (0, 1), without cancellation near y = μ and without an
/// overflow that it does not have (Docs/Mathematics.md, "Power variances").
///
/// With s = log(μ/y) it is y²⁻ᵖ [E(2 − p) − E(1 − p)], where E(a) = (e^(as) − 1)/a and E(0) = s.
enum PowerDeviance {
  /// - Parameters:
  ///   - y: the response, any number for p = 0, from 0 for p < 2, above 0 from 2 on.
  ///   - form: how μ depends on `predictor`.
  static func half(_ p: Double, _ y: Double, _ form: PositiveMean, _ predictor: Double) -> Double {
    let mean = form.times(1, 1, predictor)
    if p == 0 { return 0.5 * (y - mean) * (y - mean) }
    if y == 0 { return p < 2 ? form.times(1 / (2 - p), 2 - p, predictor) : .infinity }
    if mean == y { return 0 }
    switch p {
    case 1:
      let x = (mean - y) / y
      if x.magnitude < 0.5 { return y * Double.excessOverLog(onePlus: x) }
      return (mean - y) - y * logRatio(y, mean, form, predictor)
    case 2:
      let x = (y - mean) / mean
      if x.magnitude < 0.5 { return Double.excessOverLog(onePlus: x) }
      return (form.times(y, -1, predictor) - 1) + logRatio(y, mean, form, predictor)
    case 3:
      let x = (y - mean) / mean
      let gap = x.magnitude < 0.5 ? x : form.times(y, -1, predictor) - 1
      return 0.5 * gap * (gap / y)
    default: return general(p, y, mean, form, predictor)
    }
  }

  /// The same from the excess (y − μ)/μ of a response above 0, which is at most ¼ either way.
  static func near(_ p: Double, _ y: Double, excess x: Double) -> Double {
    switch p {
    case 1: return y * Double.excessOverLog(onePlus: -x / (1 + x))
    case 2: return Double.excessOverLog(onePlus: x)
    case 3: return 0.5 * x * (x / y)
    default: return Double.pow(y, 2 - p) * series(2 - p, 1 - p, -Double.log(onePlus: x))
    }
  }

  /// log(μ/y): by the ratio where there is one, because the difference of two large logarithms is coarser.
  private static func logRatio(
    _ y: Double, _ mean: Double, _ form: PositiveMean, _ predictor: Double
  ) -> Double {
    let ratio = mean / y
    if ratio > 1e-290, ratio < 1e290, mean > 1e-290 { return Double.log(ratio) }
    return form.log(predictor) - Double.log(y)
  }

  private static func general(
    _ p: Double, _ y: Double, _ mean: Double, _ form: PositiveMean, _ predictor: Double
  ) -> Double {
    let (a, b) = (2 - p, 1 - p)
    let x = (mean - y) / y
    let isNear = x.magnitude < 0.5
    let s = isNear ? Double.log(onePlus: x) : logRatio(y, mean, form, predictor)
    let scale = Double.pow(y, a)
    if s.magnitude * max(a.magnitude, b.magnitude, 1) < 0.5 { return scale * series(a, b, s) }
    // (factor μᶜ − y²⁻ᵖ)/c, which is y²⁻ᵖ E(c).
    func term(_ c: Double, _ factor: Double) -> Double {
      if (c * s).magnitude < 0.5 { return scale * (Double.expMinusOne(c * s) / c) }
      return (form.times(factor, c, predictor) - scale) / c
    }
    let value = term(a, 1) - term(b, y)
    // Powers that overflow together: of a deviance that is not near 0.
    return value.isNaN ? .infinity : max(value, 0)
  }

  /// E(a) − E(b) = Σ sᵏ/k! (aᵏ⁻¹ − bᵏ⁻¹) over k ≥ 2, for a − b = 1 and small s.
  private static func series(_ a: Double, _ b: Double, _ s: Double) -> Double {
    // Σ aⁱ bᵏ⁻²⁻ⁱ, which is (aᵏ⁻¹ − bᵏ⁻¹)/(a − b).
    var polynomial = 1.0
    var power = 1.0
    var factor = 0.5 * s * s
    var sum = factor
    for k in 3...24 {
      power *= b
      polynomial = a * polynomial + power
      factor *= s / Double(k)
      sum += factor * polynomial
    }
    return sum
  }
}

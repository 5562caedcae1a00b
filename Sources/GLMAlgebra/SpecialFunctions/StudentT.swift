/// Student's t distribution with ν degrees of freedom, exact in both tails.
///
/// ν is any real number > 0; at infinity, and from 1e22 on, where no digit differs, it is the standard normal
/// distribution. A ν that is not positive makes every answer NaN. Unless said otherwise, relative errors are
/// below 4e-15 for ν ≥ 0.5, down to the smallest positive double.
public struct StudentT: Sendable, Equatable {
  /// ν.
  public let degreesOfFreedom: Double

  /// The density at 0, Γ((ν + 1)/2) / (√(νπ) Γ(ν/2)).
  let peak: Double

  /// ν is so large that the distribution is the normal one.
  let isNormal: Bool

  /// The distribution with `degreesOfFreedom` ν > 0, which need not be whole and may be infinite.
  public init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom
    isNormal = degreesOfFreedom >= 1e22
    let a = 0.5 * degreesOfFreedom
    if isNormal {
      peak = Normal.inverseRootTwoPi
    } else if degreesOfFreedom >= 1 {
      // log Γ(a + ½) − log Γ(a) − ½ log a, with what is large cancelled on paper.
      let corrections = Double.stirlingCorrection(a + 0.5) - Double.stirlingCorrection(a)
      let logRatio = (a * Double.log(onePlus: 0.5 / a) - 0.5) + corrections
      peak = Normal.inverseRootTwoPi * Double.exp(logRatio)
    } else if degreesOfFreedom > 0 {
      // ½ √(ν/π) Γ(a + ½) / Γ(1 + a).
      let logRatio = Double.logGamma(a + 0.5) - Double.logGamma(onePlus: a)
      peak = 0.28209479177387814347 * Double.sqrt(degreesOfFreedom) * Double.exp(logRatio)
    } else {
      peak = .nan
    }
  }

  /// The density f(t) = f(0) (1 + t²/ν)^(−(ν + 1)/2).
  public func density(_ t: Double) -> Double {
    if isNormal { return Normal.density(t) }
    return peak * kernel(ratio(t))
  }

  /// log f(t), with relative error below 1e-15.
  public func logDensity(_ t: Double) -> Double {
    if isNormal { return Normal.logDensity(t) }
    return Double.log(peak) + logKernel(ratio(t))
  }

  /// P(T ≤ t).
  public func cumulative(_ t: Double) -> Double { upperTail(-t) }

  /// P(T > t).
  public func upperTail(_ t: Double) -> Double {
    if isNormal { return Normal.upperTail(t) }
    return t < 0 ? 1 - tail(-t).probability : tail(t).probability
  }

  /// P(|T| ≥ |t|): a p-value of 1e-300 comes out as such, not as 0.
  public func twoSidedPValue(_ t: Double) -> Double {
    if isNormal { return Normal.twoSidedPValue(t) }
    let tail = tail(t.magnitude)
    return tail.first * (2 * tail.second)
  }

  /// log P(T ≤ t), relative error below 4e-15 also where the probability underflows.
  public func logCumulative(_ t: Double) -> Double { logUpperTail(-t) }

  /// log P(T > t), relative error below 4e-15 also where the probability underflows.
  public func logUpperTail(_ t: Double) -> Double {
    if isNormal { return Normal.logUpperTail(t) }
    if t < 0 { return Double.log(onePlus: -tail(-t).probability) }
    let tail = tail(t)
    let probability = tail.probability
    if !(probability < 1e-290) { return Double.log(probability) }
    if t == .infinity { return -.infinity }
    let ratio = ratio(t)
    let scale = Double.log(0.5 * peak * tail.millsRatio)
    if ratio.high < 1e20 { return logKernel(ratio) + (Double.log(t) + scale) }
    // t (t²/ν)^(−(ν + 1)/2) = t^(−ν) ν^((ν + 1)/2), which does not cancel and cannot overflow.
    let n = degreesOfFreedom
    return -n * Double.log(t) + (0.5 * (n + 1) * Double.log(n) + scale)
  }
}

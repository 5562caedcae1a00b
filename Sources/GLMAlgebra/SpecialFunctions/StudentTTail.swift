/// The tail of Student's t distribution: a density times a series or a continued fraction.
extension StudentT {
  /// An upper tail P(T > t) as a product that underflows only when it is multiplied out.
  struct Tail {
    var first: Double
    var second: Double
    /// 2 P(T > t) / (t f(t)).
    var millsRatio: Double

    var probability: Double { first * second }
  }

  /// P(T > t) for t ≥ 0.
  ///
  /// With r = t²/ν, z = 1/(1 + r) and w = r/(1 + r) it is ½ I_z(ν/2, ½): near the middle ½ − t f(t) S with the
  /// ascending series S, every term of which is positive; beyond that ½ t f(t) K with the continued fraction K of
  /// A. R. DiDonato and A. H. Morris, "Algorithm 708", ACM TOMS 18, 1992, with λ + 1
  /// written as a sum of positive terms, so that only its partial numerators are negative.
  func tail(_ t: Double) -> Tail {
    guard degreesOfFreedom > 0, t >= 0 else { return Tail(first: .nan, second: .nan, millsRatio: .nan) }
    let ratio = ratio(t)
    if isCentral(t) {
      let probability = 0.5 - t * (peak * kernel(ratio)) * centralSeries(ratio)
      return Tail(first: 1, second: probability, millsRatio: .nan)
    }
    // Such a ν leaves nothing of its probability within the range of doubles but at 0.
    if degreesOfFreedom < 1e-50 { return Tail(first: 1, second: t < .infinity ? 0.5 : 0, millsRatio: .nan) }
    if t == .infinity { return Tail(first: 0, second: 0, millsRatio: 2 / degreesOfFreedom) }
    let k = continuedFraction(ratio)
    if ratio.t < 10 {
      return Tail(first: t * powerOfKernel(1, ratio), second: 0.5 * peak * k, millsRatio: k)
    }
    let root = powerOfKernel(0.5, ratio)
    return Tail(first: root * t, second: root * (0.5 * peak * k), millsRatio: k)
  }

  /// Whether t ≥ 0 is so near the middle that P(T > t) is best taken off ½.
  func isCentral(_ t: Double) -> Bool { t * t < 1.5 * degreesOfFreedom / (degreesOfFreedom + 1) }

  /// S = P(0 < T < t) / (t f(t)) = Σ wⁱ Π (ν/2 + ½ + j)/(3/2 + j), the product over j < i.
  func centralSeries(_ ratio: Ratio) -> Double {
    let w = ratio.high / (1 + ratio.high)
    let a = 0.5 * degreesOfFreedom + 0.5
    var term = 1.0
    var sum = 1.0
    var i = 0.0
    while term > 1e-17 * sum, i < 2000 {
      term *= (a + i) / (1.5 + i) * w
      sum += term
      i += 1
    }
    return sum
  }

  /// K = 2 P(T > t) / (t f(t)), summed forward: every increment is positive.
  func continuedFraction(_ ratio: Ratio) -> Double {
    let a = 0.5 * degreesOfFreedom
    let z = 1 / (1 + ratio.high)
    let w = ratio.high < .infinity ? ratio.high / (1 + ratio.high) : 1
    let lambda = 0.5 * (degreesOfFreedom * w + z) + w
    var inverse = (a + 1) / (a * lambda)
    var increment = inverse
    var sum = inverse
    var n = 1.0
    while increment > 1e-17 * sum, n < 2000 {
      let odd = a + 2 * n - 1
      let share = z / odd
      let alpha = (a + n - 1) * share * ((a + n - 0.5) * share) * (n * (n - 0.5))
      let beta = n - n * (n - 0.5) * share + (a + n) * (lambda + n * (1 + w)) / (odd + 2)
      inverse = 1 / (beta - alpha * inverse)
      increment *= beta * inverse - 1
      sum += increment
      n += 1
    }
    return sum
  }
}

/// Compositions of exponentials and logarithms that neither overflow nor cancel.
extension Double {
  /// log(1 + eˣ) for every x: without overflow, and with full relative accuracy in both tails.
  ///
  /// Within 2 ulp: eˣ as x → −∞, x as x → +∞.
  public static func logOnePlusExp(_ x: Double) -> Double {
    x > 0 ? x + log(onePlus: exp(-x)) : log(onePlus: exp(x))
  }

  /// log(1 − eˣ) for x < 0, within 2 ulp: −∞ at 0, NaN above.
  ///
  /// Which of the two forms is used depends on x against −log 2: M. Mächler, "Accurately computing
  /// log(1 − exp(−|a|))", 2012.
  public static func logOneMinusExp(_ x: Double) -> Double {
    x > -0.6931471805599453 ? log(-expMinusOne(x)) : log(onePlus: -exp(x))
  }

  /// log(eᵃ + eᵇ) for every a and b, infinities included.
  ///
  /// The absolute error is within 2 ulp of max(|a|, |b|, 1), which is what rounding a and b costs anyway.
  public static func logSumExp(_ a: Double, _ b: Double) -> Double {
    if a == b { return a + 0.6931471805599453 }
    let difference = (a - b).magnitude
    return (a > b ? a : b) + log(onePlus: exp(-difference))
  }

  /// The logistic function 1 / (1 + e^(−x)) for every x, within 2 ulp also where it is tiny.
  public static func logistic(_ x: Double) -> Double {
    let e = exp(-x.magnitude)
    return (x < 0 ? e : 1) / (1 + e)
  }

  /// x − log(1 + x) for x > −1, within 4 ulp also for tiny |x|, where it is near x²/2.
  ///
  /// With r = x / (2 + x), log(1 + x) = 2 artanh r and x − 2r = x r, so that the difference is
  /// r (x − 2r² (1/3 + r²/5 + r⁴/7 + …)): nothing of size x is subtracted. +∞ at −1 and +∞, NaN below −1.
  public static func excessOverLog(onePlus x: Double) -> Double {
    guard x > -0.5, x < 1 else { return x == .infinity ? x : x - log(onePlus: x) }
    let r = x / (2 + x)
    let s = r * r
    return r * (x - 2 * s * Fits.artanhTail(s))
  }
}

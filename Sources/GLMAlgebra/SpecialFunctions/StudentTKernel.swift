/// The kernel (1 + t²/ν)^(−(ν + 1)/2) of Student's t distribution, without loss in its exponent.
extension StudentT {
  /// |t|, and t²/ν as an unevaluated sum. Where it overflows, `high` is infinite and `low` 0.
  struct Ratio {
    var t: Double
    var high: Double
    var low: Double
  }

  func ratio(_ t: Double) -> Ratio {
    let n = degreesOfFreedom
    let t = t.magnitude
    let (square, error) = Double.exactSquare(t)
    let high = square / n
    guard high < .infinity, square > 1e-290 else { return Ratio(t: t, high: high, low: 0) }
    return Ratio(t: t, high: high, low: (square.addingProduct(-high, n) + error) / n)
  }

  /// (1 + t²/ν)^(−(ν + 1)/2).
  func kernel(_ ratio: Ratio) -> Double {
    if ratio.t < 0x1p500 { return powerOfKernel(1, ratio) }
    let root = powerOfKernel(0.5, ratio)
    return root * root
  }

  /// The kernel to the power ½ or 1: the square of the root may underflow where the root does not.
  ///
  /// The relative error of a power is its exponent times that of its base, so the base is a pair: what rounding
  /// leaves out of 1 + t²/ν, and out of ν + 1, comes back as a factor near 1.
  func powerOfKernel(_ share: Double, _ ratio: Ratio) -> Double {
    let n = degreesOfFreedom
    let power = n + 1
    let powerError = n > 1 ? 1 - (power - n) : n - (power - 1)
    let outer = -0.5 * share
    guard ratio.high < .infinity, ratio.t < 0x1p500 else {
      if ratio.t.isNaN { return .nan }
      if ratio.t == .infinity || power > 64 { return 0 }
      if n < 1e-50 { return Double.exp(share * logKernel(ratio)) }
      // 1 is nothing beside t²/ν, and t² may overflow, so the exponent e of t goes its own way: 2^(−e (ν + 1))
      // in two exact pieces.
      let small = self.ratio(ratio.t.significand)
      let exponent = 2 * outer * Double(ratio.t.exponent)
      let head = Double(bitPattern: power.bitPattern & 0xFFFF_FFFF_FF00_0000)
      let scale = Double.pow(2, exponent * head) * Double.pow(2, exponent * (power - head))
      let logBase = 2 * Double.log(ratio.t) - Double.log(n)
      let rest = power * (small.low / small.high) + powerError * logBase
      return Double.pow(small.high, outer * power) * scale * Double.exp(outer * rest)
    }
    if n > 0x1p50 {
      if ratio.t > 1000 { return 0 }
      // (ν + 1) log(1 + t²/ν) is t² and little else, and e^(−t²/2) wants t² exactly.
      let (square, error) = Double.exactSquare(ratio.t)
      let rest = error + (ratio.high - power * Double.excessOverLog(onePlus: ratio.high))
      return Double.exp(outer * square) * Double.exp(outer * rest)
    }
    let base = 1 + ratio.high
    let baseError = (ratio.high > 1 ? 1 - (base - ratio.high) : ratio.high - (base - 1)) + ratio.low
    let rest = power * (baseError / base) + powerError * Double.log(base)
    return Double.pow(base, outer * power) * Double.exp(outer * rest)
  }

  /// −(ν + 1)/2 log(1 + t²/ν).
  func logKernel(_ ratio: Ratio) -> Double {
    let n = degreesOfFreedom
    let power = n + 1
    let powerError = n > 1 ? 1 - (power - n) : n - (power - 1)
    guard ratio.high < .infinity else {
      return -power * (Double.log(ratio.t) - 0.5 * Double.log(n))
    }
    let logBase = Double.log(onePlus: ratio.high) + ratio.low / (1 + ratio.high)
    return -0.5 * (power * logBase + powerError * logBase)
  }
}

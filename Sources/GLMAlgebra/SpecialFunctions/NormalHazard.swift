/// The hazard of the normal distribution: what the score and curvature of probit regression are made of.
extension Normal {
  /// The hazard h(x) = φ(x)/Φ(−x), also called the inverse Mills ratio, and its excess h(x) − x, for every x.
  ///
  /// Both have relative error below 1e-15; the excess is not a difference where x is large, and falls like 1/x.
  /// h decreases to 0 at −∞ (gradual underflow below −37.5) and is near x at +∞; h′ = h (h − x), so that the
  /// product of the two is the curvature of −log Φ(−x) and lies between 0 and 1.
  public static func hazard(_ x: Double) -> (hazard: Double, excess: Double) {
    let z = x.magnitude
    let excess = excessOfHazard(z)
    if x >= 0.7 { return (x + excess, excess) }
    let hazard = TailParts(z, excess).hazard(below: x < 0)
    return (hazard, x < 0 ? hazard + z : excess)
  }

  /// log Φ(−x) with the hazard and its excess: a row of probit regression, which shares their exponential.
  ///
  /// log Φ(−x) is within 2 ulp, log h within 2 ulp of it or of h; the excess is that of ``hazard(_:)``.
  public static func upperTailTerms(_ x: Double) -> (log: Double, hazard: Double, excess: Double) {
    let z = x.magnitude
    let excess = excessOfHazard(z)
    if x >= 0.7 { return (x < 1.25 ? logCentralTail(x) : logTail(z, excess), x + excess, excess) }
    let parts = TailParts(z, excess)
    let hazard = parts.hazard(below: x < 0)
    let log = x > -1.25 ? logCentralTail(x) : Double.log(onePlus: -parts.tail)
    return (log, hazard, x < 0 ? hazard + z : excess)
  }

  /// log Φ(−z) for |z| < 1.25, within 2 ulp: −log 2 − √(2/π) z − z²/π in twice the precision, and what is left times z³.
  static func logCentralTail(_ z: Double) -> Double {
    let square = DoubleDouble.product(z, z)
    let first = DoubleDouble.product(z, 0.7978845608028654)
    let second = DoubleDouble.product(square.high, 0.3183098861837907)
    let linear = DoubleDouble.sum(0.6931471805599453, first.high)
    let sum = DoubleDouble.sum(linear.high, second.high)
    // The low parts of log 2, √(2/π) and 1/π, and of their products.
    let constants = 2.3190468138462996e-17 - z * (4.98465440455546e-17 + z * 1.9678676675182486e-17)
    let low = sum.low + linear.low + first.low + second.low + 0.3183098861837907 * square.low + constants
    return -(sum.high + (low + z * square.high * Fits.logHalfTail(z)))
  }

  /// log Φ(−z) for z ≥ 1.25.
  static func logTail(_ z: Double, _ excess: Double) -> Double {
    // −z²/2 to the last place, where z² may be beyond `Double`.
    if z > 1e9 { return -0.5 * z * z }
    let (high, low) = Double.exactSquare(z)
    return -0.5 * high - (Double.log(rootTwoPi * (z + excess)) + 0.5 * low)
  }

  /// P(|Z| < z) = erf(z/√2) for z ≥ 0, with the rounding error of z/√2 put back.
  fileprivate static func centralShare(_ z: Double) -> Double {
    let product = DoubleDouble.product(z, 0.7071067811865476)
    let share = Double.erf(product.high)
    let rest = product.low - z * 4.833646656726457e-17
    return share + 1.1283791670955126 * Double.exp(-product.high * product.high) * rest
  }

  /// h(z) − z for z ≥ 0, relative error below 1e-15; it decreases from √(2/π) to 0.
  @inline(__always)
  static func excessOfHazard(_ z: Double) -> Double {
    if z < 3 { return Fits.hazardExcessNear(z) }
    if z < 8 { return Fits.hazardExcessMiddle(z - 3) }
    return Fits.hazardExcessFar(1 / (z * z)) / z
  }
}

/// Φ(−z) and φ(z) for z ≥ 0, with the rounding errors of z², of its exponential and of √(2π) put back.
struct TailParts {
  /// Φ(−z).
  private(set) var tail = 0.0
  /// e^(−z²/2), and what it lacks, relative to it.
  private var power = 0.0
  private var shift = 0.0

  init(_ z: Double, _ excess: Double) {
    let (high, low) = Double.exactSquare(z)
    let exponential = DoubleDouble.exponential(of: -0.5 * high)
    if exponential.high == 0 { return }
    power = exponential.high
    shift = exponential.low / power - 0.5 * low
    tail =
      z < 0.7
      ? 0.5 - 0.5 * Normal.centralShare(z) : quotient(by: DoubleDouble.sum(z, excess))
  }

  /// φ(z)/Φ(−z), or φ(z)/Φ(z).
  func hazard(below: Bool) -> Double { quotient(by: DoubleDouble.sum(below ? 1 : 0, below ? -tail : tail)) }

  /// φ(z)/divisor.
  private func quotient(by divisor: DoubleDouble) -> Double {
    let product = DoubleDouble.product(Normal.rootTwoPi, divisor.high)
    let ratio = power / product.high
    // √(2π) is 7.3e-17 of itself less than its rounding.
    let rest = product.low / product.high + divisor.low / divisor.high - 7.312e-17
    // What underflows has no rounding to put back.
    if power < 1e-280 { return power == 0 ? 0 : ratio + ratio * (shift - rest) }
    let back = DoubleDouble.product(ratio, product.high)
    let rounding = ((power - back.high) - back.low) / power
    return ratio + ratio * (shift + rounding - rest)
  }
}

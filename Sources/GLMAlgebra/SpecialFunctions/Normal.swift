/// The standard normal distribution, exact in both tails.
///
/// Everything but the quantile rests on the hazard h(z) = φ(z)/Φ(−z) of z ≥ 0, a fitted rational function, and
/// one exponential: Φ(−z) = φ(z)/h(z), with the rounding error of z² put back.
public enum Normal {
  static let inverseRootTwoPi = 0.39894228040143267794
  static let rootTwoPi = 2.50662827463100050242

  /// φ(x) = e^(−x²/2) / √2π, relative error below 4e-16; gradual underflow beyond |x| = 37.6.
  public static func density(_ x: Double) -> Double {
    let (high, low) = Double.exactSquare(x)
    let bell = inverseRootTwoPi * Double.exp(-0.5 * high)
    return bell - bell * (0.5 * low)
  }

  /// log φ(x) = −x²/2 − ½ log 2π, within 1 ulp.
  public static func logDensity(_ x: Double) -> Double {
    let (high, low) = Double.exactSquare(x)
    return -0.5 * high - (Double.halfLogTwoPi + 0.5 * low)
  }

  /// Φ(x) = ∫ φ from −∞ to x, relative error below 1e-15; gradual underflow below −37.5.
  public static func cumulative(_ x: Double) -> Double { upperTail(-x) }

  /// Φ(−x) = ∫ φ from x to ∞, relative error below 1e-15; gradual underflow above 37.5.
  public static func upperTail(_ x: Double) -> Double {
    x < 0 ? 1 - upperTail(-x) : TailParts(x, excessOfHazard(x)).tail
  }

  /// P(|Z| ≥ |z|) = 2Φ(−|z|), relative error below 1e-15: 1e-300 comes out as such, not as 0.
  public static func twoSidedPValue(_ z: Double) -> Double {
    2 * upperTail(z.magnitude)
  }

  /// log Φ(x) for every x, within 2 ulp: near −x²/2 − log|x| − ½ log 2π far below 0, −Φ(−x) far above.
  public static func logCumulative(_ x: Double) -> Double { logUpperTail(-x) }

  /// log Φ(−x) for every x, within 2 ulp: near −x²/2 − log x − ½ log 2π far above 0, −Φ(x) far below.
  public static func logUpperTail(_ x: Double) -> Double {
    if x > -1.25, x < 1.25 { return logCentralTail(x) }
    if x < 0 { return Double.log(onePlus: -upperTail(-x)) }
    return logTail(x, excessOfHazard(x))
  }
}

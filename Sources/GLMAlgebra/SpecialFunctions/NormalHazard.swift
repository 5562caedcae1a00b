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
    if x >= 0 { return (x + excess, excess) }
    let bell = density(z)
    let hazard = bell / (1 - bell / (z + excess))
    return (hazard, hazard + z)
  }

  /// log Φ(−x) with the hazard and its excess: a row of probit regression, which shares their exponential.
  ///
  /// The values and errors are those of ``logUpperTail(_:)`` and ``hazard(_:)``.
  public static func upperTailTerms(_ x: Double) -> (log: Double, hazard: Double, excess: Double) {
    let z = x.magnitude
    let excess = excessOfHazard(z)
    if x >= 0 {
      let (high, low) = Double.exactSquare(x)
      let hazard = x + excess
      return (-0.5 * high - (Double.log(rootTwoPi * hazard) + 0.5 * low), hazard, excess)
    }
    let bell = density(z)
    let tail = bell / (z + excess)
    let hazard = bell / (1 - tail)
    return (Double.log(onePlus: -tail), hazard, hazard + z)
  }

  /// h(z) − z for z ≥ 0, relative error below 1e-15; it decreases from √(2/π) to 0.
  @inline(__always)
  static func excessOfHazard(_ z: Double) -> Double {
    if z < 3 { return Fits.hazardExcessNear(z) }
    if z < 8 { return Fits.hazardExcessMiddle(z - 3) }
    return Fits.hazardExcessFar(1 / (z * z)) / z
  }
}

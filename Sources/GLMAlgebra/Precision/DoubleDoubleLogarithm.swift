/// The logarithm with ten bits more than a double has, for powers, whose exponents multiply its error.
extension DoubleDouble {
  /// log x for x > 0, the error below 2⁻⁵⁶ of it; −∞ at 0, +∞ at +∞ and NaN below 0, with no low part. About 30 ns.
  ///
  /// One step of Newton from y = `Double.log(x)`: log x = y + log(x e⁻ʸ), where x e⁻ʸ − 1 is of the size of a rounding.
  public static func logarithm(of x: Double) -> DoubleDouble {
    let y = Double.log(x)
    guard y.isFinite else { return DoubleDouble(y) }
    if y.magnitude < 0.35 { return DoubleDouble(high: y, low: lackNearOne(x, y)) }
    // eʸ as the square of its root, and both scaled, so that nothing underflows.
    let scale = y < -600 ? 0x1p200 : y > 600 ? 0x1p-200 : 1
    let root = exponential(of: 0.5 * y).scaled(by: scale)
    let square = product(root.high, root.high)
    let scaled = x * scale * scale
    return DoubleDouble(
      high: y, low: (((scaled - square.high) - square.low) - 2 * root.high * root.low) / scaled)
  }

  /// (x − eʸ)/x for |y| < 0.35, as x − 1 − y − y²/2 − y³/6 − …, of which only the last part is rounded.
  private static func lackNearOne(_ x: Double, _ y: Double) -> Double {
    let square = product(y, y)
    var series = 1.0
    for n in stride(from: 14.0, through: 4, by: -1) { series = 1 + y / n * series }
    let cube = square.high * y * (1.0 / 6) * series
    return ((((x - 1) - y) - 0.5 * square.high) - cube - 0.5 * square.low) / x
  }
}

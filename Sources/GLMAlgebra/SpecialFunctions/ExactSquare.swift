extension Double {
  /// x² as an unevaluated sum: the rounded square and its rounding error, exact unless it over- or underflows.
  ///
  /// The low part is 0 where the square is not finite. Splitting by a mask is faster than a call of the C
  /// library's `fma`, which is what the x86-64 baseline has (T. J. Dekker, Numer. Math. 18, 1971).
  @inline(__always)
  static func exactSquare(_ x: Double) -> (high: Double, low: Double) {
    let high = x * x
    guard high < .infinity else { return (high, 0) }
    let head = Double(bitPattern: x.bitPattern & 0xFFFF_FFFF_F800_0000)
    let rest = x - head
    return (high, ((head * head - high) + 2 * head * rest) + rest * rest)
  }
}

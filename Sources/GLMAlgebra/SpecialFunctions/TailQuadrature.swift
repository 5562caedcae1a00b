/// ∫₀^∞ g(w) dw for a g that falls from 1 at 0 like something between an exponential and half a normal density.
///
/// The trapezoidal rule in u, with w = s e^(u − e^(−u)) and s the scale on which g falls (H. Takahasi and M. Mori,
/// "Double exponential formulas for numerical integration", Publ. RIMS 9, 1974). Every term is positive, so that the
/// relative error is that of g.
enum TailQuadrature {
  /// w/s and its weight.
  private static let nodes: [(point: Double, weight: Double)] = (-60...80).map { i in
    let u = Double(i) / 16
    let shrink = Double.exp(-u)
    let point = Double.exp(u - shrink)
    return (point, point * (1 + shrink) / 16)
  }

  static func integral(scale: Double, _ g: (Double) -> Double) -> Double {
    var sum = 0.0
    for node in nodes { sum += node.weight * g(scale * node.point) }
    return scale * sum
  }

  /// w − 1 + e^(−w) for w ≥ 0, without cancellation near 0.
  static func excessOfExponential(_ w: Double) -> Double {
    w > 1 ? w + Double.expMinusOne(-w) : Double.excessOverLog(onePlus: Double.expMinusOne(-w))
  }
}

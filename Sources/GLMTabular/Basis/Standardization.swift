import GLMAlgebra

/// R's `scale(x)`: (x − mean) / s, where s is the standard deviation √(Σ(x − mean)² / (n − 1)), or, without
/// centering, the root mean square √(Σx² / max(1, n − 1)).
///
/// The mean is kept with its rounding error, so that a column far from zero loses no digit. Only a scale below the
/// smallest normal number has fewer digits.
struct Standardization: Sendable, Equatable {
  let center: Double
  /// What rounding dropped from the mean.
  let centerLow: Double
  let scale: Double

  /// Throws for values that are not finite, and for a scale of 0: a constant column when centering, zeros when not.
  init(learning x: [Double], centers: Bool, scales: Bool) throws(BasisError) {
    try Basis.requireFinite(x)
    let power = Double.powerOfTwo(above: x)
    var mean = DoubleDouble.zero
    if centers {
      for value in x { mean += DoubleDouble(value * power) }
      mean = mean / DoubleDouble(x.count)
    }
    center = mean.high / power
    centerLow = mean.low / power
    guard scales else {
      scale = 1
      return
    }
    var sum = DoubleDouble.zero
    // A second power: the distances from the mean may be far smaller than the values.
    let rest = x.map { (DoubleDouble($0 * power) - mean).high }
    let second = Double.powerOfTwo(above: rest)
    for value in x {
      let distance = (DoubleDouble(value * power) - mean).scaled(by: second)
      sum += distance * distance
    }
    scale = DoubleDouble.sqrt(sum / DoubleDouble(max(1, x.count - 1))).high / second / power
    guard scale.isFinite, scale > 0 else {
      throw .noRange(lower: x.min() ?? 0, upper: x.max() ?? 0)
    }
  }

  func callAsFunction(_ x: Double) -> Double { ((x - center) - centerLow) / scale }
}

extension Standardization: Codable {
  private enum Key: String, CodingKey { case center, centerLow, scale }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    center = try container.decode(Double.self, forKey: .center)
    centerLow = try container.decode(Double.self, forKey: .centerLow)
    scale = try container.decode(Double.self, forKey: .scale)
    guard center.isFinite, centerLow.magnitude <= center.ulp, scale.isFinite, scale > 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .scale, in: container, debugDescription: "a center is finite and a scale above 0")
    }
  }
}

extension Double {
  /// A power of two p such that |p x| < 1 for all of finite `x`, not below 1/2 for the largest where p has room.
  static func powerOfTwo(above x: [Double]) -> Double {
    var largest = 0.0
    for value in x { largest = max(largest, value.magnitude) }
    guard largest > 0 else { return 1 }
    return Double(sign: .plus, exponent: min(1000, -Int(largest.exponent) - 1), significand: 1)
  }
}

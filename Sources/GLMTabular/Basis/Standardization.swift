import GLMAlgebra

/// R's `scale(x)`: (x − mean) / s, where s is the standard deviation √(Σ(x − mean)² / (n − 1)), or, without
/// centering, the root mean square √(Σx² / max(1, n − 1)).
///
/// Mean and scale are kept with their rounding errors, so that a column is right to about 32 digits however far from
/// zero it is. Only a scale below 2⁻⁹⁶⁰ has fewer.
struct Standardization: Sendable, Equatable {
  let center: Double
  /// What rounding dropped from the mean.
  let centerLow: Double
  let scale: Double
  /// What rounding dropped from the scale.
  let scaleLow: Double

  /// Throws for values that are not finite, and for a scale of 0: a constant column when centering, zeros when not.
  init(over x: [DoubleDouble], centers: Bool, scales: Bool) throws(BasisError) {
    let rounded = x.map(\.high)
    try Basis.requireFinite(rounded)
    let power = Double.powerOfTwo(above: rounded)
    var mean = DoubleDouble.zero
    if centers {
      for value in x { mean += value.scaled(by: power) }
      mean = mean / DoubleDouble(x.count)
    }
    center = mean.high / power
    centerLow = mean.low / power
    guard scales else {
      (scale, scaleLow) = (1, 0)
      return
    }
    var sum = DoubleDouble.zero
    // A second power: the distances from the mean may be far smaller than the values.
    let rest = x.map { ($0.scaled(by: power) - mean).high }
    let second = Double.powerOfTwo(above: rest)
    for value in x {
      let distance = (value.scaled(by: power) - mean).scaled(by: second)
      sum += distance * distance
    }
    let deviation = DoubleDouble.sqrt(sum / DoubleDouble(max(1, x.count - 1)))
    scale = deviation.high / second / power
    let low = deviation.low / second / power
    scaleLow = scale + low == scale ? low : 0
    guard scale.isFinite, scale > 0 else {
      throw .noRange(lower: rounded.min() ?? 0, upper: rounded.max() ?? 0)
    }
  }

  init(learning x: [Double], centers: Bool, scales: Bool) throws(BasisError) {
    try self.init(over: x.map { DoubleDouble($0) }, centers: centers, scales: scales)
  }

  func callAsFunction(_ x: DoubleDouble) -> DoubleDouble {
    x.plus(DoubleDouble(high: -center, low: -centerLow)).over(DoubleDouble(high: scale, low: scaleLow))
  }

  func callAsFunction(_ x: Double) -> Double { self(DoubleDouble(x)).high }
}

extension Standardization: Codable {
  private enum Key: String, CodingKey { case center, centerLow, scale, scaleLow }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    center = try container.decode(Double.self, forKey: .center)
    centerLow = try container.decode(Double.self, forKey: .centerLow)
    scale = try container.decode(Double.self, forKey: .scale)
    scaleLow = try container.decodeIfPresent(Double.self, forKey: .scaleLow) ?? 0
    guard center.isFinite, centerLow.magnitude <= center.ulp, scale.isFinite, scale > 0,
      scale + scaleLow == scale
    else {
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

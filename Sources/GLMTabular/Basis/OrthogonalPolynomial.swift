import GLMAlgebra
import GLMModel

/// R's `poly(x, k)`: polynomials p₁ … pₖ of degree 1 … k, orthonormal over the training values and orthogonal to 1,
/// with leading coefficients above 0.
///
/// With u = (x − center) · scale, pⱼ = qⱼ / √nⱼ, nⱼ = Σ qⱼ², and the monic polynomials are
///
///     q₀ = 1, q₁ = u − α₁, qⱼ₊₁ = (u − αⱼ₊₁) qⱼ − (nⱼ / nⱼ₋₁) qⱼ₋₁.
///
/// The coefficients are learned by Stieltjes's procedure and the recurrence is run in about 32 digits, so that
/// columns are orthonormal to the rounding of their entries (W. Gautschi, Orthogonal Polynomials, 2004, §2.2).
struct OrthogonalPolynomial: Sendable, Equatable {
  /// A number near the middle of the values, and a power of two that brings u near 1.
  let center, scale: Double
  /// α₁ … αₖ.
  let alpha: [DoubleDouble]
  /// n₀ (the number of values) … nₖ.
  let norm2: [DoubleDouble]

  /// Throws for values that are not finite, a degree below 1, and a degree not below the number of different values.
  init(over x: [DoubleDouble], degree: Int) throws(BasisError) {
    guard degree >= 1 else { throw .degreeTooSmall(degree) }
    guard degree <= Basis.columnLimit else { throw .degreeTooLarge(degree, limit: Basis.columnLimit) }
    let rounded = x.map(\.high)
    try Basis.requireFinite(rounded)
    var distinct = Set<Double>()
    for value in rounded where distinct.count <= degree { distinct.insert(value) }
    guard distinct.count > degree else { throw .tooFewDistinct(count: distinct.count, degree: degree) }

    let (lower, upper) = (rounded.min() ?? 0, rounded.max() ?? 0)
    center = lower / 2 + upper / 2
    guard (upper - lower).isFinite else { throw .noRange(lower: lower, upper: upper) }
    scale = Double.powerOfTwo(above: [lower - center, upper - center])
    let u = x.map { [center, scale] in $0.less(center).scaled(by: scale) }
    guard let (alpha, norm2) = OrthogonalPolynomial.recurrence(over: u, degree: degree) else {
      throw .tooClose(degree: degree)
    }
    (self.alpha, self.norm2) = (alpha, norm2)
  }

  init(learning x: [Double], degree: Int) throws(BasisError) {
    try self.init(over: x.map { DoubleDouble($0) }, degree: degree)
  }

  /// The coefficients over the points `u`; nil when rounding has spoiled them.
  private static func recurrence(
    over u: [DoubleDouble], degree: Int
  ) -> (alpha: [DoubleDouble], norm2: [DoubleDouble])? {
    var before = [DoubleDouble](repeating: .zero, count: u.count)
    var current = [DoubleDouble](repeating: DoubleDouble(1), count: u.count)
    var alpha = [DoubleDouble]()
    var norm2 = [DoubleDouble(u.count)]
    var ratio = DoubleDouble.zero
    for j in 0..<degree {
      var shift = DoubleDouble.zero
      for i in u.indices { shift += u[i] * (current[i] * current[i]) }
      shift = shift / norm2[j]
      alpha.append(shift)
      var (norm, withOnes) = (DoubleDouble.zero, DoubleDouble.zero)
      var (withLast, withLastButOne) = (DoubleDouble.zero, DoubleDouble.zero)
      for i in u.indices {
        let next = (u[i] - shift) * current[i] - ratio * before[i]
        norm += next * next
        withOnes += next
        withLast += next * current[i]
        withLastButOne += next * before[i]
        before[i] = current[i]
        current[i] = next
      }
      // The cosines with three polynomials of lower degree, 0 but for rounding, say how much it has spoiled.
      func cosine(_ product: DoubleDouble, _ other: DoubleDouble) -> Double {
        product.high.magnitude / (other.high.squareRoot() * norm.high.squareRoot())
      }
      guard norm.isFinite, norm.high > 0, cosine(withOnes, norm2[0]) < 0x1p-54,
        cosine(withLast, norm2[j]) < 0x1p-54, cosine(withLastButOne, norm2[max(0, j - 1)]) < 0x1p-54
      else { return nil }
      ratio = norm / norm2[j]
      norm2.append(norm)
    }
    return (alpha, norm2)
  }

  var columnCount: Int { alpha.count }

  /// The columns at `x`; infinite or NaN where the polynomial overflows.
  func columns(at x: PreciseColumn) -> [PreciseColumn] {
    let degree = alpha.count
    let ratios = (0..<degree).map { $0 == 0 ? .zero : norm2[$0] / norm2[$0 - 1] }
    let factors = norm2.map { DoubleDouble(1) / DoubleDouble.sqrt($0) }
    return Basis.columns(degree, at: x) { x, columns in
      let u = x.less(center).scaled(by: scale)
      var (before, current) = (DoubleDouble.zero, DoubleDouble(1))
      for j in 0..<degree {
        (before, current) = (current, (u - alpha[j]) * current - ratios[j] * before)
        let column = current * factors[j + 1]
        columns[j] = DoubleDouble.normal(column.high, column.low)
      }
    }
  }
}

extension OrthogonalPolynomial: Codable {
  private enum Key: String, CodingKey { case center, scale, alpha, alphaLow, norm2, norm2Low }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    center = try container.decode(Double.self, forKey: .center)
    scale = try container.decode(Double.self, forKey: .scale)
    func pairs(_ high: Key, _ low: Key) throws -> [DoubleDouble] {
      let heads = try container.decode([Double].self, forKey: high)
      let tails = try container.decode([Double].self, forKey: low)
      guard heads.count == tails.count,
        zip(heads, tails).allSatisfy({ $0.isFinite && $1.magnitude <= $0.ulp })
      else {
        throw DecodingError.dataCorruptedError(
          forKey: low, in: container, debugDescription: "the low parts do not fit the high parts")
      }
      return zip(heads, tails).map { DoubleDouble(high: $0, low: $1) }
    }
    alpha = try pairs(.alpha, .alphaLow)
    norm2 = try pairs(.norm2, .norm2Low)
    guard center.isFinite, scale.isNormal, scale > 0, scale.significand == 1,
      (1...Basis.columnLimit).contains(alpha.count), norm2.count == alpha.count + 1,
      norm2.allSatisfy({ $0.high > 0 })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .norm2, in: container, debugDescription: "the coefficients are no polynomials")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(center, forKey: .center)
    try container.encode(scale, forKey: .scale)
    try container.encode(alpha.map(\.high), forKey: .alpha)
    try container.encode(alpha.map(\.low), forKey: .alphaLow)
    try container.encode(norm2.map(\.high), forKey: .norm2)
    try container.encode(norm2.map(\.low), forKey: .norm2Low)
  }
}

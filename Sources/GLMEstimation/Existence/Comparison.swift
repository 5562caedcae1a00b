import GLMAlgebra
import GLMModel

/// What one row asks of a direction d of the free coefficients: v · d ≥ 0, v · d > 0 where the row moves.
///
/// Coefficients are in units in which every column has size 1 at most, and v is known up to a positive factor.
struct Comparison: Sendable {
  struct Key: Hashable, Sendable {
    let row: Int
    let place: Int
    let isReversed: Bool
  }

  let key: Key
  let exact: [BigInteger]
  /// v with entries of size 1 at most.
  let rounded: [Double]

  private init(key: Key, exact: [BigInteger]) {
    self.key = key
    self.exact = exact
    rounded = Self.rounded(exact)
  }

  /// - Parameters:
  ///   - normal: what multiplies the movements of the row's linear predictors.
  ///   - value: the row's entry in a column, as an unevaluated sum.
  init(key: Key, normal: [Double], space: CoefficientSpace, value: (Int) -> (high: Double, low: Double)) {
    let sign: Double = key.isReversed ? -1 : 1
    let terms = space.free.indices.map { f in
      space.places[f].flatMap { place -> [(whole: BigInteger, exponent: Int)] in
        let g = normal[place.plane]
        if g == 0 { return [] }
        let factor = BigInteger.dyadic(sign * g)
        let (high, low) = value(place.column)
        return [high, low].filter { $0 != 0 }.map { x in
          let part = BigInteger.dyadic(x)
          return (part.whole * factor.whole, part.exponent + factor.exponent - space.exponents[f])
        }
      }
    }
    let lowest = terms.joined().map(\.exponent).min() ?? 0
    self.init(
      key: key,
      exact: terms.map { parts in
        parts.reduce(BigInteger.zero) { $0 + ($1.whole << ($1.exponent - lowest)) }
      })
  }

  var reversed: Comparison {
    Comparison(
      key: Key(row: key.row, place: key.place, isReversed: !key.isReversed), exact: exact.map { -$0 })
  }

  /// Whole numbers in proportion, the largest between ½ and 1.
  static func rounded(_ exact: [BigInteger]) -> [Double] {
    let width = exact.reduce(0) { max($0, $1.bitWidth) }
    return exact.map { $0.scaled(by: -width) }
  }
}

/// A direction of the free coefficients, in the units of a ``Comparison``: to be tried on every row.
struct Probe: Sendable {
  /// The largest entry between ½ and 1.
  let rounded: [Double]
  /// In proportion; nil for a direction that is known to rounding only.
  let exact: [BigInteger]?

  init(exact: [BigInteger]) {
    self.exact = exact
    rounded = Comparison.rounded(exact)
  }

  init(rounded: [Double]) {
    self.rounded = rounded
    exact = nil
  }

  /// The doubles as they are, taken for exact; nil where one is not finite or all are 0.
  init?(taking values: [Double]) {
    guard values.allSatisfy(\.isFinite), values.contains(where: { $0 != 0 }) else { return nil }
    let parts = values.map { BigInteger.dyadic($0) }
    let lowest = parts.indices.filter { values[$0] != 0 }.map { parts[$0].exponent }.min() ?? 0
    self.init(exact: parts.map { $0.whole.isZero ? .zero : $0.whole << ($0.exponent - lowest) })
  }

  /// The sum of both, brought to the same size before.
  func adding(_ other: Probe) -> Probe {
    guard let a = exact, let b = other.exact else {
      return Probe(rounded: zip(rounded, other.rounded).map { $0 + $1 })
    }
    let widths = [a, b].map { $0.reduce(0) { max($0, $1.bitWidth) } }
    let top = max(widths[0], widths[1])
    return Probe(
      exact: zip(a, b).map { ($0 << (top - widths[0])) + ($1 << (top - widths[1])) })
  }
}

/// The free coefficients, where they enter, and their units.
struct CoefficientSpace: Sendable {
  /// The coefficients that no prior holds, ascending.
  let free: [Int]
  /// For each of them, where it enters.
  let places: [[(plane: Int, column: Int)]]
  /// For each of them, the least power of 2 that no entry of its columns exceeds.
  let exponents: [Int]
  /// Coefficients in all.
  let count: Int

  /// Directions of all coefficients, in the user's columns.
  func coefficients(_ probe: [Double]) -> [Double] {
    var all = Array(repeating: 0.0, count: count)
    for (f, coefficient) in free.enumerated() {
      all[coefficient] = Double(sign: .plus, exponent: -exponents[f], significand: probe[f])
    }
    return all
  }

  /// The free ones of `coefficients`, in the units of this space.
  func entries(_ coefficients: [Double]) -> [Double] {
    free.indices.map {
      Double(sign: .plus, exponent: exponents[$0], significand: coefficients[free[$0]])
    }
  }
}

import GLMModel

/// The coordinates that a solver works in: columns less a shift, coefficients without the aliased ones.
///
/// A column far from zero (a year, a height above the sea) is nearly a multiple of the intercept; less a value in
/// its middle it is not. Slopes are the same in both coordinates, and intercept = intercept′ − Σ shiftⱼ slopeⱼ.
/// What is reported is always in the user's own columns (Docs/Mathematics.md, "Centring inside the solver").
package struct Frame: Sendable {
  package let layout: CoefficientLayout
  /// What is taken off each column, 0 for most; nil when nothing is shifted.
  package let shift: [Double]?
  /// The coefficients that a point has, ascending; the others are aliased and 0.
  package let active: [Int]
  /// For each coefficient of an intercept, what to take off for each other: (coefficient, shift).
  private let corrections: [Int: [(coefficient: Int, shift: Double)]]

  package init(layout: CoefficientLayout, shift: [Double]?, active: [Int]) {
    self.layout = layout
    self.shift = shift.flatMap { s in s.contains { $0 != 0 } ? s : nil }
    self.active = active
    var corrections: [Int: [(coefficient: Int, shift: Double)]] = [:]
    if let shift = self.shift, let intercept = layout.columns.firstIndex(where: \.isIntercept) {
      for k in 0..<layout.planes {
        guard let own = layout.index[k][intercept] else { continue }
        for (j, coefficient) in layout.index[k].enumerated() {
          if let coefficient, shift[j] != 0 { corrections[own, default: []].append((coefficient, shift[j])) }
        }
      }
    }
    self.corrections = corrections
  }

  /// Whether columns may be shifted at all: every plane that a column enters must have an intercept of its own, which
  /// no other plane shares.
  static func allowsShift(_ layout: CoefficientLayout) -> Bool {
    guard let intercept = layout.columns.firstIndex(where: \.isIntercept) else { return false }
    let own = layout.index.map { $0[intercept] }
    return own.allSatisfy { $0 != nil } && Set(own).count == own.count
  }

  /// All coefficients of a point, in the shifted columns.
  package func expand(_ point: [Double]) -> [Double] {
    var all = Array(repeating: 0.0, count: layout.count)
    for (i, coefficient) in active.enumerated() { all[coefficient] = point[i] }
    return all
  }

  /// The active ones of `all`.
  package func contract(_ all: [Double]) -> [Double] { active.map { all[$0] } }

  /// All coefficients of a point, in the user's columns.
  package func userCoefficients(_ point: [Double]) -> [Double] {
    var all = expand(point)
    for (intercept, terms) in corrections {
      for (coefficient, shift) in terms { all[intercept] -= shift * all[coefficient] }
    }
    return all
  }

  /// The point of `coefficients` in the user's columns; what the aliased ones are is ignored.
  package func point(_ coefficients: [Double]) -> [Double] {
    var all = coefficients
    let kept = Set(active)
    for i in all.indices where !kept.contains(i) { all[i] = 0 }
    let user = all
    for (intercept, terms) in corrections {
      for (coefficient, shift) in terms { all[intercept] += shift * user[coefficient] }
    }
    return contract(all)
  }

  /// The rows of the map from points to active coefficients in the user's columns.
  package var userRows: [[(column: Int, value: Double)]] {
    var place: [Int: Int] = [:]
    for (i, coefficient) in active.enumerated() { place[coefficient] = i }
    return active.enumerated().map { i, coefficient in
      var row: [(column: Int, value: Double)] = [(i, 1)]
      for (other, shift) in corrections[coefficient] ?? [] {
        if let j = place[other] { row.append((j, -shift)) }
      }
      return row
    }
  }
}

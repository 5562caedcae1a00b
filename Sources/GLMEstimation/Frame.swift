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
  /// The columns that add up to 1 and take what a shift takes off the others.
  let constant: [Int]
  /// For each coefficient of an intercept, what to take off for each other: (coefficient, shift).
  private let corrections: [Int: [(coefficient: Int, shift: Double)]]

  /// - Parameter constant: the columns that add up to 1, usually the intercept alone: what a shift takes off the other
  ///   columns goes to their coefficients. None means that nothing can be shifted.
  package init(layout: CoefficientLayout, shift: [Double]?, active: [Int], constant: [Int]? = nil) {
    self.layout = layout
    self.active = active
    let constant = constant ?? layout.columns.indices.filter { layout.columns[$0].isIntercept }
    self.constant = constant
    let usable = shift.flatMap { $0.contains { $0 != 0 } ? $0 : nil }
    self.shift = usable
    var corrections: [Int: [(coefficient: Int, shift: Double)]] = [:]
    if let usable {
      for k in 0..<layout.planes {
        for own in constant.compactMap({ layout.index[k][$0] }) {
          for (j, coefficient) in layout.index[k].enumerated() {
            if let coefficient, usable[j] != 0 {
              corrections[own, default: []].append((coefficient, usable[j]))
            }
          }
        }
      }
    }
    self.corrections = corrections
  }

  /// Whether columns may be shifted against the columns `constant`, which add up to 1: each must be estimated in every
  /// plane, shared with no other, and free of the prior.
  static func allowsShift(_ layout: CoefficientLayout, constant: [Int], active: [Int], held: [Bool]) -> Bool {
    if constant.isEmpty { return false }
    let kept = Set(active)
    for column in constant {
      let own = layout.index.map { $0[column] }
      let used = own.compactMap { $0 }
      if used.count < own.count || Set(used).count < used.count { return false }
      if used.contains(where: { !kept.contains($0) || held[$0] }) { return false }
    }
    return true
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

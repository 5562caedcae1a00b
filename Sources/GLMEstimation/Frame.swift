import GLMAlgebra
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
  package let constant: [Int]
  /// The columns of the solver as combinations of the shifted ones, where those are nearly dependent; nil where they are
  /// the shifted ones themselves. The same columns are then active in every plane.
  package let combination: ColumnCombination?
  /// For each coefficient of an intercept, what to take off for each other: (coefficient, shift).
  private let corrections: [Int: [(coefficient: Int, shift: Double)]]

  /// - Parameter constant: the columns that add up to 1, usually the intercept alone: what a shift takes off the other
  ///   columns goes to their coefficients. None means that nothing can be shifted.
  package init(
    layout: CoefficientLayout, shift: [Double]?, active: [Int], constant: [Int]? = nil,
    combination: ColumnCombination? = nil
  ) {
    self.combination = combination
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

  /// Whether columns may be combined: every plane must have every column, each with a coefficient of its own, and the same
  /// columns active.
  package static func allowsCombination(_ layout: CoefficientLayout, active: [Int]) -> Bool {
    let used = layout.index.flatMap { $0 }
    guard !used.contains(nil), Set(used).count == used.count else { return false }
    let kept = Set(active)
    let first = layout.index.first?.map { $0.map(kept.contains) } ?? []
    return layout.index.allSatisfy { $0.map { $0.map(kept.contains) } == first }
  }

  /// The same coordinates in combinations of the columns.
  func combined(by combination: ColumnCombination?) -> Frame {
    Frame(layout: layout, shift: shift, active: active, constant: constant, combination: combination)
  }

  /// Lends the columns that the coordinates multiply.
  package func withColumns<Result>(
    of block: borrowing RowBlock, _ work: PassWorkspace, _ body: (BlockColumns) -> Result
  ) -> Result {
    guard let combination else { return block.withColumns(shift: shift, body) }
    return block.withPreciseColumns(shift: shift) { high, low in
      combination.withCombined(high, low, in: work.combined, body)
    }
  }

  /// The same for products with the columns only: factors are multiplied by their codes.
  package func withProductColumns<Result>(
    of block: borrowing RowBlock, _ work: PassWorkspace, _ body: (ProductColumns) -> Result
  ) -> Result {
    if combination != nil {
      return withColumns(of: block, work) { body(ProductColumns($0, room: work.scratch)) }
    }
    return block.withProductColumns(shift: shift, body)
  }

  /// All coefficients of a point, in the columns of the solver.
  package func expand(_ point: [Double]) -> [Double] {
    var all = Array(repeating: 0.0, count: layout.count)
    for (i, coefficient) in active.enumerated() { all[coefficient] = point[i] }
    return all
  }

  /// The active ones of `all`.
  package func contract(_ all: [Double]) -> [Double] { active.map { all[$0] } }

  /// All coefficients of a point in the shifted columns.
  func shiftedCoefficients(_ point: [Double]) -> [DoubleDouble] {
    let all = expand(point)
    guard let combination else { return all.map { DoubleDouble($0) } }
    var result = Array(repeating: DoubleDouble.zero, count: layout.count)
    for k in 0..<layout.planes {
      for (j, value) in combination.multiplying(layout.coefficients(all, inPlane: k)).enumerated() {
        if let coefficient = layout.index[k][j] { result[coefficient] = value }
      }
    }
    return result
  }

  /// The point of coefficients in the shifted columns.
  func point(shifted: [DoubleDouble]) -> [Double] {
    guard let combination else { return active.map { shifted[$0].high } }
    var all = Array(repeating: 0.0, count: layout.count)
    for k in 0..<layout.planes {
      let own = layout.index[k].map { $0.map { shifted[$0] } ?? .zero }
      for (j, value) in combination.solve(own).enumerated() {
        if let coefficient = layout.index[k][j] { all[coefficient] = value }
      }
    }
    return contract(all)
  }

  /// Products with the shifted columns as products with the columns of the solver, of the active coefficients.
  func products(shifted: [DoubleDouble]) -> [Double] {
    guard let combination else { return active.map { shifted[$0].high } }
    var all = Array(repeating: 0.0, count: layout.count)
    for k in 0..<layout.planes {
      let own = layout.index[k].map { $0.map { shifted[$0] } ?? .zero }
      for (j, value) in combination.transposeMultiplying(own).enumerated() {
        if let coefficient = layout.index[k][j] { all[coefficient] = value.high }
      }
    }
    return contract(all)
  }

  /// Coefficients of the shifted columns as coefficients of the user's.
  func userCoefficients(shifted: [DoubleDouble]) -> [DoubleDouble] {
    var all = shifted
    for (intercept, terms) in corrections {
      for (coefficient, shift) in terms {
        all[intercept] = all[intercept] - DoubleDouble(shift) * all[coefficient]
      }
    }
    return all
  }

  /// All coefficients of a point, in the user's columns.
  package func userCoefficients(_ point: [Double]) -> [Double] {
    userCoefficients(shifted: shiftedCoefficients(point)).map(\.high)
  }

  /// The point of `coefficients` in the user's columns; what the aliased ones are is ignored.
  package func point(_ coefficients: [Double]) -> [Double] {
    point(user: coefficients.map { DoubleDouble($0) })
  }

  /// The same for coefficients in twice the precision.
  func point(user coefficients: [DoubleDouble]) -> [Double] {
    var all = coefficients
    let kept = Set(active)
    for i in all.indices where !kept.contains(i) { all[i] = .zero }
    let user = all
    for (intercept, terms) in corrections {
      for (coefficient, shift) in terms {
        all[intercept] += DoubleDouble(shift) * user[coefficient]
      }
    }
    return point(shifted: all)
  }

  /// A covariance in these coordinates as one of the coefficients of the user's columns, NaN for aliased ones.
  func userCovariance(_ matrix: PackedSymmetric) -> PackedSymmetric {
    matrix.transformed(by: userRows).placed(active, order: layout.count)
  }

  /// The variances of the coefficients of the user's columns, from a covariance in these coordinates; NaN for aliased ones.
  func userVariances(_ matrix: PackedSymmetric) -> [Double] {
    var result = Array(repeating: Double.nan, count: layout.count)
    for (row, coefficient) in zip(userRows, active) {
      var sum = CompensatedSum()
      for (i, x) in row { for (j, y) in row { sum.add(x * matrix[i, j] * y) } }
      result[coefficient] = sum.value
    }
    return result
  }

  /// Whether points are the same in these coordinates and in `other`, of the same active coefficients.
  func hasCoordinates(of other: Frame) -> Bool { shift == other.shift && combination == other.combination }

  /// The point that is `point` in the coordinates of `other`.
  func point(_ point: [Double], of other: Frame) -> [Double] {
    if hasCoordinates(of: other) { return point }
    return self.point(user: other.userCoefficients(shifted: other.shiftedCoefficients(point)))
  }

  /// The rows of the map from points to active coefficients in the user's columns.
  package var userRows: [[(column: Int, value: Double)]] {
    var place: [Int: Int] = [:]
    for (i, coefficient) in active.enumerated() { place[coefficient] = i }
    // Of a coefficient of the shifted columns.
    var shifted: [Int: [(column: Int, value: DoubleDouble)]] = [:]
    for (i, coefficient) in active.enumerated() { shifted[coefficient] = [(i, DoubleDouble(1))] }
    if let combination {
      for k in 0..<layout.planes {
        for (j, coefficient) in layout.index[k].enumerated() {
          guard let coefficient, place[coefficient] != nil else { continue }
          shifted[coefficient] = (j..<combination.order).compactMap { m in
            guard let other = layout.index[k][m], let column = place[other], combination[j, m] != 0 else {
              return nil
            }
            return (column, DoubleDouble(combination[j, m]))
          }
        }
      }
    }
    return active.map { coefficient in
      var row: [Int: DoubleDouble] = [:]
      for (column, value) in shifted[coefficient] ?? [] { row[column, default: .zero] += value }
      for (other, shift) in corrections[coefficient] ?? [] {
        for (column, value) in shifted[other] ?? [] {
          row[column, default: .zero] = row[column, default: .zero] - DoubleDouble(shift) * value
        }
      }
      return row.keys.sorted().map { ($0, row[$0]?.high ?? 0) }
    }
  }
}

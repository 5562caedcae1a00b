import GLMModel

/// How a factor of L levels becomes at most L − 1 columns beside an intercept: one row of the contrast matrix a level.
public enum Coding: Sendable, Equatable, Codable {
  /// An indicator of each level but the base, which is the first level unless named.
  case treatment(base: String?)
  /// An indicator of each level but the last, whose row is −1 throughout: coefficients are departures from the mean
  /// of the levels.
  case sum
  /// Column j compares level j + 1 with the levels before it: −1 for those, j for it, 0 after.
  case helmert
  /// Orthonormal polynomials in 1 … L: linear, quadratic, cubic and so on.
  case polynomial
  /// Column j is (j − L) / L for the levels up to j, j / L after: coefficients are the differences of level j + 1
  /// from level j (backward differences).
  case difference
  /// A matrix of one's own, one row a level in their order, and names of its columns.
  case matrix([[Double]], labels: [String]?)

  /// The most levels: 1000 where the matrix is full; 200 polynomials of every degree are known to be exact to rounding.
  private var levelLimit: Int {
    switch self {
    case .treatment: .max
    case .polynomial: 200
    case .sum, .helmert, .difference, .matrix: 1000
    }
  }

  /// The contrast matrix (levels × columns) and R's names of its columns for these levels.
  ///
  /// The names are the levels without the base (treatment); `1`, `2`, … (sum, Helmert, and a matrix without names);
  /// `.L`, `.Q`, `.C`, `^4`, … (polynomial); `b-a` for levels a, b, … (difference).
  ///
  /// Throws for fewer than two levels, more than 1000 (polynomial: 200, treatment: no limit), a base that is no level,
  /// and a matrix that has not one row a level and 1 to L − 1 finite columns, linearly independent of each other and
  /// of the ones.
  public func contrasts(
    levels: [String]
  ) throws(CodingError) -> (matrix: ContrastMatrix, labels: [String]) {
    let count = levels.count
    guard count >= 2 else { throw .tooFewLevels(count) }
    guard count <= levelLimit else { throw .tooManyLevels(count, limit: levelLimit) }
    let numbers = (1..<count).map { String($0) }
    switch self {
    case .treatment(let base):
      guard let place = base.map({ levels.firstIndex(of: $0) }) ?? 0 else {
        throw .unknownBase(base ?? "", suggestion: base.flatMap { nearestName(to: $0, in: levels) })
      }
      return (.treatment(levelCount: count, base: place), Array(levels[..<place] + levels[(place + 1)...]))
    case .sum:
      return (Coding.full(count) { i, j in i == j ? 1 : i == count - 1 ? -1 : 0 }, numbers)
    case .helmert:
      return (Coding.full(count) { i, j in i <= j ? -1 : i == j + 1 ? Double(j + 1) : 0 }, numbers)
    case .difference:
      let size = Double(count)
      return (
        Coding.full(count) { i, j in (i <= j ? Double(j + 1) - size : Double(j + 1)) / size },
        zip(levels, levels.dropFirst()).map { "\($1)-\($0)" }
      )
    case .polynomial:
      let entries = PolynomialContrasts.columns(levelCount: count).flatMap { $0 }
      return (
        ContrastMatrix(levelCount: count, columnCount: count - 1, entries: entries),
        numbers.enumerated().map { $0 < 3 ? [".L", ".Q", ".C"][$0] : "^" + $1 }
      )
    case .matrix(let rows, let labels):
      return try CustomContrasts(rows: rows, labels: labels).contrasts(levels: levels)
    }
  }

  /// The matrix of L rows and L − 1 columns with these entries.
  private static func full(
    _ levelCount: Int, _ entry: (_ level: Int, _ column: Int) -> Double
  ) -> ContrastMatrix {
    ContrastMatrix(
      levelCount: levelCount, columnCount: levelCount - 1,
      entries: (0..<levelCount - 1).flatMap { j in (0..<levelCount).map { entry($0, j) } })
  }
}

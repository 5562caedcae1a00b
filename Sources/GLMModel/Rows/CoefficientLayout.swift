/// Which column enters which linear predictor with which coefficient.
///
/// Coefficient `index[k][j]` multiplies column j in plane k; nil means that the column does not enter the plane.
/// The default is every column in every plane, plane by plane: coefficient k p + j. Two places that name the same
/// coefficient share it, as the slopes of proportional odds do.
public struct CoefficientLayout: Sendable, Equatable {
  /// The columns of the model matrix.
  public let columns: [ColumnDescription]
  /// For each plane and column, the coefficient or nil.
  public let index: [[Int?]]
  /// How many coefficients there are.
  public let count: Int
  /// Whether every column enters every plane with a coefficient of its own, numbered plane by plane.
  package let isOrdinary: Bool

  /// Every column in every one of `planes` planes.
  public init(columns: [ColumnDescription], planes: Int) {
    let p = columns.count
    self.columns = columns
    self.index = (0..<planes).map { k in (0..<p).map { k * p + $0 } }
    self.count = planes * p
    isOrdinary = true
  }

  /// A layout given place by place; coefficients must be numbered from 0 without gaps.
  public init(columns: [ColumnDescription], index: [[Int?]]) {
    let used = Set(index.joined().compactMap { $0 })
    precondition(index.allSatisfy { $0.count == columns.count }, "each plane has one place a column")
    precondition(used == Set(0..<used.count), "coefficients are numbered from 0 without gaps")
    self.columns = columns
    self.index = index
    self.count = used.count
    isOrdinary = index.joined().elementsEqual((0..<used.count).map(Optional.some))
  }

  /// Linear predictors, K.
  public var planes: Int { index.count }

  /// The places (plane, column) of each coefficient, first plane first.
  public var places: [[(plane: Int, column: Int)]] {
    var result = Array(repeating: [(plane: Int, column: Int)](), count: count)
    for k in index.indices {
      for (j, coefficient) in index[k].enumerated() {
        if let coefficient { result[coefficient].append((k, j)) }
      }
    }
    return result
  }

  /// The column that each coefficient multiplies (the first of its places).
  public var columnOfCoefficient: [Int] { places.map { $0[0].column } }

  /// The plane that each coefficient enters (the first of its places).
  public var planeOfCoefficient: [Int] { places.map { $0[0].plane } }

  /// Whether each coefficient multiplies the column of ones.
  public var isIntercept: [Bool] { columnOfCoefficient.map { columns[$0].isIntercept } }

  /// The coefficients as they enter plane `plane`, one a column, 0 where the column does not enter.
  public func coefficients(_ all: [Double], inPlane plane: Int) -> [Double] {
    index[plane].map { $0.map { all[$0] } ?? 0 }
  }
}

import GLMAlgebra
import GLMModel

/// Columns that one numeric variable becomes, with what was learned from the training rows.
enum Basis: Sendable, Equatable {
  case orthogonalPolynomial(OrthogonalPolynomial)
  case rawPolynomial(RawPolynomial)
  case bSpline(BSplineBasis)
  case naturalSpline(NaturalSplineBasis)
  case standardization(Standardization)

  /// The most columns of one basis.
  static let columnLimit = 1000

  /// How many columns.
  var columnCount: Int {
    switch self {
    case .orthogonalPolynomial(let basis): basis.columnCount
    case .rawPolynomial(let basis): basis.columnCount
    case .bSpline(let basis): basis.columnCount
    case .naturalSpline(let basis): basis.columnCount
    case .standardization: 1
    }
  }

  /// R's names of the columns, `1` to `k`; R's model matrix leaves the name of an only column out.
  var labels: [String] { (0..<columnCount).map { String($0 + 1) } }

  /// Whether the columns are computed in twice the precision.
  var isPrecise: Bool {
    switch self {
    case .orthogonalPolynomial, .rawPolynomial, .standardization: true
    case .bSpline, .naturalSpline: false
    }
  }

  /// The columns at `x`, with what rounding drops of them where they are computed in twice the precision; splines take
  /// the rounded numbers. NaN where `x` is NaN.
  func preciseColumns(at x: PreciseColumn) -> [PreciseColumn] {
    switch self {
    case .orthogonalPolynomial(let basis): basis.columns(at: x)
    case .rawPolynomial(let basis): basis.columns(at: x)
    case .bSpline(let basis):
      basis.columns(at: x.high.values).map { PreciseColumn(ColumnStorage(values: $0)) }
    case .naturalSpline(let basis):
      basis.columns(at: x.high.values).map { PreciseColumn(ColumnStorage(values: $0)) }
    case .standardization(let basis): [PreciseOperand.column(x).mapped { basis($0) }.column(count: x.count)]
    }
  }

  /// The rounded columns at `x`.
  func columns(at x: [Double]) -> [[Double]] {
    preciseColumns(at: PreciseColumn(ColumnStorage(values: x))).map(\.high.values)
  }

  /// `count` columns of `rows` numbers, zero at first: `fill` sets column j, row i at j · rows + i.
  static func columns(_ count: Int, rows: Int, _ fill: (inout MutableSpan<Double>) -> Void) -> [[Double]] {
    var flat = [Double](repeating: 0, count: count * rows)
    var span = flat.mutableSpan
    fill(&span)
    return (0..<count).map { Array(flat[$0 * rows..<($0 + 1) * rows]) }
  }

  /// `count` columns of as many numbers as `x` has: `fill` is given a number, and where to put those of its row.
  static func columns(
    _ count: Int, at x: PreciseColumn, _ fill: (DoubleDouble, inout MutableSpan<DoubleDouble>) -> Void
  ) -> [PreciseColumn] {
    let rows = x.count
    var high = [Double](repeating: 0, count: count * rows)
    var low = high
    var row = [DoubleDouble](repeating: .zero, count: count)
    for i in 0..<rows {
      var span = row.mutableSpan
      fill(x[i], &span)
      for j in 0..<count { (high[j * rows + i], low[j * rows + i]) = (row[j].high, row[j].low) }
    }
    return (0..<count).map { j in
      PreciseColumn(count: rows) { columnHigh, columnLow in
        for i in 0..<rows { (columnHigh[i], columnLow[i]) = (high[j * rows + i], low[j * rows + i]) }
      }
    }
  }

  /// Refuses a value that is not finite.
  static func requireFinite(_ x: [Double]) throws(BasisError) {
    if x.isEmpty { throw .noValues }
    if let index = x.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(index: index, value: x[index])
    }
  }
}

extension Basis: Codable {
  private enum Key: String, CodingKey { case kind, basis }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func basis<B: Decodable>(_ type: B.Type) throws -> B { try container.decode(type, forKey: .basis) }
    switch try container.decode(String.self, forKey: .kind) {
    case "orthogonal polynomial": self = .orthogonalPolynomial(try basis(OrthogonalPolynomial.self))
    case "raw polynomial": self = .rawPolynomial(try basis(RawPolynomial.self))
    case "B-spline": self = .bSpline(try basis(BSplineBasis.self))
    case "natural spline": self = .naturalSpline(try basis(NaturalSplineBasis.self))
    case "standardization": self = .standardization(try basis(Standardization.self))
    case let kind:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container, debugDescription: "no basis \(quoted(kind))")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    func encode(_ kind: String, _ basis: some Encodable) throws {
      try container.encode(kind, forKey: .kind)
      try container.encode(basis, forKey: .basis)
    }
    switch self {
    case .orthogonalPolynomial(let basis): try encode("orthogonal polynomial", basis)
    case .rawPolynomial(let basis): try encode("raw polynomial", basis)
    case .bSpline(let basis): try encode("B-spline", basis)
    case .naturalSpline(let basis): try encode("natural spline", basis)
    case .standardization(let basis): try encode("standardization", basis)
    }
  }
}

import CGLMKernels

/// Where the parts of ``CompactRows`` lie in its memory.
struct CompactMemory {
  typealias Numbers = UnsafeMutablePointer<Double>
  typealias Table = UnsafeMutablePointer<UnsafePointer<Double>?>

  /// The kinds of response that can be told apart.
  static let mostKinds = 8

  /// Rows, columns, and values that a response has.
  let rows, columns, responseCount: Int
  /// Whether some column has a low part, as it was given and less its shift.
  var hasRawLow = false
  var hasLow = false
  /// Whether rows may weigh anything but 1, and whether there is an offset.
  var hasWeights = false
  var hasOffset = false
  /// Whether the design is told by the weights, not by the rows that weigh something.
  var isDesignWeighted = false
  /// How many kinds of response are known, and whether every row has one of the first two, or one of all of them.
  var kindCount = 0
  var areTwoKinds = false
  var areFewKinds = false

  /// Numbers from one column to the next: whole cache lines.
  let stride: Int
  /// The columns as given, and less their shifts, each rounded with what rounding drops.
  let raw, rawLow, shifted, shiftedLow: Numbers
  /// `presence` is 1 in rows that weigh something, 0 elsewhere.
  let response, weights, offset, presence, zeros: Numbers
  let eta, etaLow, loss, residual, residualLow, curvature: Numbers
  /// The side on which the residual of a row must lie if that can run away, 0 where it cannot; and its kind of response.
  let sides, kinds: Numbers
  /// Of each kind: the response, both its values, the side, and the likelihood's start.
  let kindValues, kindTrials, kindSides, kindStarts: Numbers
  let scratch: Numbers
  /// The addresses of the columns as given, of their low parts, and of both less the shifts.
  let rawTable, rawLowTable, table, lowTable: Table
  private let vectors, matrices, factors: Numbers
  private let vectorSize, triangleSize: Int

  init(_ storage: Numbers, _ tables: Table, rows: Int, columns: Int, responseCount: Int) {
    let lengths = Lengths(rows: rows, columns: columns, responseCount: responseCount)
    var place = storage
    func take(_ count: Int) -> Numbers {
      defer { place += count }
      return place
    }
    (self.rows, self.columns, self.responseCount) = (rows, columns, responseCount)
    stride = lengths.stride
    (vectorSize, triangleSize) = (lengths.vector, lengths.triangle)
    raw = take(columns * stride)
    response = take(lengths.response)
    (weights, offset, presence, zeros) = (take(stride), take(stride), take(stride), take(stride))
    (eta, etaLow, loss) = (take(stride), take(stride), take(stride))
    (residual, residualLow, curvature) = (take(stride), take(stride), take(stride))
    (sides, kinds) = (take(stride), take(stride))
    (kindValues, kindTrials) = (take(Self.mostKinds), take(Self.mostKinds))
    (kindSides, kindStarts) = (take(Self.mostKinds), take(Self.mostKinds))
    scratch = take(lengths.scratch)
    vectors = take(CompactRows.Vector.allCases.count * vectorSize)
    matrices = take(CompactRows.Matrix.allCases.count * triangleSize)
    factors = take(CompactRows.Factor.allCases.count * (triangleSize + vectorSize))
    rawLow = take(columns * stride)
    (shifted, shiftedLow) = (take(columns * stride), take(columns * stride))
    (rawTable, rawLowTable) = (tables, tables + columns)
    (table, lowTable) = (tables + 2 * columns, tables + 3 * columns)
  }

  /// How many numbers all parts take.
  static func size(rows: Int, columns: Int, responseCount: Int) -> Int {
    let own = Lengths(rows: rows, columns: columns, responseCount: responseCount)
    return (4 * columns + 12) * own.stride + own.response + own.scratch + 4 * mostKinds
      + CompactRows.Vector.allCases.count * own.vector + CompactRows.Matrix.allCases.count * own.triangle
      + CompactRows.Factor.allCases.count * (own.triangle + own.vector)
  }

  /// Lengths in whole cache lines.
  private struct Lengths {
    let stride, response, scratch, vector, triangle: Int

    init(rows: Int, columns: Int, responseCount: Int) {
      func whole(_ count: Int) -> Int { (count + 7) & ~7 }
      stride = whole(rows)
      response = whole(responseCount * rows)
      scratch = whole(4 * rows)
      vector = whole(columns)
      triangle = whole(columns * (columns + 1) / 2)
    }
  }

  func address(_ vector: CompactRows.Vector) -> Numbers { vectors + vector.rawValue * vectorSize }
  func address(_ matrix: CompactRows.Matrix) -> Numbers { matrices + matrix.rawValue * triangleSize }

  func factor(_ which: CompactRows.Factor) -> CompactFactor {
    let own = factors + which.rawValue * (triangleSize + vectorSize)
    return CompactFactor(triangle: own, reciprocal: own + triangleSize)
  }
}

import CGLMKernels

/// The rows of a small problem of one linear predictor, all in one run of memory that is used again for problem after
/// problem: columns, response, weights and offset, what a likelihood says of the rows, and the few vectors and matrices
/// of a descent.
///
/// Not thread-safe: one thread uses it at a time.
package final class CompactRows {
  /// Rows, columns, and values that a response has.
  package private(set) var rowCount = 0
  package private(set) var columnCount = 0
  package private(set) var responseCount = 0
  /// Whether some column has a low part, as it was given and less its shift.
  package internal(set) var hasRawLow = false
  package internal(set) var hasLow = false
  /// Whether rows may weigh anything but 1.
  package var hasWeights = false
  /// Whether there is an offset.
  package var hasOffset = false

  /// Vectors with one number a column.
  package enum Vector: Int, CaseIterable {
    case point, pointLow, next, nextLow, gradient, gradientLow, step, solution, products, shift, user, userLow
  }

  /// Symmetric matrices with a row for each column, as packed lower triangles.
  package enum Matrix: Int, CaseIterable { case gram, information, inverse, userInverse }

  /// Factors of such: of XᵀX; of the information that told the last step; of the information at the end.
  package enum Factor: Int, CaseIterable { case design, metric, end }

  private var storage: UnsafeMutablePointer<Double>
  private var capacity = 1
  private var tables: UnsafeMutablePointer<UnsafePointer<Double>?>
  private var tableCapacity = 1

  /// Numbers from one column to the next: whole cache lines.
  private(set) var stride = 0
  private(set) var raw, rawLow, shifted, shiftedLow: UnsafeMutablePointer<Double>
  private(set) var response, weights, offset, presence, zeros: UnsafeMutablePointer<Double>
  private(set) var eta, etaLow, loss, residual, residualLow, curvature: UnsafeMutablePointer<Double>
  private(set) var scratch: UnsafeMutablePointer<Double>
  private var vectors, matrices, factors: UnsafeMutablePointer<Double>

  package init() {
    let nothing = UnsafeMutablePointer<Double>.allocate(capacity: 1)
    storage = nothing
    tables = .allocate(capacity: 1)
    (raw, rawLow, shifted, shiftedLow) = (nothing, nothing, nothing, nothing)
    (response, weights, offset, presence, zeros) = (nothing, nothing, nothing, nothing, nothing)
    (eta, etaLow, loss, residual, residualLow, curvature) =
      (nothing, nothing, nothing, nothing, nothing, nothing)
    (scratch, vectors, matrices, factors) = (nothing, nothing, nothing, nothing)
  }

  deinit {
    storage.deallocate()
    tables.deallocate()
  }

  /// Makes room for a problem; nothing of an earlier one is left.
  package func prepare(rows: Int, columns: Int, responseCount: Int) {
    precondition(rows > 0 && columns > 0 && responseCount > 0, "there is something to fit")
    (rowCount, columnCount, self.responseCount) = (rows, columns, responseCount)
    (hasRawLow, hasLow, hasWeights, hasOffset) = (false, false, false, false)
    stride = (rows + 7) & ~7
    let triangle = (columns * (columns + 1) / 2 + 7) & ~7
    let vector = (columns + 7) & ~7
    let scratchSize = (max(4 * stride, glm_gram_scratch(columns, 1, rows)) + 7) & ~7
    let sizes =
      4 * columns * stride + (responseCount + 10) * stride + scratchSize
      + Vector.allCases.count * vector + Matrix.allCases.count * triangle
      + Factor.allCases.count * (triangle + 2 * vector)
    if capacity < sizes {
      storage.deallocate()
      capacity = sizes
      storage = .allocate(capacity: sizes)
      storage.initialize(repeating: 0, count: sizes)
    }
    var place = storage
    func take(_ count: Int) -> UnsafeMutablePointer<Double> {
      defer { place += count }
      return place
    }
    raw = take(columns * stride)
    response = take(responseCount * stride)
    (weights, offset, presence, zeros) = (take(stride), take(stride), take(stride), take(stride))
    (eta, etaLow, loss) = (take(stride), take(stride), take(stride))
    (residual, residualLow, curvature) = (take(stride), take(stride), take(stride))
    scratch = take(scratchSize)
    vectors = take(Vector.allCases.count * vector)
    matrices = take(Matrix.allCases.count * triangle)
    factors = take(Factor.allCases.count * (triangle + 2 * vector))
    rawLow = take(columns * stride)
    (shifted, shiftedLow) = (take(columns * stride), take(columns * stride))
    zeros.update(repeating: 0, count: rows)
    if tableCapacity < 4 * columns {
      tables.deallocate()
      tableCapacity = 4 * columns
      tables = .allocate(capacity: tableCapacity)
    }
    for j in 0..<columns {
      tables[j] = UnsafePointer(raw + j * stride)
      tables[columns + j] = UnsafePointer(zeros)
      tables[2 * columns + j] = UnsafePointer(raw + j * stride)
      tables[3 * columns + j] = UnsafePointer(zeros)
    }
  }

  /// The addresses of the columns as given, of their low parts, and of both less the shifts.
  var rawTable: UnsafeMutablePointer<UnsafePointer<Double>?> { tables }
  var rawLowTable: UnsafeMutablePointer<UnsafePointer<Double>?> { tables + columnCount }
  var table: UnsafeMutablePointer<UnsafePointer<Double>?> { tables + 2 * columnCount }
  var lowTable: UnsafeMutablePointer<UnsafePointer<Double>?> { tables + 3 * columnCount }

  private var vectorSize: Int { (columnCount + 7) & ~7 }

  /// Numbers of a packed triangle.
  package var triangleCount: Int { columnCount * (columnCount + 1) / 2 }
  private var triangleSize: Int { (triangleCount + 7) & ~7 }

  func address(_ vector: Vector) -> UnsafeMutablePointer<Double> { vectors + vector.rawValue * vectorSize }
  func address(_ matrix: Matrix) -> UnsafeMutablePointer<Double> { matrices + matrix.rawValue * triangleSize }

  func factor(_ which: Factor) -> CompactFactor {
    let own = factors + which.rawValue * (triangleSize + 2 * vectorSize)
    return CompactFactor(
      order: columnCount, triangle: own, scale: own + triangleSize, reciprocal: own + triangleSize + vectorSize)
  }

  /// Number `j` of a vector.
  package subscript(vector: Vector, j: Int) -> Double {
    get { address(vector)[j] }
    set { address(vector)[j] = newValue }
  }

  /// The numbers of a vector.
  package func values(_ vector: Vector) -> [Double] {
    Array(UnsafeBufferPointer(start: address(vector), count: columnCount))
  }

  /// A matrix.
  package func values(_ matrix: Matrix) -> PackedSymmetric {
    PackedSymmetric(
      order: columnCount,
      entries: Array(UnsafeBufferPointer(start: address(matrix), count: triangleCount)))
  }

  /// Entry (i, i) of a matrix.
  package func diagonal(_ matrix: Matrix, _ i: Int) -> Double { address(matrix)[i * (i + 3) / 2] }

  /// Copies one vector to another.
  package func copy(_ from: Vector, to: Vector) {
    address(to).update(from: address(from), count: columnCount)
  }
}

/// The rows of a small problem of one linear predictor, all in one run of memory that is used again for problem after
/// problem: columns, response, weights and offset, what a likelihood says of the rows, and the few vectors and matrices
/// of a descent.
///
/// Not thread-safe: one thread uses it at a time.
package final class CompactRows {
  package var rowCount: Int { memory.rows }
  package var columnCount: Int { memory.columns }
  /// Values that a response has.
  package var responseCount: Int { memory.responseCount }
  /// Whether rows may weigh anything but 1.
  package var hasWeights: Bool { memory.hasWeights }

  /// Vectors with one number a column.
  package enum Vector: Int, CaseIterable {
    case point, pointLow, gradient, gradientLow, step, solution, products, shift, user, userLow
  }

  /// Symmetric matrices with a row for each column, as packed lower triangles.
  package enum Matrix: Int, CaseIterable { case gram, information, inverse, userInverse }

  /// Factors of such: of XᵀX; of the information that told the last step; of the information at the end.
  package enum Factor: Int, CaseIterable { case design, metric, end }

  private var storage: UnsafeMutableRawPointer
  private var capacity = 0
  private var tables: UnsafeMutablePointer<UnsafePointer<Double>?>
  private var tableCapacity = 1

  /// Where things lie in the storage.
  var memory: CompactMemory

  package init() {
    storage = CompactRows.cacheLines(1)
    tables = .allocate(capacity: 1)
    memory = CompactMemory(
      storage.assumingMemoryBound(to: Double.self), tables, rows: 0, columns: 0, responseCount: 0)
  }

  deinit {
    storage.deallocate()
    tables.deallocate()
  }

  /// So many zeros from the start of a cache line on, so that no vector is in two of them.
  private static func cacheLines(_ count: Int) -> UnsafeMutableRawPointer {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Double>.stride, alignment: 64)
    memory.initializeMemory(as: Double.self, repeating: 0, count: count)
    return memory
  }

  /// Makes room for a problem; nothing of an earlier one is left.
  package func prepare(rows: Int, columns: Int, responseCount: Int) {
    precondition(rows > 0 && columns > 0 && responseCount > 0, "there is something to fit")
    let size = CompactMemory.size(rows: rows, columns: columns, responseCount: responseCount)
    if capacity < size {
      storage.deallocate()
      capacity = size
      storage = CompactRows.cacheLines(size)
    }
    if tableCapacity < 4 * columns {
      tables.deallocate()
      tableCapacity = 4 * columns
      tables = .allocate(capacity: tableCapacity)
    }
    let m = CompactMemory(
      storage.assumingMemoryBound(to: Double.self), tables, rows: rows, columns: columns,
      responseCount: responseCount)
    memory = m
    m.zeros.update(repeating: 0, count: rows)
    for j in 0..<columns {
      m.rawTable[j] = UnsafePointer(m.raw + j * m.stride)
      m.rawLowTable[j] = UnsafePointer(m.zeros)
      m.table[j] = m.rawTable[j]
      m.lowTable[j] = m.rawLowTable[j]
      m.address(.shift)[j] = 0
    }
  }

  /// Numbers of a packed triangle.
  package var triangleCount: Int { columnCount * (columnCount + 1) / 2 }

  func address(_ vector: Vector) -> UnsafeMutablePointer<Double> { memory.address(vector) }
  func address(_ matrix: Matrix) -> UnsafeMutablePointer<Double> { memory.address(matrix) }

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

import GLMAlgebra
import GLMModel
import Synchronization

/// What one thread needs for small fits, one after the other: the rows, and what is known of them.
///
/// Its functions answer the ordinary case only, and say so by returning false: whatever is out of the ordinary (a row that
/// is impossible, columns that are nearly dependent, a step that must be shortened, no certificate at hand) is left to
/// the long path, which tells it in full.
final class CompactWorkspace: @unchecked Sendable {
  let rows = CompactRows()
  private let reading = RowWorkspace()
  /// Rows of positive weight, and Σ w.
  var presentRows = 0
  var totalWeight = 0.0
  private var largestWeight = 1.0
  /// The largest weight over the smallest above 0.
  private var spread = 1.0
  /// Σ w of the weights that the design is told by.
  private(set) var designWeight = 0.0
  /// How many observations the rows stand for, as ``Estimate/observations``.
  func observations(_ kind: WeightKind) -> Double { kind == .frequency ? totalWeight : Double(presentRows) }
  /// The column of ones, if there is one.
  var intercept: Int?
  /// Whether some column is shifted.
  var isShifted: Bool { rows.isShifted }
  /// The most rows, and the most numbers in columns.
  static let mostRows = 4096
  static let mostNumbers = 20_000

  /// Whether a source is small, and of rows that can be read here.
  static func isSmall(rows: Int, columns: Int) -> Bool {
    rows > columns && columns > 0 && rows <= mostRows && rows * columns <= mostNumbers
  }

  /// Copies the rows of a source.
  ///
  /// - Throws: what the source throws.
  func load<Source: RowSource>(_ source: Source) throws {
    rows.prepare(
      rows: source.rowCount, columns: source.columns.count, responseCount: source.responseCount)
    let hasOffset = source.offsetCount > 0
    for block in 0..<source.blockCount {
      try source.withBlock(block, in: reading) { block in
        let first = block.rows.lowerBound
        block.withPreciseColumns { rows.copy($0, low: $1, at: first) }
        block.withResponse { rows.copyResponse($0, at: first, count: block.count) }
        block.withWeights { if let weights = $0 { rows.copyWeights(weights, at: first) } }
        if hasOffset {
          block.withOffset(ofPlane: 0) { if let offset = $0 { rows.copyOffset(offset, at: first) } }
        }
      }
    }
  }

  /// The same for rows in memory.
  func load(memory source: MemorySource) {
    do { try load(source) } catch {}
  }

  /// Whether the weights and offsets are numbers to fit by, and more rows count than there are columns.
  func surveyWeights() -> Bool {
    guard let look = rows.lookAtWeights(), look.rows > rows.columnCount, rows.isOffsetFinite else {
      return false
    }
    (presentRows, totalWeight) = (look.rows, look.total)
    (largestWeight, spread) = (look.largest, look.spread)
    return true
  }

  /// Whether every response is possible and says something.
  func surveyResponse(_ likelihood: any Likelihood) -> Bool {
    let largest = rows.lookAtResponses { value, trials in
      let response = RowResponse(value, trials: trials)
      guard likelihood.complaint(response) == nil else { return nil }
      switch likelihood.recession(response) {
      case .origin: return 0
      case .nonnegative: return 1
      case .nonpositive: return -1
      case .whole, .largest, .halfspaces: return nil
      }
    }
    guard let largest else { return false }
    // The size that sums of squares must hold.
    return likelihood.dispersion != .estimated || Self.hasSize(largest)
  }

  private static func hasSize(_ x: Double) -> Bool { x == 0 || (x > 1e-140 && x < 1e140) }

  /// Whether the columns are of numbers of a size to be squared; those far from 0 are shifted to it, as in ``Survey``.
  func surveyColumns(_ columns: [ColumnDescription]) -> Bool {
    intercept = nil
    for j in columns.indices where columns[j].isIntercept {
      guard intercept == nil else { return false }
      intercept = j
    }
    return columns.indices.allSatisfy { surveyColumn($0) }
  }

  /// The same for one column, of which the others may be known already.
  func surveyColumn(_ j: Int) -> Bool {
    var look = rows.lookAtColumn(j, precisely: false)
    guard look.isFinite, Self.hasSize(max(-look.low, look.high)) else { return false }
    var shift = 0.0
    if j != intercept, !isCentral(look) {
      look = rows.lookAtColumn(j, precisely: true)
      shift = self.shift(look)
    }
    // Without a column of ones, others may add up to one: the long path finds those.
    guard shift == 0 || intercept != nil else { return false }
    rows.shiftColumn(j, by: shift)
    return true
  }

  /// Whether a column is to be left where it is whatever rounding did to its sum.
  private func isCentral(_ look: CompactRows.ColumnLook) -> Bool {
    let mean = look.sum / Double(presentRows)
    return look.low < look.high && mean.magnitude < 0.499 * (look.high - look.low)
  }

  private func shift(_ look: CompactRows.ColumnLook) -> Double {
    if look.low == look.high { return look.low }
    let mean = look.sum / Double(presentRows)
    guard mean.magnitude > (look.high - look.low) / 2 else { return 0 }
    let grid = (look.high - look.low).binade / 16
    return (mean / grid).rounded() * grid
  }

  /// Whether the columns are far from dependent. By the weights, where those are so near to each other that what is far then
  /// is far without: they suit a start better.
  func factorDesign() -> Bool {
    rows.lookForLowParts()
    if spread > 1, spread <= 16 {
      rows.fillGram(isWeighted: true)
      if rows.factor(.gram, as: .design, tolerance: spread * Conditioning.fewDigits) != nil,
        hasColumns(largestWeight)
      {
        designWeight = totalWeight
        return true
      }
    }
    rows.fillGram(isWeighted: false)
    return finishDesign(from: 0)
  }

  /// Whether the columns but the last are far from dependent, as far as that can be told without it.
  func factorOtherColumns() -> Bool {
    rows.fillGram(isWeighted: false)
    let last = rows.columnCount - 1
    return rows.hasWeights || last == 0
      || rows.factor(.gram, as: .design, tolerance: Conditioning.fewDigits, to: last) != nil
  }

  /// The same as ``factorDesign()`` where nothing but the last column is another one since ``factorOtherColumns()``.
  func factorLastColumn() -> Bool {
    guard !rows.hasWeights else { return factorDesign() }
    rows.lookForLowParts()
    rows.fillLastGramRow()
    return finishDesign(from: rows.columnCount - 1)
  }

  private func finishDesign(from first: Int) -> Bool {
    designWeight = Double(presentRows)
    return rows.factor(.gram, as: .design, tolerance: Conditioning.fewDigits, from: first) != nil
      && hasColumns(1)
  }

  /// Whether every column has more than what its shift leaves of rounding, in a matrix by weights up to `weight`.
  private func hasColumns(_ weight: Double) -> Bool {
    for j in 0..<rows.columnCount {
      let rounding = 2 * .ulpOfOne * rows[.shift, j]
      if rows.diagonal(.gram, j) <= weight * rounding * rounding * Double(presentRows) { return false }
    }
    return true
  }
}

/// Workspaces that nobody uses.
enum CompactPool {
  private static let free = Mutex<[CompactWorkspace]>([])

  /// Lends a workspace.
  static func withWorkspace<Result>(_ body: (CompactWorkspace) throws -> Result) rethrows -> Result {
    let workspace = free.withLock { $0.popLast() } ?? CompactWorkspace()
    defer { free.withLock { if $0.count < 64 { $0.append(workspace) } } }
    return try body(workspace)
  }
}

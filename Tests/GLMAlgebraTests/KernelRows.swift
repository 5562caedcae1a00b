import GLMAlgebra
import GLMTestSupport

/// Doubles at an address of their own, any number of them past a multiple of 64 bytes, between guards that a kernel must
/// neither read into a result (they are NaN) nor write.
final class GuardedDoubles {
  private static let guardWord = Double(bitPattern: 0x7FF8_DEAD_BEEF_0001)
  private static let margin = 16
  private let memory: UnsafeMutableRawPointer
  private let room: UnsafeMutableBufferPointer<Double>
  let count: Int
  let address: UnsafeMutablePointer<Double>

  init(_ values: [Double], shift: Int = 0) {
    let size = values.count + 2 * Self.margin + shift
    memory = .allocate(byteCount: 8 * size, alignment: 64)
    room = UnsafeMutableBufferPointer(start: memory.bindMemory(to: Double.self, capacity: size), count: size)
    room.initialize(repeating: Self.guardWord)
    count = values.count
    address = room.baseAddress! + Self.margin + shift
    for (i, x) in values.enumerated() { address[i] = x }
  }

  deinit { memory.deallocate() }

  var values: [Double] { Array(UnsafeBufferPointer(start: address, count: count)) }

  /// Whether the guards on both sides are as they were.
  var isIntact: Bool {
    let first = address - room.baseAddress!
    return room.indices.allSatisfy {
      ($0 >= first && $0 < first + count) || room[$0].bitPattern == Self.guardWord.bitPattern
    }
  }
}

/// How the columns of a block lie: each at its own distance from a multiple of 64 bytes, or all at the same.
enum ColumnPlacement: CaseIterable {
  case ragged, alike, aligned

  func shift(_ column: Int) -> Int {
    switch self {
    case .ragged: 3 * column % 8
    case .alike: 5
    case .aligned: 0
    }
  }
}

/// Columns by address.
struct KernelColumns {
  private let held: [GuardedDoubles]
  let table: [UnsafePointer<Double>?]

  init(_ columns: [[Double]], _ placement: ColumnPlacement) {
    held = columns.enumerated().map { GuardedDoubles($1, shift: placement.shift($0)) }
    table = held.map { UnsafePointer($0.address) }
  }
}

/// A sum in twice the precision, with the sum of its terms' magnitudes.
struct ReferenceSum {
  private(set) var value: DoubleDouble
  private(set) var size: Double

  init(_ start: Double = 0) {
    value = DoubleDouble(start)
    size = start.magnitude
  }

  mutating func add(_ a: Double, _ b: Double, _ c: Double = 1) {
    let term = DoubleDouble.product(a, b) * DoubleDouble(c)
    value += term
    size += term.high.magnitude
  }

  /// Whether x is the sum within so many rounding errors of the sum of the magnitudes.
  func agrees(with x: Double, roundings: Int) -> Bool {
    (DoubleDouble(x) - value).high.magnitude <= Double(roundings) * 0x1p-53 * size
  }

  /// Whether high + low is the sum within so many errors of twice the precision.
  func agrees(with x: DoubleDouble, squaredRoundings: Int) -> Bool {
    (x - value).high.magnitude <= Double(squaredRoundings) * 0x1p-104 * size
  }
}

/// Data for the laws of kernels.
enum KernelData {
  /// Numbers of rows around every multiple that kernels work by, and more than one strip of them.
  static let rows = [0, 1, 3, 7, 8, 9, 31, 64, 129, 512, 1029]

  static func numbers(_ count: Int, seed: Int) -> [Double] {
    var random = SplitMix(seed: UInt64(seed))
    return (0..<count).map { _ in (random.uniform() - 0.4) * (random.next() % 7 == 0 ? 1e5 : 1) }
  }

  static func columns(_ count: Int, rows: Int) -> [[Double]] {
    (0..<count).map { numbers(rows, seed: 1000 * rows + $0) }
  }
}

/// Runs `body` on every kernel set that the machine has, forced for this thread.
func onEveryKernelSet(_ body: (KernelSet) -> Void) {
  defer { KernelSet.forceHere(nil) }
  for set in KernelSet.available {
    KernelSet.forceHere(set)
    body(set)
  }
}

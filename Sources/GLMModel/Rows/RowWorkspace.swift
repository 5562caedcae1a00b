import GLMAlgebra

/// Scratch memory that one thread reuses for block after block.
///
/// What was last lent of a block is kept until something else is asked for: a pass that asks for the columns of a block
/// again finds them as they are. Not thread-safe: each thread of a pass has its own.
public final class RowWorkspace {
  /// Scratch of products with columns.
  let products = Buffer()
  private var storage: UnsafeMutableBufferPointer<Double>
  private var addresses: UnsafeMutableBufferPointer<UnsafePointer<Double>?>
  private var ones: UnsafeMutableBufferPointer<Double>
  private var noughts: UnsafeMutableBufferPointer<Double>
  private var joined: UnsafeMutableBufferPointer<Double>
  private var codes: UnsafeMutableBufferPointer<Int32>
  private var places: UnsafeMutableBufferPointer<Int>
  private var factors: UnsafeMutableBufferPointer<CodedFactor>
  private var blocks = 0
  private var lent: Lent?

  /// What the workspace holds.
  struct Lent: Equatable {
    enum Form: Equatable {
      case rounded, precise
      /// For products, factors of so many columns by their codes.
      case products(Int)
    }
    /// Which of the blocks that used the workspace.
    var block: Int
    var form: Form
    var shift: [Double]?
    /// Columns that are written out, or coded factors, where the form has such.
    var dense = 0
    var coded = 0
    var hasLow = false

    func isOf(_ block: Int, _ form: Form, _ shift: [Double]?) -> Bool {
      self.block == block && self.form == form && self.shift == shift
    }
  }

  public init() {
    storage = .cacheLines(0)
    addresses = .allocate(capacity: 0)
    ones = .cacheLines(0)
    noughts = .cacheLines(0)
    joined = .cacheLines(0)
    codes = .allocate(capacity: 0)
    places = .allocate(capacity: 0)
    factors = .allocate(capacity: 0)
  }

  deinit {
    storage.deallocate()
    addresses.deallocate()
    ones.deallocate()
    noughts.deallocate()
    joined.deallocate()
    codes.deallocate()
    places.deallocate()
    factors.deallocate()
  }

  /// A number for a block that begins to use the workspace.
  func begin() -> Int {
    blocks += 1
    return blocks
  }

  /// What the workspace holds, if it is `form` of `block` less `shift`.
  func held(_ block: Int, _ form: Lent.Form, _ shift: [Double]?) -> Lent? {
    guard let lent, lent.isOf(block, form, shift) else { return nil }
    return lent
  }

  /// Says what the workspace holds now; nil while it is being written.
  func hold(_ lent: Lent?) { self.lent = lent }

  /// Room for `count` doubles, contents unspecified, at the same address until a larger count is asked for.
  func scratch(_ count: Int) -> UnsafeMutablePointer<Double> {
    RowWorkspace.reserve(&storage, count)
    return storage.baseAddress!
  }

  /// Room for `count` doubles of a response.
  func response(_ count: Int) -> UnsafeMutablePointer<Double> {
    RowWorkspace.reserve(&joined, count)
    return joined.baseAddress!
  }

  /// Room for `count` column addresses.
  func table(_ count: Int) -> UnsafeMutableBufferPointer<UnsafePointer<Double>?> {
    if addresses.count < count {
      addresses.deallocate()
      addresses = .allocate(capacity: count)
    }
    return UnsafeMutableBufferPointer(rebasing: addresses[0..<count])
  }

  /// Room for `count` codes.
  func codes(_ count: Int) -> UnsafeMutablePointer<Int32>? {
    if codes.count < count {
      codes.deallocate()
      codes = .allocate(capacity: count)
    }
    return codes.baseAddress
  }

  /// Room for the places of `columns` columns and for `pieces` factors.
  func segments(
    columns: Int, pieces: Int
  ) -> (places: UnsafeMutableBufferPointer<Int>, factors: UnsafeMutableBufferPointer<CodedFactor>) {
    if places.count < columns {
      places.deallocate()
      places = .allocate(capacity: columns)
    }
    if factors.count < pieces {
      factors.deallocate()
      factors = .allocate(capacity: pieces)
    }
    return (places, factors)
  }

  /// `count` ones.
  func constant(_ count: Int) -> UnsafePointer<Double> { RowWorkspace.filled(&ones, with: 1, count) }

  /// `count` zeros.
  func zeros(_ count: Int) -> UnsafePointer<Double> { RowWorkspace.filled(&noughts, with: 0, count) }

  private static func filled(
    _ buffer: inout UnsafeMutableBufferPointer<Double>, with value: Double, _ count: Int
  ) -> UnsafePointer<Double> {
    if reserve(&buffer, count) { buffer.initialize(repeating: value) }
    return UnsafePointer(buffer.baseAddress!)
  }

  @discardableResult
  private static func reserve(_ buffer: inout UnsafeMutableBufferPointer<Double>, _ count: Int) -> Bool {
    if buffer.count >= max(count, 1) { return false }
    buffer.deallocate()
    buffer = .cacheLines(max(count, 1))
    return true
  }
}

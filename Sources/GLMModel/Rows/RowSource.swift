/// Rows in blocks, in order, as often as asked, the same on every pass.
///
/// In memory nothing can fail (`Failure` is `Never`); a file can. A source that must compute a column fills the
/// reused workspace that it is handed; columns that lie in memory are lent where they are.
public protocol RowSource<Failure>: Sendable {
  /// What can go wrong while reading.
  associatedtype Failure: Error

  /// Rows in all.
  var rowCount: Int { get }
  /// Blocks in all; every block but the last has `blockSize` rows.
  var blockCount: Int { get }
  /// Rows in a full block: 256 to 1024, so that a block of columns stays in cache.
  var blockSize: Int { get }
  /// The columns of the model matrix, in order.
  var columns: [ColumnDescription] { get }
  /// Values a row's response has: 1, or 2 for successes and trials.
  var responseCount: Int { get }
  /// Linear predictors that the offset is given for: 0 when there is no offset.
  var offsetCount: Int { get }

  /// Lends block `index` to `body`.
  func withBlock<Result>(
    _ index: Int, in workspace: RowWorkspace, _ body: (borrowing RowBlock) -> Result
  ) throws(Failure) -> Result

  /// The line of the data (counting from 1) that row `row` came from, where there is one.
  func line(ofRow row: Int) -> Int?
}

extension RowSource {
  public func line(ofRow row: Int) -> Int? { nil }

  /// The rows of block `index`.
  public func rows(ofBlock index: Int) -> Range<Int> {
    index * blockSize..<min((index + 1) * blockSize, rowCount)
  }
}

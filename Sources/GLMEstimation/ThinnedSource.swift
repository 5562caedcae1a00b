import GLMAlgebra
import GLMModel

/// Every `stride`-th block of a source: a deterministic sample of its rows.
struct ThinnedSource: RowSource {
  typealias Failure = any Error

  private let fetch: any RowSource
  let stride: Int

  init(_ source: any RowSource, stride: Int) {
    precondition(stride > 0, "a stride is positive")
    fetch = source
    self.stride = stride
  }

  var blockSize: Int { fetch.blockSize }
  var blockCount: Int { (fetch.blockCount + stride - 1) / stride }
  var columns: [ColumnDescription] { fetch.columns }
  var responseCount: Int { fetch.responseCount }
  var offsetCount: Int { fetch.offsetCount }
  var rowCount: Int {
    (0..<blockCount).reduce(0) { $0 + fetch.rows(ofBlock: $1 * stride).count }
  }

  func withBlock<Result>(
    _ index: Int, in workspace: RowWorkspace, _ body: (borrowing RowBlock) -> Result
  ) throws -> Result {
    try NextBlock.withStep(stride * blockSize) {
      try fetch.withBlock(index * stride, in: workspace, body)
    }
  }

  func line(ofRow row: Int) -> Int? {
    let block = row / blockSize
    return fetch.line(ofRow: block * stride * blockSize + row % blockSize)
  }
}

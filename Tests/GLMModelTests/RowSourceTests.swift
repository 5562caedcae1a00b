import GLMAlgebra
import GLMModel
import GLMTestSupport
import Testing

/// The laws of sources: blocks tile the rows, every pass reads the same, and no kind of piece changes a column.
@Suite struct RowSourceTests {
  /// Every column and the response as read, block by block.
  private static func read(_ source: MemorySource, shift: [Double]?) -> [[Double]] {
    var read = Array(repeating: [Double](), count: source.columns.count + 1)
    let workspace = RowWorkspace()
    for index in 0..<source.blockCount {
      let block = readBlock(source, index, workspace, shift)
      for j in read.indices { read[j] += block[j] }
    }
    return read
  }

  private static func readBlock(
    _ source: MemorySource, _ index: Int, _ workspace: RowWorkspace, _ shift: [Double]?
  ) -> [[Double]] {
    let p = source.columns.count
    return source.withBlock(index, in: workspace) { block in
      let columns = block.withColumns(shift: shift) { columns in
        (0..<p).map { j in columns.withColumn(j) { copy($0) } }
      }
      return columns + [block.withResponse { copy($0) }]
    }
  }

  private static func copy(_ span: Span<Double>) -> [Double] { (0..<span.count).map { span[$0] } }

  @Test(arguments: pieceCases, [1, 7, 23, 512]) func everyPieceIsItsColumns(_ item: PieceCase, blockSize: Int)
  {
    let source = item.source(blockSize: blockSize)
    #expect(Self.read(source, shift: nil) == PieceCase.columns + [PieceCase.response])
    let shift = PieceCase.shift
    let shifted = zip(PieceCase.columns, shift).map { column, m in column.map { $0 - m } }
    #expect(Self.read(source, shift: shift) == shifted + [PieceCase.response])
    // A second pass, and a pass after another pass with a shift, read the same.
    #expect(Self.read(source, shift: nil) == PieceCase.columns + [PieceCase.response])
  }

  @Test(arguments: [1, 7, 23, 512]) func blocksTileTheRows(blockSize: Int) {
    let source = pieceCases[0].source(blockSize: blockSize)
    var next = 0
    for index in 0..<source.blockCount {
      let rows = source.withBlock(index, in: RowWorkspace()) { $0.rows }
      #expect(rows == source.rows(ofBlock: index) && rows.lowerBound == next && !rows.isEmpty)
      if index + 1 < source.blockCount { #expect(rows.count == blockSize) }
      next = rows.upperBound
    }
    #expect(next == source.rowCount)
  }

  /// A low part counts: x + ε/4 less x is ε/4, not 0.
  @Test func lowPartsSurviveAShift() {
    let high = [1.0, 1, 1, 1]
    let low = [0, 0x1p-54, -0x1p-55, 0x1p-60]
    let source = MemorySource(
      rowCount: 4, columns: [ColumnDescription(name: "x")],
      pieces: [.denseWithLow(high: ColumnStorage(high), low: ColumnStorage(low))],
      response: [ColumnStorage(high)])
    #expect(Self.read(source, shift: [1])[0] == low)
  }

  @Test func replacingKeepsTheRest() {
    let source = pieceCases[0].source(blockSize: 7)
    let other = source.replacing(response: [ColumnStorage(PieceCase.response.map { -$0 })])
    let read = Self.read(other, shift: nil)
    #expect(Array(read.dropLast()) == PieceCase.columns && read.last == PieceCase.response.map { -$0 })
  }
}

import GLMAlgebra
import GLMModel
import GLMTestSupport
import Testing

/// What a workspace writes of a block, however often and in whatever order it is asked.
@Suite struct WrittenColumnsTests {
  static func values(_ columns: BlockColumns) -> [[Double]] {
    (0..<columns.count).map { j in columns.withColumn(j) { span in (0..<span.count).map { span[$0] } } }
  }

  /// The rounded columns, the high parts and the low parts.
  static func read(_ block: borrowing RowBlock, _ shift: [Double]?) -> [[[Double]]] {
    let rounded = block.withColumns(shift: shift) { Self.values($0) }
    return block.withPreciseColumns(shift: shift) { high, low in
      var all = [rounded, Self.values(high)]
      if let low { all.append(Self.values(low)) }
      return all
    }
  }

  /// Rows in row order give the bits of columns in column order, rounded and in twice the precision.
  @Test(arguments: [1, 3, 7, 8, 9, 16, 21]) func rowOrderIsColumnOrder(width: Int) {
    var random = SplitMix(seed: 3)
    for rows in [1, 7, 8, 9, 16, 37] {
      let columns = (0..<width).map { _ in (0..<rows).map { _ in 1000 * random.normal() } }
      let entries = (0..<rows).flatMap { i in columns.map { $0[i] } }
      let names = [ColumnDescription.intercept] + (0..<width).map { ColumnDescription(name: "c\($0)") }
      func source(_ pieces: [ColumnPiece]) -> MemorySource {
        MemorySource(
          rowCount: rows, columns: names, pieces: [.constant] + pieces, response: [ColumnStorage(columns[0])],
          blockSize: 19)
      }
      let rowMajor = source([.rowMajor(ColumnStorage(entries), columnCount: width)])
      let dense = source(columns.map { .dense(ColumnStorage($0)) })
      let shift: [Double] = (0...width).map { c in
        if c % 3 == 0 { return 0 }
        return 0.1 * Double(c) - 700
      }
      let (a, b) = (RowWorkspace(), RowWorkspace())
      for index in 0..<dense.blockCount {
        for less in [nil, shift] {
          let got = rowMajor.withBlock(index, in: a) { Self.read($0, less) }
          let expected = dense.withBlock(index, in: b) { Self.read($0, less) }
          #expect(got == expected, "\(rows) rows, block \(index)")
        }
      }
    }
  }

  /// What was lent before, of this block or of another with other columns, changes nothing.
  @Test(arguments: factorCases) func askingAgainChangesNothing(_ item: FactorCase) {
    let source = item.source(blockSize: 50)
    let shift: [Double] = (0..<item.columnCount).map { $0 % 4 == 2 ? 0.5 : 0 }
    let fresh = (0..<source.blockCount).map { index in
      [nil, shift].map { less in
        source.withBlock(index, in: RowWorkspace()) { $0.withColumns(shift: less, Self.values) }
      }
    }
    let workspace = RowWorkspace()
    for index in 0..<source.blockCount {
      let again = source.withBlock(index, in: workspace) { block in
        var read = [block.withColumns(Self.values)]
        read.append(block.withColumns(shift: shift, Self.values))
        block.withPreciseColumns { high, _ in read.append(Self.values(high)) }
        block.withProductColumns { _ in }
        read.append(block.withColumns(shift: shift, Self.values))
        let other = block.replacingColumns(with: [.constant]).withColumns(Self.values)
        read.append(block.withColumns(shift: shift, Self.values))
        read.append(block.withColumns(shift: shift, Self.values))
        #expect(other == [Array(repeating: 1, count: block.count)])
        return read
      }
      let (plain, shifted) = (fresh[index][0], fresh[index][1])
      #expect(again == [plain, shifted, plain, shifted, shifted, shifted])
    }
  }

  @Test func twoValuesOfAResponseLieOneAfterTheOther() {
    let source = MemorySource(
      rowCount: 5, columns: [.intercept], pieces: [.constant],
      response: [ColumnStorage([1, 2, 3, 4, 5]), ColumnStorage([10, 20, 30, 40, 50])], blockSize: 3)
    let workspace = RowWorkspace()
    let read = (0..<2).map { index in
      source.withBlock(index, in: workspace) { block in
        block.withResponse { span in (0..<span.count).map { span[$0] } }
      }
    }
    #expect(read == [[1, 2, 3, 10, 20, 30], [4, 5, 40, 50]])
  }

  /// Blocks are shorter where columns are many; a factor that is never written out does not count.
  @Test func blocksFitTheCache() {
    func size(_ pieces: [ColumnPiece]) -> Int {
      MemorySource(
        rowCount: 1,
        columns: (0..<pieces.reduce(0) { $0 + $1.columnCount }).map { ColumnDescription(name: "c\($0)") },
        pieces: pieces, response: [ColumnStorage([0])]
      ).blockSize
    }
    func dense(_ count: Int) -> [ColumnPiece] { Array(repeating: .constant, count: count) }
    let factor = ColumnPiece.factor(codes: CodeStorage([0]), contrasts: .treatment(levelCount: 2000))
    #expect(size([]) == 512 && size(dense(256)) == 512 && size(dense(257)) == 256)
    #expect(size(dense(1000)) == 256 && size(dense(1001)) == 128 && size(dense(20) + [factor]) == 512)
  }
}

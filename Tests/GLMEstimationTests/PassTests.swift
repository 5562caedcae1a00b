import GLMAlgebra
import GLMModel
import GLMTestSupport
import Testing

@testable import GLMEstimation

/// The laws of sources and threads, through whole fits and single passes.
@Suite struct PassTests {
  /// A source that cannot read block `broken`, or cannot the second time it is asked for a block.
  private struct Failing: RowSource {
    struct Unreadable: Error, Equatable { var block: Int }
    typealias Failure = Unreadable
    var base: MemorySource
    var broken: Int

    var rowCount: Int { base.rowCount }
    var blockCount: Int { base.blockCount }
    var blockSize: Int { base.blockSize }
    var columns: [ColumnDescription] { base.columns }
    var responseCount: Int { base.responseCount }
    var offsetCount: Int { 0 }

    func withBlock<Result>(
      _ index: Int, in workspace: RowWorkspace, _ body: (borrowing RowBlock) -> Result
    ) throws(Unreadable) -> Result {
      if index == broken { throw Unreadable(block: index) }
      return base.withBlock(index, in: workspace, body)
    }
  }

  private func model(_ name: String) throws -> LikelihoodCase {
    try #require(likelihoodCases.first { $0.name == name })
  }

  /// Several segments of blocks: the same bits on any number of threads.
  @Test(arguments: likelihoodCases) func sameBitsOnAnyNumberOfThreads(_ model: LikelihoodCase) throws {
    let source = model.source(model.data(rowCount: 333, columnCount: 2), blockSize: 4)
    let one = try Estimator(threads: 1).fit(model.likelihood, to: source)
    #expect(one.outcome.isOptimum && source.blockCount > 5 * 16)
    for threads in [2, 7] {
      let many = try Estimator(threads: threads).fit(model.likelihood, to: source)
      #expect(sameBits(many.coefficients, one.coefficients), "\(threads) threads")
      #expect(many.loss.bitPattern == one.loss.bitPattern && many.iterations == one.iterations)
      #expect(sameBits(many.inverseInformation?.entries ?? [], one.inverseInformation?.entries ?? [.nan]))
    }
  }

  /// The same fit twice, and from blocks of other sizes, one-row blocks and a ragged last block among them.
  @Test(arguments: likelihoodCases) func blockSizesAgree(_ model: LikelihoodCase) throws {
    let data = model.data(rowCount: 30)
    let whole = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    for size in [1, 7, 29, 30, 512] {
      let fit = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data, blockSize: size))
      #expect(fit.outcome == whole.outcome)
      #expect(largestDifference(fit.coefficients, whole.coefficients, floor: 1) < 1e-11, "blocks of \(size)")
      #expect(relativeDifference(fit.loss, whole.loss, floor: 1) < 1e-13, "blocks of \(size)")
    }
    let again = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(sameBits(again.coefficients, whole.coefficients))
  }

  /// Every kind of piece gives the same gradient and information, to the bit.
  @Test(arguments: pieceCases, [1, 7, 512]) func piecesGiveTheSameProducts(_ item: PieceCase, blockSize: Int)
    throws
  {
    func evaluate(_ item: PieceCase) throws -> Evaluation {
      let source = item.source(blockSize: blockSize)
      let layout = CoefficientLayout(columns: source.columns, planes: 1)
      let objective = ModelObjective(
        source: source, likelihood: try model("gaussian identity").likelihood, prior: FlatPrior(),
        frame: Frame(layout: layout, shift: PieceCase.shift, active: Array(0..<6)), threads: 1,
        totalWeight: 23)
      return try objective.evaluate([0.5, -1, 0.25, 2, 0, 1], .curvature(.expected))
    }
    let (dense, other) = (try evaluate(pieceCases[0]), try evaluate(item))
    #expect(dense.value.bitPattern == other.value.bitPattern && sameBits(dense.gradient, other.gradient))
    #expect(sameBits(dense.information?.entries ?? [], other.information?.entries ?? [.nan]))
    // Against the definition.
    let columns = zip(PieceCase.columns, PieceCase.shift).map { column, m in column.map { $0 - m } }
    for a in 0..<6 {
      for b in 0...a {
        let truth = dot(columns[a], columns[b])
        #expect(relativeDifference(other.information?[a, b] ?? .nan, truth, floor: 1) < 1e-14)
      }
    }
  }

  @Test func noRowsIsAnError() throws {
    let model = try model("bernoulli logit")
    let empty = SmallData(columns: [[]], responses: [])
    #expect(throws: FitError.noRows) {
      try Estimator(threads: 2).fit(model.likelihood, to: model.source(empty))
    }
  }

  /// What the source throws comes out as it is, of the earliest block of the pass, on any number of threads.
  @Test(arguments: [1, 2, 7]) func failingBlocksSurface(threads: Int) throws {
    let model = try model("poisson log")
    let base = model.source(model.data(rowCount: 333), blockSize: 4)
    for broken in [0, 15, 16, 40, 83] {
      #expect(throws: Failing.Unreadable(block: broken)) {
        try Estimator(threads: threads).fit(model.likelihood, to: Failing(base: base, broken: broken))
      }
    }
    let fine = try Estimator(threads: threads).fit(model.likelihood, to: Failing(base: base, broken: 84))
    #expect(fine.outcome.isOptimum)
  }

  /// The first impossible row is named, wherever threads come to it.
  @Test(arguments: [1, 7]) func impossibleResponsesAreNamed(threads: Int) throws {
    let model = try model("bernoulli logit")
    var data = model.data(rowCount: 333)
    data.responses[140] = RowResponse(2)
    data.responses[300] = RowResponse(-1)
    #expect(throws: FitError.response(row: 141, line: nil, value: 2, expected: "0 or 1")) {
      try Estimator(threads: threads).fit(model.likelihood, to: model.source(data, blockSize: 4))
    }
    data = model.data(rowCount: 333)
    data.columns[0][77] = .infinity
    #expect(throws: FitError.notFinite(row: 78, line: nil, name: "x1", value: .infinity)) {
      try Estimator(threads: threads).fit(model.likelihood, to: model.source(data, blockSize: 4))
    }
  }

  /// Where merging is work, segments are a power of two, whole blocks of all, and never so many that blocks do not suffice.
  @Test func segmentsAreSharedEvenly() {
    for blocks in [0, 1, 2, 4, 5, 7, 16, 17, 49, 65, 195, 10_000] {
      let large = Pass.segments(blocks: blocks, size: 256, sums: 80_000)
      #expect(large & (large - 1) == 0 && large <= 16 && large <= blocks)
      #expect(blocks == 0 ? large == 0 : large > 0 && (blocks < 7 || large >= 2))
      let small = Pass.segments(blocks: blocks, size: 512, sums: 10)
      #expect(small <= min(blocks, 256) && (blocks == 0 || small > 0))
    }
  }
}

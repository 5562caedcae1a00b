import GLMAlgebra
import GLMModel
import GLMTestSupport
import Testing

/// The law of products by codes: they are those of the written columns, to rounding.
@Suite struct ProductColumnsTests {
  /// The three products of one block, each added to numbers that are there, and how large their terms are.
  struct Products {
    var predictors: [Double]
    var products: [Double]
    var grams: [Double]

    init(columns p: Int, rows n: Int, planes: Int) {
      predictors = (0..<planes * n).map { 0.5 * Double($0 % 3) }
      products = (0..<planes * p).map { 0.25 * Double($0 % 5) }
      grams = (0..<planes * p * (p + 1) / 2).map { 0.125 * Double($0 % 7) }
    }
  }

  struct Numbers {
    var coefficients: [Double]
    var residuals: [Double]
    var weights: [Double]

    init(columns p: Int, rows n: Int, planes: Int) {
      var random = SplitMix(seed: UInt64(p * 1000 + n))
      coefficients = (0..<planes * p).map { _ in random.normal() }
      residuals = (0..<planes * n).map { _ in random.normal() }
      // The rows of planes beside the diagonal have curvatures of either sign.
      weights = (0..<planes * n).map { _ in random.normal() }
    }
  }

  static func written(_ columns: BlockColumns, _ numbers: Numbers, planes: Int) -> Products {
    let (p, n) = (columns.count, columns.rows)
    var out = Products(columns: p, rows: n, planes: planes)
    var predictors = out.predictors.mutableSpan
    columns.addLinearPredictors(numbers.coefficients.span, planes: planes, to: &predictors)
    var products = out.products.mutableSpan
    columns.addTransposeProducts(numbers.residuals.span, planes: planes, to: &products)
    var grams = out.grams.mutableSpan
    columns.addGrams(numbers.weights.span, planes: planes, to: &grams)
    return out
  }

  static func coded(_ columns: ProductColumns, _ numbers: Numbers, planes: Int) -> Products {
    var out = Products(columns: columns.count, rows: columns.rows, planes: planes)
    var predictors = out.predictors.mutableSpan
    columns.addLinearPredictors(numbers.coefficients.span, planes: planes, to: &predictors)
    var products = out.products.mutableSpan
    columns.addTransposeProducts(numbers.residuals.span, planes: planes, to: &products)
    var grams = out.grams.mutableSpan
    columns.addGrams(numbers.weights.span, planes: planes, to: &grams)
    return out
  }

  /// Compares every block of `source`; returns how many factors went by codes.
  static func compare(
    _ source: MemorySource, shift: [Double]? = nil, planes: Int, _ findings: inout Findings, name: String
  ) -> Int {
    let workspace = RowWorkspace()
    var factors = 0
    for index in 0..<source.blockCount {
      let found = source.withBlock(index, in: workspace) { block in
        let numbers = Numbers(columns: source.columns.count, rows: block.count, planes: planes)
        let expected = block.withColumns(shift: shift) { written($0, numbers, planes: planes) }
        let (got, count) = block.withProductColumns(shift: shift, codedFrom: 1) {
          (coded($0, numbers, planes: planes), $0.factorCount)
        }
        // Entries are below 30 in size, and no sum has more than 512 terms.
        let size = shift == nil ? 1e-11 : 1e-8
        let differences = [
          largest(got.predictors, expected.predictors), largest(got.products, expected.products),
          largest(got.grams, expected.grams),
        ]
        return (differences, count, size)
      }
      findings.check(
        found.0.allSatisfy { $0 <= found.2 }, "\(name), block \(index), planes \(planes): \(found.0)")
      factors += found.1
    }
    return factors
  }

  static func largest(_ a: [Double], _ b: [Double]) -> Double {
    a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
  }

  /// Every case, with what was found wrong.
  static func compareAll() -> Findings {
    var findings = Findings()
    for item in factorCases {
      for planes in [1, 3] {
        let factors = compare(item.source(), planes: planes, &findings, name: item.name)
        findings.check(factors == item.coded, "\(item.name): \(factors) factors by codes")
      }
      _ = compare(item.source(blockSize: 67), planes: 1, &findings, name: item.name)
    }
    return findings
  }

  @Test func codesGiveTheProductsOfTheWrittenColumns() {
    let findings = Self.compareAll()
    #expect(findings.isClean, "\(findings)")
  }

  /// In a process of its own: what is forced holds for the whole of it.
  @Test func everyKernelSetGivesThem() async {
    await #expect(processExitsWith: .success) {
      for set in KernelSet.available {
        KernelSet.force(set)
        let findings = ProductColumnsTests.compareAll()
        precondition(findings.isClean && KernelSet.active == set, "\(set): \(findings)")
      }
    }
  }

  @Test(arguments: pieceCases, [1, 7, 23]) func everyPieceGivesThem(_ item: PieceCase, blockSize: Int) {
    var findings = Findings()
    for planes in [1, 3] {
      let source = item.source(blockSize: blockSize)
      _ = Self.compare(source, planes: planes, &findings, name: item.name)
      _ = Self.compare(source, shift: PieceCase.shift, planes: planes, &findings, name: item.name)
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Few levels are written out; a factor with a shifted column is too.
  @Test func whatIsCoded() {
    func factors(_ item: FactorCase, shift: [Double]? = nil) -> Int {
      item.source().withBlock(0, in: RowWorkspace()) {
        $0.withProductColumns(shift: shift) { $0.factorCount }
      }
    }
    let item = factorCases[1]
    #expect(factors(item) == 1)
    #expect(factors(item, shift: Array(repeating: 0, count: item.columnCount)) == 1)
    var shift = Array(repeating: 0.0, count: item.columnCount)
    shift[5] = 1
    #expect(factors(item, shift: shift) == 0)
  }

  /// A level that no row has leaves its entries alone, whatever they are.
  @Test func onlyLevelsThatOccurAreTouched() {
    let codes: [Int32] = [3, 3, 0, 77, 3]
    let source = MemorySource(
      rowCount: 5, columns: (0..<201).map { ColumnDescription(name: "c\($0)") },
      pieces: [
        .dense(ColumnStorage([1, 2, 3, 4, 5])),
        .factor(codes: CodeStorage(codes), contrasts: .indicators(levelCount: 200)),
      ],
      response: [ColumnStorage([0, 0, 0, 0, 0])])
    // Adding anything, 0 too, takes the sign of −0 away.
    var gram = Array(repeating: -0.0, count: 201 * 101)
    source.withBlock(0, in: RowWorkspace()) { block in
      block.withProductColumns { columns in
        var span = gram.mutableSpan
        columns.addGrams([1, 1, 1, 1, 1].span, planes: 1, to: &span)
      }
    }
    var touched: Set<Int> = []
    for (index, value) in gram.enumerated() where value.sign == .plus { touched.insert(index) }
    var expected: Set<Int> = [0]
    for column in [1, 4, 78] {
      let row = PackedSymmetric.index(column, 0)
      expected.formUnion([row, row + column])
    }
    #expect(touched == expected)
    #expect(gram[10] == 8 && gram[14] == 3 && gram[PackedSymmetric.index(78, 0)] == 4)
  }
}

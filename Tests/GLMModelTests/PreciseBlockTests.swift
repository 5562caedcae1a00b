import GLMAlgebra
import GLMModel
import GLMTestSupport
import Testing

/// Columns in twice the precision: high is what a pass reads, high + low is exact where the contract says so.
@Suite struct PreciseBlockTests {
  /// One column by every kind of piece, with its exact entries in units of 2^−places.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let piece: ColumnPiece
    let shift: Double
    let places: Int
    let exact: [Int128]

    var testDescription: String { name }
  }

  private static let rows = 23

  /// Whole numbers of so many bits and both signs.
  private static func whole(_ bits: Int, _ seed: UInt64) -> [Int128] {
    var numbers = SplitMix(seed: seed)
    return (0..<rows).map { _ in
      let value = Int128(numbers.next() >> (64 - bits))
      return numbers.next() % 2 == 0 ? value : -value
    }
  }

  private static func storage(_ numbers: [Int128], places: Int) -> ColumnStorage {
    ColumnStorage(numbers.map { Double($0) * power(-places) })
  }

  private static func power(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }

  static let cases: [Case] = {
    let (a, b, c) = (whole(50, 1), whole(50, 2), whole(34, 3))
    let (d, e) = (whole(34, 4), whole(34, 5))
    let (x, z) = (storage(a, places: 30), storage(b, places: 30))
    let offset: Int128 = 0xF_1234_5678_9ABD
    let small = Double(offset) * power(-80)
    // Numbers at 30 places less a shift at 80, and products of two at 60 less a shift there.
    let shifted = a.map { ($0 << 50) - offset }
    let products = zip(a, b).map { $0 * $1 }
    let middle = Double(offset) * power(-60)
    let codes = CodeStorage((0..<rows).map { Int32($0 % 3) })
    let entries: [Int128] = [3, 0x7_FFFF_FFFF_FFFF, -0x5_5555_5555_5555]
    let contrasts = ContrastMatrix(
      levelCount: 3, columnCount: 1, entries: entries.map { Double($0) * power(-30) })
    let coded = (0..<rows).map { entries[$0 % 3] }
    let indicators = ColumnPiece.factor(codes: codes, contrasts: .treatment(levelCount: 3, base: 0))
    func isSecond(_ numbers: [Int128]) -> [Int128] { numbers.indices.map { $0 % 3 == 1 ? numbers[$0] : 0 } }
    let tails = whole(40, 6)
    let heads = whole(53, 7).map { $0 == 0 ? 1 : $0 }
    let low = ColumnPiece.denseWithLow(
      high: storage(heads, places: 20), low: storage(tails, places: 70))
    let joined = zip(heads, tails).map { ($0 << 50) + $1 }
    let computed = ColumnPiece.computed { rows, out in
      for (i, row) in rows.enumerated() { out[i] = x[row] }
    }
    let interleaved = ColumnStorage((0..<rows).map { x[$0] })
    let cube = zip(zip(c, d), e).map { $0.0 * $0.1 * $1 }
    let three = [c, d, e].map { ColumnPiece.dense(storage($0, places: 20)) }
    return [
      Case(name: "dense", piece: .dense(x), shift: 0, places: 30, exact: a),
      Case(name: "dense less a shift", piece: .dense(x), shift: small, places: 80, exact: shifted),
      Case(
        name: "ones less a shift", piece: .constant, shift: small, places: 80,
        exact: a.map { _ in (1 << 80) - offset }),
      Case(name: "computed less a shift", piece: computed, shift: small, places: 80, exact: shifted),
      Case(
        name: "row-major less a shift", piece: .rowMajor(interleaved, columnCount: 1), shift: small,
        places: 80, exact: shifted),
      Case(
        name: "contrasts less a shift", piece: .factor(codes: codes, contrasts: contrasts), shift: small,
        places: 80, exact: coded.map { ($0 << 50) - offset }),
      Case(name: "low part", piece: low, shift: 0, places: 70, exact: joined),
      Case(
        name: "low part less a shift", piece: low, shift: Double(offset) * power(-60), places: 70,
        exact: joined.map { $0 - offset << 10 }),
      Case(name: "product", piece: .product([.dense(x), .dense(z)]), shift: 0, places: 60, exact: products),
      Case(
        name: "product less a shift", piece: .product([.dense(x), .dense(z)]), shift: middle, places: 60,
        exact: products.map { $0 - offset }),
      Case(
        name: "product of computed", piece: .product([.dense(z), computed]), shift: middle, places: 60,
        exact: products.map { $0 - offset }),
      Case(
        name: "product with contrasts",
        piece: .product([.dense(x), .factor(codes: codes, contrasts: contrasts)]),
        shift: middle, places: 60, exact: zip(a, coded).map { $0 * $1 - offset }),
      Case(name: "product of three", piece: .product(three), shift: 0, places: 60, exact: cube),
      Case(
        name: "nested product", piece: .product([three[0], .product([three[1], three[2]])]), shift: 0,
        places: 60,
        exact: cube),
      Case(
        name: "low part by indicator", piece: .product([low, indicators, .constant]), shift: 0, places: 70,
        exact: isSecond(joined)),
      Case(
        name: "low part by indicator less a shift", piece: .product([indicators, low]),
        shift: Double(offset) * power(-60), places: 70, exact: isSecond(joined).map { $0 - offset << 10 }),
      Case(
        name: "side by side", piece: .product([.sideBySide([.dense(x), .dense(z)]), .dense(z)]),
        shift: middle,
        places: 60, exact: products.map { $0 - offset }),
    ]
  }()

  private static func source(_ item: Case, blockSize: Int) -> MemorySource {
    MemorySource(
      rowCount: rows, columns: (0..<item.piece.columnCount).map { ColumnDescription(name: "c\($0)") },
      pieces: [item.piece], response: [ColumnStorage(Array(repeating: 0, count: rows))], blockSize: blockSize)
  }

  private static func shifts(_ item: Case) -> [Double] {
    [item.shift] + Array(repeating: 0, count: item.piece.columnCount - 1)
  }

  /// The first column, in twice the precision and as a pass reads it.
  private static func read(_ item: Case, blockSize: Int) -> (precise: [DoubleDouble], rounded: [Double]) {
    let source = source(item, blockSize: blockSize)
    let workspace = RowWorkspace()
    var (precise, rounded) = ([DoubleDouble](), [Double]())
    for index in 0..<source.blockCount {
      source.withBlock(index, in: workspace) { block in
        block.withPreciseColumns(shift: shifts(item)) { high, low in
          for i in 0..<block.count {
            precise.append(
              DoubleDouble(
                high: high.withColumn(0) { $0[i] }, low: low.map { $0.withColumn(0) { $0[i] } } ?? 0))
          }
        }
        block.withColumns(shift: shifts(item)) { columns in
          columns.withColumn(0) { span in for i in 0..<span.count { rounded.append(span[i]) } }
        }
      }
    }
    return (precise, rounded)
  }

  @Test(arguments: cases) func `high and low are the exact entry`(_ item: Case) throws {
    let read = Self.read(item, blockSize: 23).precise
    let unit = Self.power(item.places)
    var findings = Findings()
    for (value, exact) in zip(read, item.exact) {
      let (high, low) = (Int128(exactly: value.high * unit), Int128(exactly: value.low * unit))
      findings.check(high.flatMap { high in low.map { high + $0 } } == exact, "\(value), not \(exact)")
      findings.check(value.high + value.low == value.high, "\(value) is not normal")
    }
    #expect(findings.isClean, "\(findings)")
    // Only a column that is exact as it stands has no low part.
    #expect(read.contains { $0.low != 0 } == (item.name != "dense"))
  }

  @Test(arguments: cases, [1, 7, 512]) func `a pass reads the rounded value, in blocks of any size`(
    _ item: Case, blockSize: Int
  ) {
    let (precise, rounded) = Self.read(item, blockSize: blockSize)
    #expect(sameBits(rounded, precise.map(\.high)))
    #expect(precise == Self.read(item, blockSize: 23).precise)
  }

  @Test(arguments: pieceCases, [nil, PieceCase.shift]) func `columns that are exact have no low part`(
    _ item: PieceCase, shift: [Double]?
  ) {
    let source = item.source(blockSize: 7)
    for index in 0..<source.blockCount {
      source.withBlock(index, in: RowWorkspace()) { block in
        let rounded = block.withColumns(shift: shift) { columns in
          (0..<columns.count).map { j in columns.withColumn(j) { span in (0..<span.count).map { span[$0] } } }
        }
        block.withPreciseColumns(shift: shift) { high, low in
          #expect(low == nil)
          for j in 0..<high.count {
            #expect(high.withColumn(j) { span in (0..<span.count).map { span[$0] } } == rounded[j])
          }
        }
      }
    }
  }

  /// A column without low parts beside one with them is lent zeros.
  @Test func `low parts stand beside their own columns`() {
    let (x, third) = (ColumnStorage([1.0, 2]), ColumnStorage([1.0 / 3, 2.0 / 3]))
    let source = MemorySource(
      rowCount: 2, columns: (0..<4).map { ColumnDescription(name: "c\($0)") },
      pieces: [
        .constant, .dense(x), .denseWithLow(high: third, low: ColumnStorage([0x1p-56, -0x1p-56])),
        .dense(third),
      ], response: [x])
    source.withBlock(0, in: RowWorkspace()) { block in
      block.withPreciseColumns { high, low in
        #expect(low != nil)
        let tails = (0..<4).map { j in low.map { $0.withColumn(j) { [$0[0], $0[1]] } } }
        #expect(tails == [[0, 0], [0, 0], [0x1p-56, -0x1p-56], [0, 0]])
        #expect(high.withColumn(2) { [$0[0], $0[1]] } == third.values)
      }
    }
  }

  @Test func `what is not finite or has no room keeps its rounded value`() {
    let x: [Double] = [.infinity, 1e300, -1e-300, 0x1p-1074, .nan, 0]
    let z: [Double] = [2, 1e300, 1e-300, 0.75, 1, -.infinity]
    let three = ColumnPiece.product([
      .dense(ColumnStorage(x)), .dense(ColumnStorage(z)), .dense(ColumnStorage(z)),
    ])
    let pieces = [
      ColumnPiece.dense(ColumnStorage(x)), .product([.dense(ColumnStorage(x)), .dense(ColumnStorage(z))]),
      three,
    ]
    let source = MemorySource(
      rowCount: 6, columns: (0..<3).map { ColumnDescription(name: "c\($0)") }, pieces: pieces,
      response: [ColumnStorage(x)])
    let expected = [x, zip(x, z).map { $0 * $1 }, zip(x, z).map { $0 * $1 * $1 }]
    source.withBlock(0, in: RowWorkspace()) { block in
      for shift in [[0.0, 0, 0], [-1.7e308, 1, 1]] {
        block.withPreciseColumns(shift: shift) { high, low in
          for j in 0..<3 {
            for i in 0..<6 {
              let (value, tail) = (high.withColumn(j) { $0[i] }, low.map { $0.withColumn(j) { $0[i] } } ?? 0)
              let plain = expected[j][i] - shift[j]
              #expect(
                value == plain || (value.isNaN && plain.isNaN),
                "column \(j), row \(i): \(value), not \(plain)")
              #expect(tail.isFinite && (!value.isFinite || value + tail == value))
            }
          }
        }
      }
    }
  }

  /// A block in which every low part is 0 takes a shorter way: the zeros of both have the same sign.
  @Test(arguments: [[0.0, 0], [0.5, 0.25]]) func `zeros keep their sign in blocks of any size`(
    shift: [Double]
  ) {
    let (x, z) = (ColumnStorage([-0.0, 0, 1.0 / 3, -1, -0.0]), ColumnStorage([3, -0.7, 1.0 / 7, 0, -0.1]))
    let low = ColumnPiece.denseWithLow(high: x, low: ColumnStorage([0, 0, 0x1p-57, 0, 0]))
    let pieces: [ColumnPiece] = [.product([.dense(x), .dense(z), .dense(z)]), .product([.dense(z), low])]
    func bits(_ blockSize: Int) -> [[UInt64]] {
      let source = MemorySource(
        rowCount: 5, columns: [ColumnDescription(name: "a"), ColumnDescription(name: "b")], pieces: pieces,
        response: [x], blockSize: blockSize)
      var result = [[UInt64]](repeating: [], count: 4)
      for index in 0..<source.blockCount {
        source.withBlock(index, in: RowWorkspace()) { block in
          for j in 0..<2 {
            block.withPreciseColumns(shift: shift) { high, _ in
              high.withColumn(j) { span in for i in 0..<span.count { result[j].append(span[i].bitPattern) } }
            }
            block.withColumns(shift: shift) { columns in
              columns.withColumn(j) { span in
                for i in 0..<span.count { result[2 + j].append(span[i].bitPattern) }
              }
            }
          }
        }
      }
      return result
    }
    let whole = bits(5)
    #expect(whole[0] == whole[2] && whole[1] == whole[3])
    #expect(bits(1) == whole && bits(2) == whole)
  }
}

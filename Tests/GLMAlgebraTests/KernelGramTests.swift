import CGLMKernels
import GLMAlgebra
import GLMTestSupport
import Testing

extension KernelTests {
  /// The packed triangle in reference sums; that of fewer columns is its beginning.
  private func triangle(_ columns: [[Double]], _ weights: ArraySlice<Double>?) -> [ReferenceSum] {
    columns.indices.flatMap { j in
      (0...j).map { k in
        var sum = ReferenceSum()
        for i in columns[j].indices {
          sum.add(columns[j][i], columns[k][i], weights.map { $0[$0.startIndex + i] } ?? 1)
        }
        return sum
      }
    }
  }

  private func compare(
    _ sums: GuardedDoubles, _ exact: [[ReferenceSum]], _ findings: inout Findings, _ name: String,
    roundings: Int = 80
  ) {
    let count = sums.count / exact.count
    for (place, x) in sums.values.enumerated() {
      let agrees = exact[place / count][place % count].agrees(with: x, roundings: roundings)
      findings.check(agrees, "\(name) entry \(place) of \(count) a plane")
    }
    findings.check(sums.isIntact, "\(name) wrote beside")
  }

  /// No lane adds more than 64 products; weights may have either sign, and none are ones.
  @Test(arguments: KernelData.rows) func gramMatrices(rows: Int) {
    let columns = KernelData.columns(23, rows: rows)
    let weights = KernelData.numbers(rows, seed: 9)
    let w = GuardedDoubles(weights, shift: 3)
    var findings = Findings()
    for isWeighted in [true, false] {
      let exact = triangle(columns, isWeighted ? weights[...] : nil)
      for p in 0...23 {
        for placement in ColumnPlacement.allCases {
          let held = KernelColumns(Array(columns[..<p]), placement)
          onEveryKernelSet { set in
            let gram = GuardedDoubles(Array(repeating: 0, count: p * (p + 1) / 2), shift: p % 8)
            glm_add_gram(held.table, isWeighted ? w.address : nil, p, rows, gram.address)
            compare(gram, [exact], &findings, "\(set) \(placement) \(p) columns")
          }
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// More columns than go into one chunk.
  @Test func gramMatrixOfManyColumns() {
    let (p, rows) = (211, 11)
    let columns = KernelData.columns(p, rows: rows)
    let weights = KernelData.numbers(rows, seed: 9)
    let exact = triangle(columns, weights[...])
    let held = KernelColumns(columns, .ragged)
    var findings = Findings()
    onEveryKernelSet { set in
      let gram = GuardedDoubles(Array(repeating: 0, count: p * (p + 1) / 2))
      glm_add_gram(held.table, weights, p, rows, gram.address)
      compare(gram, [exact], &findings, "\(set)")
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Columns that are copied into panels: whole panels, a column or two over, and more, in strips of 128 rows, of which no lane adds more
  /// products than it has rows; the roots of the weights are three roundings more.
  @Test(arguments: [1, 13, 131]) func gramMatricesOfPanels(rows: Int) {
    let columns = KernelData.columns(137, rows: rows)
    var findings = Findings()
    for sign in [1.0, 0, -1] {
      // No weights, and one below 0, which has no root.
      var weights = KernelData.numbers(rows, seed: 9).map(\.magnitude)
      if sign < 0 { weights[rows / 2] *= -1 }
      let exact = triangle(columns, sign == 0 ? nil : weights[...])
      let w = GuardedDoubles(weights, shift: 3)
      for p in [0, 127, 128, 129, 130, 131, 136, 137] {
        let held = KernelColumns(Array(columns[..<p]), ColumnPlacement.allCases[p % 3])
        onEveryKernelSet { set in
          let gram = GuardedDoubles(Array(repeating: 0, count: p * (p + 1) / 2), shift: p % 8)
          // What is in the room does not matter.
          let room = GuardedDoubles(Array(repeating: .nan, count: glm_gram_room(p)))
          glm_add_gram_in(held.table, sign == 0 ? nil : w.address, p, rows, gram.address, room.address)
          compare(gram, [exact], &findings, "\(set) \(p) columns, sign \(sign)", roundings: 140)
          findings.check(room.isIntact, "\(set) wrote beside the room")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Nothing traps on what is no number, and what is one elsewhere stays so.
  @Test func gramMatricesOfPanelsOfBadNumbersReturn() {
    var columns = KernelData.columns(130, rows: 20)
    columns[5][7] = .nan
    columns[129][3] = .infinity
    let held = KernelColumns(columns, .ragged)
    onEveryKernelSet { set in
      let gram = GuardedDoubles(Array(repeating: 0, count: 130 * 131 / 2))
      let room = GuardedDoubles(Array(repeating: 0, count: glm_gram_room(130)))
      glm_add_gram_in(held.table, nil, 130, 20, gram.address, room.address)
      for j in 0..<130 {
        for k in 0...j {
          let isTouched = [j, k].contains(5) || [j, k].contains(129)
          if gram.values[j * (j + 1) / 2 + k].isFinite == isTouched {
            Issue.record("\(set) entry \(j), \(k)")
          }
        }
      }
    }
  }

  /// Few planes, which go one at a time, and many, which share the products of columns; more than one chunk of them.
  @Test(arguments: KernelData.rows) func gramMatricesOfPlanes(rows: Int) {
    let columns = KernelData.columns(11, rows: rows)
    let most = rows < 10 ? 200 : 45
    let weights = KernelData.numbers(most * rows, seed: 10)
    let exact = (0..<most).map { triangle(columns, weights[($0 * rows)..<(($0 + 1) * rows)]) }
    var findings = Findings()
    for p in [1, 2, 3, 5, 6, 10, 11] {
      for planes in Set([1, 3, 12, 13, 14, 15, 45, most]) {
        let held = KernelColumns(Array(columns[..<p]), ColumnPlacement.allCases[(p + planes) % 3])
        let w = GuardedDoubles(Array(weights[..<(planes * rows)]), shift: planes % 8)
        onEveryKernelSet { set in
          let grams = GuardedDoubles(Array(repeating: 0, count: planes * (p * (p + 1) / 2)), shift: p % 8)
          glm_add_grams(held.table, w.address, p, planes, rows, grams.address)
          compare(grams, Array(exact[..<planes]), &findings, "\(set) \(p) columns, \(planes) planes")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// A kernel adds to what is there.
  @Test func sumsAreAddedTo() {
    let columns = KernelColumns([[1, 2, 3], [4, 5, 6]], .ragged)
    onEveryKernelSet { set in
      let gram = GuardedDoubles([100, 200, 300])
      glm_add_gram(columns.table, [1, 0, 2], 2, 3, gram.address)
      #expect(gram.values == [119, 240, 388], "\(set)")
      let products = GuardedDoubles([10, 20])
      glm_add_transpose_product(columns.table, [1, 1, -1], 2, 3, products.address)
      #expect(products.values == [10, 23], "\(set)")
    }
  }
}

import GLMAlgebra
import GLMTestSupport
import Testing

@Suite struct TriangularFactorTests {
  /// Rows in blocks of `size`, columns of very different sizes.
  private func factor(_ columns: [[Double]], blocks size: Int) -> TriangularFactor {
    var result = TriangularFactor(order: columns.count)
    let n = columns[0].count
    for first in stride(from: 0, to: n, by: size) {
      let rows = min(size, n - first)
      let buffer = Buffer(count: columns.count * rows)
      for (j, x) in columns.enumerated() {
        for i in 0..<rows { buffer[j * rows + i] = x[first + i] }
      }
      result.absorb(buffer, rows: rows)
    }
    return result
  }

  private func columns(_ count: Int, rows: Int) -> [[Double]] {
    var random = SplitMix(seed: 7)
    return (0..<count).map { j in
      let size = [1, 1e-5, 1e6, 30][j % 4]
      return (0..<rows).map { _ in size * (random.uniform() - 0.4) }
    }
  }

  @Test(arguments: [1, 3, 8, 40]) func squaresAreThoseOfTheRows(block: Int) {
    let x = columns(5, rows: 40)
    let triangle = factor(x, blocks: block)
    for a in 0..<5 {
      for b in 0...a {
        let product = (0...b).reduce(0) { $0 + triangle[$1, b] * triangle[$1, a] }
        let size = (dot(x[a], x[a]) * dot(x[b], x[b])).squareRoot()
        #expect((product - dot(x[a], x[b])).magnitude <= 1e-14 * size, "\(a) \(b)")
      }
    }
  }

  @Test func factorsOfPartsMerge() {
    let x = columns(6, rows: 50)
    var merged = factor(x.map { Array($0[..<20]) }, blocks: 7)
    merged.merge(factor(x.map { Array($0[20...]) }, blocks: 7))
    let whole = factor(x, blocks: 7)
    for j in 0..<6 {
      for i in 0...j {
        let difference = merged[i, j].magnitude - whole[i, j].magnitude
        #expect(difference.magnitude <= 1e-14 * whole.norm(ofColumn: j))
      }
    }
  }

  /// A column that differs from another by one part in 10¹² keeps that part to four digits; squares would lose it.
  @Test func whatIsLeftOfANearCopyIsKept() throws {
    let x = columns(1, rows: 60)[0]
    let e = columns(3, rows: 60)[2].map { $0 / 1e6 }
    let copy = x.indices.map { x[$0] + 1e-12 * e[$0] }
    let own = x.indices.map { copy[$0] - x[$0] }
    let left = (dot(own, own) - dot(own, x) * dot(own, x) / dot(x, x)).squareRoot()
    let triangle = factor([x, copy], blocks: 16)
    #expect((triangle[1, 1].magnitude - left).magnitude <= 1e-3 * left)
  }

  @Test func dependentColumnsAreToldWithTheirFactors() throws {
    var x = columns(4, rows: 30)
    x.insert(x[0].indices.map { 3 * x[0][$0] - 2 * x[1][$0] }, at: 2)
    let triangle = factor(x, blocks: 9)
    let decomposition = ColumnDecomposition(triangle) { j, rest, _ in
      rest <= 1e-12 * triangle.norm(ofColumn: j)
    }
    #expect(decomposition.independent == [0, 1, 3, 4])
    let factors = try #require(decomposition.relations[2])
    #expect((factors[0] - 3).magnitude < 1e-12 && (factors[1] + 2).magnitude < 1e-6)
    // P = R⁻¹ makes the independent columns orthonormal.
    let combination = ColumnCombination(
      order: 5, kept: decomposition.independent, scales: Array(repeating: 1, count: 5),
      triangle: decomposition.inverse())
    let z = (0..<5).map { j in
      (0..<30).map { i in (0...j).reduce(0) { $0 + x[$1][i] * combination[$1, j] } }
    }
    for a in 0..<5 {
      for b in 0...a {
        let expected = a == b && a != 2 ? 1.0 : 0.0
        #expect((dot(z[a], z[b]) - expected).magnitude < 1e-9)
      }
    }
  }

  @Test func combinationsAreUndone() {
    let combination = ColumnCombination(order: 3, entries: [2, 0.1, 3, 1e8, -7, 1e-3])
    let x = [0.1, -4, 1e5]
    let there = combination.multiplying(x)
    for (back, value) in zip(combination.solve(there), x) {
      #expect((back - value).magnitude <= 1e-15 * value.magnitude)
    }
    // Pᵀ is the transpose of P: y · P x = Pᵀ y · x.
    let y = [3.0, 0.25, -1e-7].map { DoubleDouble($0) }
    let left = zip(y, there).reduce(DoubleDouble.zero) { $0 + $1.0 * $1.1 }
    let right = zip(combination.transposeMultiplying(y), x)
      .reduce(DoubleDouble.zero) { $0 + $1.0 * DoubleDouble($1.1) }
    #expect((left - right).high.magnitude <= 1e-28 * left.high.magnitude)
  }

  /// Products in twice the precision: what cancels to the last bit in `Double` is there.
  @Test(arguments: [1, 7, 8, 9, 64, 65]) func preciseProductsKeepWhatRoundingDrops(rows: Int) {
    var random = SplitMix(seed: UInt64(rows))
    let x = (0..<3).map { _ in (0..<rows).map { _ in random.uniform() - 0.5 } }
    let low = x.map { $0.map { _ in 1e-18 * (random.uniform() - 0.5) } }
    let b = [1e8 + 1.0 / 3, -1e8, 0.1]
    let c = [1e-9, 2e-9, 1e-18]
    let (columns, lows, out) = (Buffer(count: 3 * rows), Buffer(count: 3 * rows), Buffer(count: 2 * rows))
    for j in 0..<3 {
      for i in 0..<rows { (columns[j * rows + i], lows[j * rows + i]) = (x[j][i], low[j][i]) }
    }
    let products = Buffer(count: 6)
    columns.withColumns(3, rows: rows) { high in
      lows.withColumns(3, rows: rows) { rest in
        out.withTwoMutableSpans(0..<rows, rows..<2 * rows) { eta, etaLow in
          high.addPreciseLinearPredictor(low: rest, b.span, c.span, to: &eta, low: &etaLow)
        }
        out.withSpan(0..<rows) { r in
          out.withSpan(rows..<2 * rows) { s in
            products.withTwoMutableSpans(0..<3, 3..<6) { sums, sumsLow in
              high.addPreciseTransposeProduct(low: rest, r, s, to: &sums, low: &sumsLow)
            }
          }
        }
      }
    }
    var eta: [DoubleDouble] = []
    for i in 0..<rows {
      let exact = (0..<3).reduce(DoubleDouble.zero) { sum, j in
        sum + DoubleDouble(high: x[j][i], low: low[j][i]) * DoubleDouble(high: b[j], low: c[j])
      }
      eta.append(exact)
      let gap = DoubleDouble(high: out[i], low: out[rows + i]) - exact
      #expect(gap.high.magnitude < 1e-23, "row \(i)")
      #expect(out[i] + out[rows + i] == out[i])
    }
    for j in 0..<3 {
      let exact = (0..<rows).reduce(DoubleDouble.zero) {
        $0 + DoubleDouble(high: x[j][$1], low: low[j][$1]) * eta[$1]
      }
      let gap = DoubleDouble.sum(products[j], products[3 + j]) - exact
      #expect(gap.high.magnitude < 1e-22 * Double(rows), "column \(j)")
    }
  }
}

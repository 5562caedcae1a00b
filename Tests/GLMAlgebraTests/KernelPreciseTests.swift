import CGLMKernels
import GLMAlgebra
import GLMTestSupport
import Testing

extension KernelTests {
  /// Numbers and what rounding dropped of them.
  private func tails(_ numbers: [Double], seed: Int) -> [Double] {
    var random = SplitMix(seed: UInt64(seed))
    return numbers.map { $0.ulp * (random.uniform() - 0.5) }
  }

  /// With and without low parts of columns and coefficients; columns with coefficient 0 hold anything.
  @Test(arguments: [0, 1, 3, 8, 9, 31, 129]) func precisePredictors(rows: Int) {
    let columns = KernelData.columns(11, rows: rows)
    let lows = columns.enumerated().map { tails($1, seed: $0) }
    let start = KernelData.numbers(rows, seed: 3)
    var findings = Findings()
    for p in [1, 2, 3, 4, 5, 8, 11] {
      for (hasLow, hasTail) in [(false, false), (false, true), (true, true)] {
        var b = KernelData.numbers(p, seed: 100 + p)
        var c = hasTail ? tails(b, seed: 4) : Array(repeating: 0, count: p)
        var used = Array(columns[..<p])
        if p > 2 {
          (b[1], c[1]) = (0, 0)
          used[1] = used[1].map { _ in .nan }
        }
        let exact = (0..<rows).map { i in
          var sum = DoubleDouble(start[i])
          var size = start[i].magnitude
          for j in 0..<p where b[j] != 0 {
            let x = DoubleDouble(high: columns[j][i], low: hasLow ? lows[j][i] : 0)
            let term = x * DoubleDouble(high: b[j], low: c[j])
            sum += term
            size += term.high.magnitude
          }
          return (sum, size)
        }
        let (high, low) = (KernelColumns(used, .ragged), KernelColumns(Array(lows[..<p]), .alike))
        onEveryKernelSet { set in
          let eta = GuardedDoubles(start, shift: p % 8)
          let rest = GuardedDoubles(Array(repeating: 0, count: rows), shift: 1)
          if hasLow {
            glm_add_precise_predictor(high.table, low.table, b, c, p, rows, eta.address, rest.address)
          } else {
            glm_add_precise_predictor(high.table, nil, b, c, p, rows, eta.address, rest.address)
          }
          for (i, (sum, size)) in exact.enumerated() {
            let gap = DoubleDouble(high: eta.values[i], low: rest.values[i]) - sum
            findings.check(
              gap.high.magnitude <= Double(8 * p + 8) * 0x1p-106 * size,
              "\(set) row \(i), \(p) columns: \(gap.high)")
            findings.check(eta.values[i] + rest.values[i] == eta.values[i], "\(set) row \(i): not rounded")
          }
          findings.check(eta.isIntact && rest.isIntact, "\(set) wrote beside")
        }
      }
    }
    #expect(rows == 0 || findings.isClean, "\(findings)")
  }

  @Test(arguments: [0, 1, 3, 8, 9, 31, 129]) func preciseTransposes(rows: Int) {
    let columns = KernelData.columns(11, rows: rows)
    let lows = columns.enumerated().map { tails($1, seed: $0) }
    let residual = KernelData.numbers(rows, seed: 5)
    var findings = Findings()
    for (hasLow, hasTail) in [(false, false), (false, true), (true, true)] {
      let residualLow = hasTail ? tails(residual, seed: 6) : Array(repeating: 0, count: rows)
      let exact = columns.indices.map { j in
        var sum = DoubleDouble.zero
        var size = 0.0
        for i in 0..<rows {
          let x = DoubleDouble(high: columns[j][i], low: hasLow ? lows[j][i] : 0)
          let term = x * DoubleDouble(high: residual[i], low: residualLow[i])
          sum += term
          size += term.high.magnitude
        }
        return (sum, size)
      }
      for p in [1, 2, 3, 4, 5, 8, 11] {
        let high = KernelColumns(Array(columns[..<p]), .ragged)
        let low = KernelColumns(Array(lows[..<p]), .alike)
        onEveryKernelSet { set in
          let sums = GuardedDoubles(Array(repeating: 0, count: p), shift: p % 8)
          let rest = GuardedDoubles(Array(repeating: 0, count: p), shift: 1)
          if hasLow {
            glm_add_precise_transpose(
              high.table, low.table, residual, residualLow, p, rows, sums.address, rest.address)
          } else {
            glm_add_precise_transpose(
              high.table, nil, residual, residualLow, p, rows, sums.address, rest.address)
          }
          for j in 0..<p {
            let gap = DoubleDouble.sum(sums.values[j], rest.values[j]) - exact[j].0
            findings.check(
              gap.high.magnitude <= Double(8 * rows + 16) * 0x1p-106 * exact[j].1,
              "\(set) \(p) columns, product \(j): \(gap.high)")
          }
          findings.check(sums.isIntact && rest.isIntact, "\(set) wrote beside")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }
}

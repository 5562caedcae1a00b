import CGLMKernels
import GLMAlgebra
import GLMTestSupport
import Testing

extension KernelTests {
  private static func gram(
    _ columns: KernelColumns, _ weights: [Double]?, count: Int, rows: Int, isRounded: Bool
  ) -> GuardedDoubles {
    let result = GuardedDoubles(Array(repeating: 0, count: count * (count + 1) / 2), shift: count % 8)
    let w = weights.map { GuardedDoubles($0, shift: 3) }
    if isRounded {
      // What is in the room does not matter.
      let room = GuardedDoubles(Array(repeating: .nan, count: glm_rounded_gram_room(count)))
      glm_add_rounded_gram(columns.table, w?.address, count, rows, result.address, room.address)
      #expect(room.isIntact)
    } else {
      glm_add_gram(columns.table, w?.address, count, rows, result.address)
    }
    return result
  }

  /// Half a unit in every entry, 1/254 of the largest of a strip, is the most that rounding may do.
  @Test(arguments: [1, 3, 4, 31, 512, 515, 1100]) func roundedGramsAreWithinTheirUnits(rows: Int) {
    let columns = KernelData.columns(37, rows: rows)
    let weights = KernelData.numbers(rows, seed: 9).map(\.magnitude)
    var findings = Findings()
    for isWeighted in [true, false] {
      let roots = isWeighted ? weights.map { $0.squareRoot() } : Array(repeating: 1, count: rows)
      for count in [0, 1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 37] {
        let held = KernelColumns(Array(columns[..<count]), ColumnPlacement.allCases[count % 3])
        let exact = Self.gram(held, isWeighted ? weights : nil, count: count, rows: rows, isRounded: false)
        var room = Array(repeating: 0.0, count: exact.count)
        for start in stride(from: 0, to: rows, by: 512) {
          let strip = start..<min(start + 512, rows)
          let sizes = columns[..<count].map { x in strip.map { (x[$0] * roots[$0]).magnitude } }
          let halves = sizes.map { ($0.max() ?? 0) / 254 }
          let sums = sizes.map { $0.reduce(0, +) }
          for j in 0..<count {
            for k in 0...j {
              room[j * (j + 1) / 2 + k] +=
                halves[j] * sums[k] + halves[k] * sums[j] + Double(strip.count) * halves[j] * halves[k]
            }
          }
        }
        onEveryKernelSet { set in
          let own = Self.gram(held, isWeighted ? weights : nil, count: count, rows: rows, isRounded: true)
          for (place, x) in own.values.enumerated() {
            let off = (x - exact.values[place]).magnitude
            findings.check(
              off <= room[place] * (1 + 1e-9) + 1e-300,
              "\(set) entry \(place) of \(count) columns, \(isWeighted): \(off) of \(room[place])")
          }
          findings.check(own.isIntact, "\(set) wrote beside")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Whole numbers of 7 bits are their own digits, and as many of the largest as there are rows are no overflow.
  @Test func roundedGramsOfWholeNumbersAreExact() {
    let (count, rows) = (35, 2100)
    var random = SplitMix(seed: 4)
    let columns = (0..<count).map { j in
      (0..<rows).map { i in
        j == 0 ? 127.0 : j == 1 ? -127 : i % 512 == 0 ? 127 : (254 * random.uniform()).rounded() - 127
      }
    }
    let held = KernelColumns(columns, .ragged)
    let exact = Self.gram(held, nil, count: count, rows: rows, isRounded: false)
    onEveryKernelSet { set in
      let own = Self.gram(held, nil, count: count, rows: rows, isRounded: true)
      let same = own.values == exact.values
      #expect(same, "\(set)")
    }
  }

  /// Of ordinary columns the errors are far smaller than the most that they may be, and no two add up.
  @Test func roundedGramsOfOrdinaryColumnsAreClose() {
    let (count, rows) = (40, 4096)
    var random = SplitMix(seed: 8)
    let columns = (0..<count).map { _ in (0..<rows).map { _ in random.uniform() - 0.5 } }
    let held = KernelColumns(columns, .aligned)
    let exact = Self.gram(held, nil, count: count, rows: rows, isRounded: false).values
    onEveryKernelSet { set in
      let own = Self.gram(held, nil, count: count, rows: rows, isRounded: true).values
      var squares = 0.0
      for j in 0..<count {
        for k in 0...j {
          let place = j * (j + 1) / 2 + k
          let size = (exact[j * (j + 3) / 2] * exact[k * (k + 3) / 2]).squareRoot()
          let off = (own[place] - exact[place]) / size
          squares += off * off
        }
      }
      #expect((squares / Double(exact.count)).squareRoot() < 2e-4, "\(set)")
    }
  }

  /// Nothing traps on what is no number.
  @Test func roundedGramsOfBadNumbersReturn() {
    let rows = 20
    for entry in [Double.nan, .infinity, -.infinity, 1e308, 5e-324] {
      var columns = KernelData.columns(3, rows: rows)
      columns[1][7] = entry
      let held = KernelColumns(columns, .ragged)
      onEveryKernelSet { _ in
        let own = Self.gram(held, nil, count: 3, rows: rows, isRounded: true)
        #expect(own.isIntact && own.values[0].isFinite)
      }
    }
  }

  /// Every pair of two tables, by tiles and what is left over of them, in strips.
  @Test(arguments: [0, 1, 7, 64, 515]) func crossProducts(rows: Int) {
    let columns = KernelData.columns(31, rows: max(rows, 1)).map { Array($0[..<rows]) }
    var findings = Findings()
    for (first, second) in [(1, 1), (5, 4), (6, 5), (13, 18), (24, 7), (2, 29)] {
      let a = KernelColumns(Array(columns[..<first]), .ragged)
      let b = KernelColumns(Array(columns[(31 - second)...]), .alike)
      let pitch = second + 3
      onEveryKernelSet { set in
        let products = GuardedDoubles(Array(repeating: 0.5, count: first * pitch), shift: first % 8)
        glm_add_cross_products(a.table, first, b.table, second, rows, products.address, pitch)
        for j in 0..<first {
          for k in 0..<pitch {
            var sum = ReferenceSum()
            sum.add(0.5, 1, 1)
            if k < second {
              for i in 0..<rows { sum.add(columns[j][i], columns[31 - second + k][i], 1) }
            }
            let agrees = sum.agrees(with: products.values[j * pitch + k], roundings: 80)
            findings.check(agrees, "\(set) product \(j), \(k) of \(first) and \(second)")
          }
        }
        findings.check(products.isIntact, "\(set) wrote beside")
      }
    }
    #expect(findings.isClean, "\(findings)")
  }
}

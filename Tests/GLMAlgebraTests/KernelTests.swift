import CGLMKernels
import Foundation
import GLMAlgebra
import GLMTestSupport
import Testing

/// Every block kernel of every kernel set against sums in twice the precision.
struct KernelTests {
  @Test func theSetInUseIsTheOneForced() {
    onEveryKernelSet { #expect(KernelSet.active == $0) }
    // A run of the tests may force one from its environment.
    let forced = ProcessInfo.processInfo.environment["GLM_KERNEL_SET"]
    #expect(KernelSet.active.rawValue == forced ?? KernelSet.available.last?.rawValue)
  }

  /// One rounding a column and plane, whatever the number of columns at once.
  @Test(arguments: KernelData.rows) func linearPredictors(rows: Int) {
    let columns = KernelData.columns(23, rows: rows)
    var findings = Findings()
    for p in [1, 2, 3, 4, 5, 7, 8, 9, 16, 23] {
      for planes in [1, 2, 3, 5, 6, 7, 9] {
        let b = KernelData.numbers(planes * p, seed: p)
        let start = KernelData.numbers(planes * rows, seed: planes)
        let exact = (0..<planes * rows).map { place in
          var sum = ReferenceSum(start[place])
          for j in 0..<p { sum.add(columns[j][place % rows], b[place / rows * p + j]) }
          return sum
        }
        let held = KernelColumns(columns, ColumnPlacement.allCases[(p + planes) % 3])
        onEveryKernelSet { set in
          let eta = GuardedDoubles(start, shift: planes % 8)
          if planes == 1 {
            glm_add_linear_predictor(held.table, b, p, rows, eta.address)
          } else {
            glm_add_linear_predictors(held.table, b, p, planes, rows, eta.address)
          }
          for (x, sum) in zip(eta.values, exact) {
            findings.check(sum.agrees(with: x, roundings: 2 * p + 2), "\(set) \(p) columns, \(planes) planes")
          }
          findings.check(eta.isIntact, "\(set) wrote beside \(p) columns, \(planes) planes")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// No lane adds more than 64 products before lanes are added.
  @Test(arguments: KernelData.rows) func transposeProducts(rows: Int) {
    let columns = KernelData.columns(23, rows: rows)
    let residual = KernelData.numbers(9 * rows, seed: 5)
    let exact = (0..<9).map { k in
      columns.map { x in
        var sum = ReferenceSum()
        for i in 0..<rows { sum.add(x[i], residual[k * rows + i]) }
        return sum
      }
    }
    var findings = Findings()
    for p in 1...23 {
      for planes in [1, 2, 5, 6, 7, 9] {
        let held = KernelColumns(Array(columns[..<p]), ColumnPlacement.allCases[(p + planes) % 3])
        let r = GuardedDoubles(Array(residual[..<(planes * rows)]), shift: p % 8)
        onEveryKernelSet { set in
          let sums = GuardedDoubles(Array(repeating: 0, count: planes * p), shift: planes % 8)
          if planes == 1 {
            glm_add_transpose_product(held.table, r.address, p, rows, sums.address)
          } else {
            glm_add_transpose_products(held.table, r.address, p, planes, rows, sums.address)
          }
          for (place, x) in sums.values.enumerated() {
            let agrees = exact[place / p][place % p].agrees(with: x, roundings: 80)
            findings.check(agrees, "\(set) \(p) columns, \(planes) planes, product \(place)")
          }
          findings.check(sums.isIntact, "\(set) wrote beside \(p) columns, \(planes) planes")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  @Test(arguments: KernelData.rows) func dots(rows: Int) {
    let (x, y) = (KernelData.numbers(rows, seed: 1), KernelData.numbers(rows, seed: 2))
    var exact = ReferenceSum()
    for i in 0..<rows { exact.add(x[i], y[i]) }
    let (a, b) = (GuardedDoubles(x, shift: 1), GuardedDoubles(y, shift: 4))
    onEveryKernelSet { set in
      let dot = glm_dot(a.address, b.address, rows)
      #expect(exact.agrees(with: dot, roundings: 16 + rows / 8), "\(set)")
    }
  }
}

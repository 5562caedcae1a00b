import CGLMKernels
import GLMAlgebra
import GLMTestSupport
import Testing

/// Large matrices are factored some rows at a time, and say the same as small ones.
@Suite struct CholeskyBlocksTests {
  /// XᵀX of `order` columns of unlike sizes, of which those of `dependent` are sums of the two before them and those of
  /// `empty` are zeros.
  private static func matrix(order: Int, dependent: Set<Int> = [], empty: Set<Int> = []) -> PackedSymmetric {
    let rows = order + 40
    var random = SplitMix(seed: UInt64(order))
    var columns: [[Double]] = []
    for j in 0..<order {
      if empty.contains(j) {
        columns.append(Array(repeating: 0, count: rows))
      } else if dependent.contains(j) {
        columns.append(zip(columns[j - 1], columns[j - 2]).map { $0 + 2 * $1 })
      } else {
        let size = Double.pow(10, Double(j % 7) - 3)
        columns.append((0..<rows).map { _ in size * (random.uniform() - 0.4) })
      }
    }
    var result = PackedSymmetric(order: order)
    for i in 0..<order { for j in 0...i { result[i, j] = dot(columns[i], columns[j]) } }
    return result
  }

  @Test(arguments: [63, 64, 65, 71, 72, 73, 95, 96, 97, 150]) func theInverseIsOne(order: Int) {
    let matrix = Self.matrix(order: order)
    let factor = Cholesky(matrix)
    #expect(factor.dependent.isEmpty && factor.independent == Array(0..<order))
    let inverse = factor.inverse()
    for i in 0..<order {
      let column = matrix.multiplying((0..<order).map { inverse[$0, i] })
      for j in 0..<order {
        let size = (matrix[j, j] * inverse[i, i]).squareRoot()
        #expect((column[j] - (i == j ? 1 : 0)).magnitude <= 1e-11 * size)
      }
    }
    let root = factor.inverseRoot()
    for i in 0..<order {
      for j in [0, i / 2, i] {
        let sum = root.reduce(0) { $0 + $1[i] * $1[j] }
        let size = (inverse[i, i] * inverse[j, j]).squareRoot()
        #expect((sum - inverse[i, j]).magnitude <= 1e-12 * size)
      }
    }
    // A matrix of one order fewer is factored in other blocks where it is the last that is small.
    let pivot = 1 / (inverse[order - 1, order - 1] * matrix[order - 1, order - 1])
    #expect(factor.smallestPivot <= pivot * (1 + 1e-12))
  }

  @Test func solutionsSolve() {
    let matrix = Self.matrix(order: 130)
    let x = (0..<130).map { Double($0 % 11) - 5 }
    let found = Cholesky(matrix).solve(matrix.multiplying(x))
    for i in x.indices { #expect((found[i] - x[i]).magnitude * matrix[i, i].squareRoot() <= 1e-8) }
  }

  @Test func dependentColumnsAreNamedWhereverTheyAre() {
    let dependent: Set = [2, 23, 24, 25, 47, 71, 72, 99]
    let empty: Set = [0, 30, 31, 48, 98]
    let matrix = Self.matrix(order: 100, dependent: dependent, empty: empty)
    let factor = Cholesky(matrix)
    #expect(factor.dependent == (dependent.union(empty)).sorted())
    #expect(factor.smallestPivot == 0)
    let kept = (0..<100).filter { !dependent.contains($0) && !empty.contains($0) }
    #expect(factor.independent == kept)
    let selected = Cholesky(matrix.selecting(kept))
    let (inverse, own) = (factor.inverse(), selected.inverse())
    for (i, a) in kept.enumerated() {
      for (j, b) in kept[...i].enumerated() {
        let size = (own[i, i] * own[j, j]).squareRoot()
        #expect((inverse[a, b] - own[i, j]).magnitude <= 1e-12 * size)
      }
    }
    #expect(inverse[2, 2].isNaN && inverse[30, 1].isNaN)
    #expect((factor.logDeterminant - selected.logDeterminant).magnitude <= 1e-10)
    let solution = factor.solve(Array(repeating: 1, count: 100))
    #expect(factor.dependent.allSatisfy { solution[$0] == 0 })
  }

  /// Rows of a factor from those before them, as one entry after the other would have it.
  @Test(arguments: [(1, 1), (5, 24), (24, 5), (24, 24), (23, 17)]) func rowsOfFactors(
    count: Int, earlier: Int
  ) {
    let first = 13
    var random = SplitMix(seed: UInt64(count * earlier))
    func rows(_ count: Int) -> [[Double]] {
      (0..<count).map { k in
        (0..<first + earlier).map { $0 == first + k ? 1 + random.uniform() : random.uniform() - 0.5 }
      }
    }
    let (before, given) = (rows(earlier), rows(count))
    let products = (0..<count * earlier).map { _ in random.uniform() }
    var expected = given
    for t in 0..<count {
      for k in 0..<earlier {
        var rest = given[t][first + k] - products[t * earlier + k]
        for u in 0..<k { rest -= before[k][first + u] * expected[t][first + u] }
        expected[t][first + k] = rest / before[k][first + k]
      }
    }
    let held = KernelColumns(before, .ragged)
    onEveryKernelSet { set in
      let own = given.map { GuardedDoubles($0, shift: 3) }
      let table: [UnsafeMutablePointer<Double>?] = own.map(\.address)
      products.withUnsafeBufferPointer {
        glm_solve_factor_rows(table, count, held.table, first, earlier, $0.baseAddress!, earlier)
      }
      for t in 0..<count {
        #expect(own[t].isIntact)
        for j in 0..<first + earlier {
          #expect(
            (own[t].values[j] - expected[t][j]).magnitude <= 1e-9 * max(1, expected[t][j].magnitude), "\(set)"
          )
          if j < first { #expect(own[t].values[j] == given[t][j]) }
        }
      }
    }
  }

  @Test func whatIsNoNumberIsDependent() {
    var matrix = Self.matrix(order: 80)
    matrix[40, 40] = .nan
    matrix[41, 41] = -1
    let factor = Cholesky(matrix)
    #expect(factor.dependent == [40, 41])
  }
}

import GLMAlgebra
import Testing

@Suite struct CholeskyRootTests {
  /// Rows of unlike sizes; the last is the sum of the first two.
  private let rows: [[Double]] = [
    [1, 2, 0, 300, 3], [1, -1, 4, 100, 0], [1, 0.5, 2, -700, 1.5], [1, 7, 1, 20, 8], [1, 3, -2, 50, 4],
  ]

  private var gram: PackedSymmetric {
    var result = PackedSymmetric(order: 5)
    for i in 0..<5 {
      for j in 0...i { result[i, j] = dot(rows.map { $0[i] }, rows.map { $0[j] }) }
    }
    return result
  }

  @Test func `the root of the inverse multiplies to the inverse`() {
    let factor = Cholesky(gram)
    #expect(factor.dependent == [4])
    let root = factor.inverseRoot()
    let inverse = factor.inverse()
    #expect(root.count == 4)
    for i in 0..<5 {
      for j in 0...i {
        let entry = root.reduce(0) { $0 + $1[i] * $1[j] }
        let expected = i == 4 ? 0 : inverse[i, j]
        let size = i == 4 ? 1 : (inverse[i, i] * inverse[j, j]).squareRoot()
        #expect(abs(entry - expected) < 1e-13 * size)
      }
    }
  }

  @Test func `the logarithm of the determinant is that of the independent columns`() {
    let small = PackedSymmetric(order: 2, entries: [4, 6, 25])
    #expect(abs(Cholesky(small).logDeterminant - Double.log(64)) < 1e-15 * 10)
    let huge = PackedSymmetric(order: 2, entries: [4e200, 6e200, 25e200])
    #expect(abs(Cholesky(huge).logDeterminant - (Double.log(64) + 2 * Double.log(1e200))) < 1e-12)
    let some = Cholesky(gram.selecting([0, 1, 2, 3]))
    #expect(abs(Cholesky(gram).logDeterminant - some.logDeterminant) < 1e-12)
    #expect(Cholesky(PackedSymmetric(order: 0)).logDeterminant == 0)
  }
}

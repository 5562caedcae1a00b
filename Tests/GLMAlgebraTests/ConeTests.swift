import GLMAlgebra
import Testing

/// Whether a vector is in a cone: the answers prove themselves, and rounded ones agree.
@Suite struct ConeTests {
  /// Small whole numbers that repeat themselves seldom.
  private func numbers(_ seed: Int, _ count: Int, within size: Int) -> [Int] {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 40) % (2 * size + 1) - size
    }
  }

  private func solved(_ columns: [[Int]], _ vector: [Int]) -> ExactCone.Answer? {
    var cone = ExactCone(vector: vector.map { BigInteger($0) })
    for column in columns { cone.add(column.map { BigInteger($0) }) }
    var budget = ExactBudget(10_000_000)
    return cone.solve(&budget)
  }

  @Test(arguments: 2...5) func `directions prove what they say, and the others are inside`(_ order: Int)
    throws
  {
    var counts = (inside: 0, outside: 0)
    for seed in 0..<60 {
      let count = 2 + seed % (2 * order + 1)
      let all = numbers(100 * order + seed, order * count, within: 3)
      let columns = (0..<count).map { c in Array(all[c * order..<(c + 1) * order]) }
      let vector =
        seed % 3 == 0
        ? columns.reduce(Array(repeating: 0, count: order)) { sum, v in zip(sum, v).map { $0 + $1 } }
        : numbers(7 * seed + order, order, within: 3)
      let answer = try #require(solved(columns, vector))
      var rounded = RoundedCone(vector: vector.map { Double($0) })
      for column in columns { rounded.add(column.map { Double($0) }) }
      rounded.solve()
      switch answer {
      case .direction(let d):
        func product(_ v: [Int]) -> Int {
          zip(d, v).reduce(BigInteger.zero) { $0 + $1.0 * BigInteger($1.1) }.sign
        }
        #expect(columns.allSatisfy { product($0) >= 0 } && product(vector) < 0)
        #expect(seed % 3 != 0, "a sum of the columns is inside")
        #expect(!rounded.isInside)
        counts.outside += 1
      case .inside(let used):
        // Those columns alone must do, and they are independent: no more than there are equations.
        #expect(used.count <= order)
        guard case .inside? = solved(used.map { columns[$0] }, vector) else {
          Issue.record("the columns named do not make the vector")
          continue
        }
        #expect(rounded.isInside)
        counts.inside += 1
      }
    }
    #expect(counts.inside > 5 && counts.outside > 5)
  }

  @Test func `columns can be added to a question that was answered`() {
    var cone = ExactCone(vector: [BigInteger(1), BigInteger(2)])
    var budget = ExactBudget(100_000)
    guard case .direction? = cone.solve(&budget) else {
      Issue.record("nothing makes a vector")
      return
    }
    cone.add([BigInteger(1), BigInteger(0)])
    guard case .direction? = cone.solve(&budget) else {
      Issue.record("one column makes multiples of itself only")
      return
    }
    cone.add([BigInteger(0), BigInteger(5)])
    #expect(cone.solve(&budget) == .inside(columns: [0, 1]))
  }

  @Test func `a budget that is spent gives no answer`() {
    var cone = ExactCone(vector: [BigInteger(1), BigInteger(2)])
    cone.add([BigInteger(1), BigInteger(0)])
    var budget = ExactBudget(0)
    #expect(cone.solve(&budget) == nil)
    #expect(NullSpace.basis(of: [[BigInteger(1), BigInteger(2)]], order: 2, &budget) == nil)
  }

  @Test func `what is orthogonal to rows is found exactly`() throws {
    for seed in 0..<40 {
      let (order, count) = (2 + seed % 4, seed % 5)
      let all = numbers(seed + 1, order * count, within: 2)
      let rows = (0..<count).map { c in all[c * order..<(c + 1) * order].map { BigInteger($0) } }
      var budget = ExactBudget(1_000_000)
      let basis = try #require(NullSpace.basis(of: rows, order: order, &budget))
      for vector in basis {
        #expect(vector.contains { !$0.isZero })
        for row in rows { #expect(zip(row, vector).reduce(BigInteger.zero) { $0 + $1.0 * $1.1 }.isZero) }
      }
      // As many as are missing from the rank: none is orthogonal to rows and basis together.
      let nothing = try #require(NullSpace.basis(of: rows + basis, order: order, &budget))
      #expect(nothing.isEmpty)
      #expect(
        NullSpace.rounded(of: rows.map { $0.map { $0.scaled(by: 0) } }, order: order).count == basis.count)
    }
  }
}

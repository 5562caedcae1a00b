import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

@testable import GLMEstimation

/// What columns rounded to 7 bits tell of the exact ones is true of those.
@Suite struct RoundedDesignTests {
  private static let rows = 3000

  private static func columns(_ count: Int, seed: UInt64) -> [[Double]] {
    var random = SplitMix(seed: seed)
    return (0..<count).map { j in
      let size = Double.pow(10, Double(j % 5) - 2)
      return (0..<rows).map { _ in size * (random.uniform() - 0.5) }
    }
  }

  /// The design of an intercept and `columns`, from rounded columns and from exact ones.
  private static func designs(_ columns: [[Double]], fewDigits: Double) throws -> (Design?, Design) {
    let source = MemorySource(
      rowCount: rows,
      columns: [.intercept] + columns.indices.map { ColumnDescription(name: "x\($0)", group: $0 + 1) },
      pieces: [.constant] + columns.map { .dense(ColumnStorage($0)) },
      response: [ColumnStorage((0..<rows).map { Double($0 % 2) })])
    let likelihood = try Bernoulli().likelihood(through: Logit(), for: .values)
    let survey = try Survey(source, likelihood, threads: 1)
    let layout = CoefficientLayout(columns: source.columns, planes: 1)
    let frame = Frame(
      layout: layout, shift: survey.shift, active: Array(0..<layout.count), constant: [0])
    let rounded = try Design(
      rounding: source, frame, survey: survey, threads: 1, fewDigits: fewDigits)
    let exact = try Design(
      source, frame, held: Array(repeating: false, count: layout.count), survey: survey, threads: 1)
    return (rounded, exact)
  }

  /// XᵀX less the share of what the factor is of has no negative direction, and no pivot that is below the bound.
  private static func check(_ rounded: Design, _ exact: Design, fewDigits: Double) {
    #expect(rounded.independent == exact.independent)
    #expect(exact.factor.smallestPivot >= fewDigits)
    #expect(rounded.share > 0 && rounded.share < 1)
    var rest = exact.gram
    for i in rest.entries.indices { rest.entries[i] -= rounded.share * rounded.gram.entries[i] }
    #expect(Cholesky(rest, tolerance: 0).dependent.isEmpty)
    // Both are about the same.
    let x = (0..<rest.order).map { Double($0 % 3) - 1 }
    let ratio =
      rounded.factor.quadraticForm(ofInverse: exact.gram.multiplying(x))
      / exact.factor.quadraticForm(ofInverse: exact.gram.multiplying(x))
    #expect(ratio > 0.9 && ratio < 2)
  }

  @Test(arguments: [1e-2, 1e-4]) func ordinaryColumnsAreIndependent(fewDigits: Double) throws {
    for count in [1, 20, 60] {
      let (rounded, exact) = try Self.designs(Self.columns(count, seed: UInt64(count)), fewDigits: fewDigits)
      Self.check(try #require(rounded), exact, fewDigits: fewDigits)
    }
  }

  @Test func columnsFarFromZeroAreShifted() throws {
    let columns = Self.columns(30, seed: 5).enumerated().map { j, x in
      x.map { $0 + (j % 3 == 0 ? 3 * Double.pow(10, Double(j % 5) - 2) : 0) }
    }
    let (rounded, exact) = try Self.designs(columns, fewDigits: 1e-4)
    Self.check(try #require(rounded), exact, fewDigits: 1e-4)
  }

  /// What rounding leaves open is not told, and what it tells of columns that depend on others more and more is true.
  @Test func nearlyDependentColumnsAreLeftOpen() throws {
    var told = 0
    for apart in [1, 0.3, 0.1, 0.03, 0.01, 1e-3, 1e-6, 0] {
      var columns = Self.columns(6, seed: 9)
      for i in 0..<Self.rows { columns[5][i] = columns[0][i] + apart * columns[5][i] }
      let (rounded, exact) = try Self.designs(columns, fewDigits: 1e-4)
      if let rounded {
        told += 1
        #expect(apart >= 0.03)
        Self.check(rounded, exact, fewDigits: 1e-4)
      }
    }
    #expect(told >= 2)
  }

  /// One large entry leaves the others of its column no bits; constant columns are no design.
  @Test func whatHasNoBitsIsLeftOpen() throws {
    var columns = Self.columns(40, seed: 11)
    columns[3][77] = 500
    let (rounded, exact) = try Self.designs(columns, fewDigits: 1e-4)
    Self.check(try #require(rounded), exact, fewDigits: 1e-4)
    for j in columns.indices { columns[j][50 * j] *= 1e4 }
    #expect(try Self.designs(columns, fewDigits: 1e-4).0 == nil)
    columns = Self.columns(10, seed: 11)
    columns[3] = Array(repeating: 0.1, count: Self.rows)
    #expect(try Self.designs(columns, fewDigits: 1e-4).0 == nil)
    columns[3] = Array(repeating: 0, count: Self.rows)
    #expect(try Self.designs(columns, fewDigits: 1e-4).0 == nil)
  }
}

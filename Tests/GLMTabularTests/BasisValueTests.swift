import Foundation
import Testing

@testable import GLMTabular

@Suite struct BasisValueTests {
  @Test func `the fixture has all kinds of bases, and the script that made it is there`() throws {
    #expect(BasisCase.all.count >= 60)
    #expect(Set(BasisCase.all.map(\.kind)) == ["poly", "raw", "bs", "ns", "scale"])
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    for script in ["Tests/Fixtures/bases.py", "Tests/Fixtures/codings.py"] {
      #expect(try String(contentsOf: root.appending(path: script), encoding: .utf8).contains("mpmath"))
    }
  }

  /// The worst is 4.2e-16; R itself is off by up to 1e-13 on the polynomials.
  @Test(arguments: BasisCase.all)
  func `columns are exact to a few roundings, at training and at new values`(basis: BasisCase) throws {
    let learned = try basis.learn()
    #expect(learned.columnCount == basis.columns.count)
    #expect(learned.labels == (1...basis.columns.count).map { "\($0)" })
    for (x, exact) in [(basis.x, basis.columns), (basis.at, basis.columnsAt)] {
      let columns = learned.columns(at: x)
      #expect(columns.count == exact.count)
      for (column, truth) in zip(columns, exact) { #expect(distance(column, truth) < 1e-15) }
    }
  }

  @Test(arguments: BasisCase.of("bs", "ns"))
  func `interior knots are R's`(basis: BasisCase) throws {
    let knots: SplineKnots? =
      switch try basis.learn() {
      case .bSpline(let spline): spline.knots
      case .naturalSpline(let spline): spline.knots
      default: nil
      }
    #expect(knots?.interior == basis.learned)
    let range = (basis.boundary ?? basis.x).sorted()
    #expect(knots?.lower == range.first)
    #expect(knots?.upper == range.last)
  }

  @Test func `a df that is too small is raised to the least there is`() throws {
    let x = [1.0, 2, 4, 8, 9]
    for df in [Int.min, -3, 0, 1, 2] {
      #expect(try BSplineBasis(learning: x, df: df).columnCount == 3)
      #expect(try BSplineBasis(learning: x, df: df, hasIntercept: true).columnCount == 4)
      #expect(try NaturalSplineBasis(learning: x, df: min(df, 1), hasIntercept: true).columnCount == 2)
    }
    #expect(try NaturalSplineBasis(learning: x, df: 0).columnCount == 1)
    // Knots that are given make the number of columns, whatever df says.
    #expect(try BSplineBasis(learning: x, df: 9, knots: [3]).columnCount == 4)
    #expect(try NaturalSplineBasis(learning: x, df: 9, knots: []).columnCount == 1)
  }

  @Test func `an overflowing power is infinite, with its sign`() throws {
    let columns = try Basis.rawPolynomial(RawPolynomial(degree: 4)).columns(
      at: [1e150, -1e150, -.infinity, 3, 0x1p-400])
    #expect(columns[1] == [1e150 * 1e150, 1e150 * 1e150, .infinity, 9, 0x1p-800])
    #expect(columns[2] == [.infinity, -.infinity, -.infinity, 27, 0])
    #expect(columns[3] == [.infinity, .infinity, .infinity, 81, 0])
  }

  @Test func `R divides by the root mean square when it does not center`() throws {
    let scale = try Standardization(learning: [3, 4, 0], centers: false, scales: true)
    #expect(scale.scale == 12.5.squareRoot())
    #expect(scale.center == 0)
    #expect(try Standardization(learning: [3], centers: false, scales: true)(3) == 1)
    #expect(try Standardization(learning: [3, 4, 11], centers: true, scales: false)(7) == 1)
  }
}

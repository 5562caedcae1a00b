import Foundation
import Testing

@testable import GLMTabular

@Suite struct BasisErrorTests {
  private let x = [1.0, 2, 3, 5, 8]

  @Test func `polynomials say what is wrong and what to do`() {
    #expect(
      message { try OrthogonalPolynomial(learning: x, degree: 0) }
        == "the degree is 0; give a whole number from 1")
    #expect(
      message { try OrthogonalPolynomial(learning: [2, 1, 2, 1], degree: 2) }
        == "a polynomial of degree 2 needs more than 2 different values but there are 2; lower the degree")
    #expect(
      message { try OrthogonalPolynomial(learning: [2, 2, 2], degree: 1) }
        == "a polynomial of degree 1 needs more than 1 different values but there is 1; lower the degree")
    #expect(
      message { try OrthogonalPolynomial(learning: [0, -0.0], degree: 1) }
        == "a polynomial of degree 1 needs more than 1 different values but there is 1; lower the degree")
    #expect(
      message { try OrthogonalPolynomial(learning: x + [.nan], degree: 1) }
        == "value number 6 is nan; correct it or leave the row out")
    #expect(
      message { try OrthogonalPolynomial(learning: [0, 1, 1.0.nextUp, 1 + 0x1p-51, 2, 3], degree: 4) }
        == "the values lie too close together for a polynomial of degree 4; lower the degree or use a spline")
    #expect(
      message { try OrthogonalPolynomial(learning: x, degree: 5000) }
        == "the degree is 5000; give at most 1000")
    #expect(message { try RawPolynomial(degree: -2) } == "the degree is -2; give a whole number from 1")
    #expect(message { try RawPolynomial(degree: .max) } == "the degree is \(Int.max); give at most 1000")
    #expect(
      message { try OrthogonalPolynomial(learning: [], degree: 1) }
        == "there are no values to learn from; keep at least one row within the boundary")
  }

  @Test func `splines say what is wrong and what to do`() {
    #expect(
      message { try BSplineBasis(learning: x, degree: 0) } == "the degree is 0; give a whole number from 1")
    #expect(message { try BSplineBasis(learning: x, degree: .min) }.hasPrefix("the degree is -"))
    #expect(
      message { try BSplineBasis(learning: x, degree: 51) } == "the degree is 51; give at most 50")
    #expect(
      message { try BSplineBasis(learning: [3, 3], df: 4) }
        == "every value is 3; use a column that varies")
    #expect(
      message { try NaturalSplineBasis(learning: x, knots: [2, 9.5]) }
        == "the knot 9.5 is not between 1 and 8; move the knot or widen the boundary")
    #expect(
      message { try NaturalSplineBasis(learning: x, knots: [.infinity]) }
        == "a knot is inf; give finite knots")
    #expect(
      message { try NaturalSplineBasis(learning: x, boundary: [2, 2]) }
        == "the boundary is (2, 2); give two different finite numbers")
    #expect(
      message { try BSplineBasis(learning: x, boundary: [2]) }
        == "the boundary is (2); give two different finite numbers")
    #expect(
      message { try BSplineBasis(learning: x, df: 6, boundary: [20, 30]) }
        == "there are no values to learn from; keep at least one row within the boundary")
    #expect(
      message { try BSplineBasis(learning: x, df: 4000) }
        == "the basis would have 4001 columns; ask for at most 1000")
    #expect(message { try NaturalSplineBasis(learning: x, df: .max) }.hasSuffix("ask for at most 1000"))
    #expect(
      message { try BSplineBasis(learning: [-1e308, 1e308]) }
        == "the values from -1e+308 to 1e+308 span too wide or too narrow a range; rescale the column")
    #expect(
      message { try NaturalSplineBasis(learning: [0, .leastNonzeroMagnitude]) }.hasSuffix(
        "rescale the column"))
  }

  @Test func `a constant column cannot be scaled`() {
    #expect(
      message { try Standardization(learning: [4, 4], centers: true, scales: true) }
        == "every value is 4; use a column that varies")
    #expect(
      message { try Standardization(learning: [0, 0], centers: false, scales: true) }
        == "every value is 0; use a column that varies")
    #expect(throws: Never.self) { try Standardization(learning: [4, 4], centers: true, scales: false) }
  }

  /// Whatever the numbers, there is an error or there are columns.
  @Test func `no values trap`() throws {
    let hostile: [Double] = [
      .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e154, -1e155, 1,
      1.0.nextUp,
      0, -0.0, .leastNonzeroMagnitude, .leastNormalMagnitude, 1e-200,
    ]
    var learned = 0
    for a in hostile {
      for b in hostile {
        for x in [[a], [a, b], [a, b, a, 1], [a, b, 0, 3]] {
          let makers: [() throws -> Basis] = [
            { .orthogonalPolynomial(try OrthogonalPolynomial(learning: x, degree: 2)) },
            { .bSpline(try BSplineBasis(learning: x, df: 5)) },
            { .bSpline(try BSplineBasis(learning: [1, 2], knots: [a], boundary: [b, 7])) },
            { .naturalSpline(try NaturalSplineBasis(learning: x, df: 3)) },
            { .naturalSpline(try NaturalSplineBasis(learning: [1, 2], knots: [a, 1], boundary: [b, 7])) },
            { .standardization(try Standardization(learning: x, centers: true, scales: true)) },
            { .standardization(try Standardization(learning: x, centers: false, scales: true)) },
          ]
          for make in makers {
            do {
              let columns = try make().columns(at: hostile)
              #expect(columns.allSatisfy { $0.count == hostile.count && $0[0].isNaN })
              learned += 1
            } catch let error as BasisError {
              #expect(!"\(error)".isEmpty)
            }
          }
        }
      }
    }
    #expect(learned > 1000)
  }
}

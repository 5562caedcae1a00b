import Foundation
import GLMTestSupport
import Testing

@testable import GLMTabular

/// A basis with its exact columns; `Tests/Fixtures/bases.py` says what the fields are.
struct BasisCase: Decodable, Sendable, CustomTestStringConvertible {
  let name, kind: String
  /// Training values and new values.
  let x, at: [Double]
  let degree, df: Int?
  let knots, boundary, learned: [Double]?
  let intercept, centers, scales: Bool?
  /// The columns at the training values and at the new ones.
  let columns, columnsAt: [[Double]]

  var testDescription: String { "\(kind): \(name)" }

  /// All cases.
  static let all: [BasisCase] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/bases.json")
    let data = (try? Data(contentsOf: file)) ?? Data()
    return (try? JSONDecoder().decode([BasisCase].self, from: data)) ?? []
  }()

  static func of(_ kinds: String...) -> [BasisCase] { all.filter { kinds.contains($0.kind) } }

  /// What is learned from the training values, or from others in their place.
  func learn(_ values: [Double]? = nil) throws -> Basis {
    let x = values ?? x
    return switch kind {
    case "poly": .orthogonalPolynomial(try OrthogonalPolynomial(learning: x, degree: degree ?? 0))
    case "raw": .rawPolynomial(try RawPolynomial(degree: degree ?? 0))
    case "bs":
      .bSpline(
        try BSplineBasis(
          learning: x, df: df, knots: knots, degree: degree ?? 0, hasIntercept: intercept ?? false,
          boundary: boundary))
    case "ns":
      .naturalSpline(
        try NaturalSplineBasis(
          learning: x, df: df, knots: knots, hasIntercept: intercept ?? false, boundary: boundary))
    default:
      .standardization(
        try Standardization(learning: x, centers: centers ?? false, scales: scales ?? false))
    }
  }
}

/// The largest distance of two columns over the norm of the second.
func distance(_ got: [Double], _ exact: [Double]) -> Double {
  let size = exact.reduce(0) { max($0, $1.magnitude) }
  guard got.count == exact.count else { return .infinity }
  let scaled = exact.map { size > 0 ? $0 / size : 0 }
  let norm = size * scaled.reduce(0) { $0 + $1 * $1 }.squareRoot()
  var worst = 0.0
  for (a, b) in zip(got, exact) {
    if a == b { continue }
    let error = (a - b).magnitude / norm
    worst = error <= worst ? worst : error
  }
  return worst.isNaN ? .infinity : worst
}

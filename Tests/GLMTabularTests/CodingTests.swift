import Foundation
import GLMAlgebra
import GLMModel
import Testing

@testable import GLMTabular

/// Contrasts of R, the polynomials exact; `Tests/Fixtures/codings.py` says what the fields are.
struct CodingCase: Decodable, Sendable, CustomTestStringConvertible {
  let kind: String
  let levels, labels: [String]
  let shown: [Int]
  let columns: [[Double]]

  var testDescription: String { "\(kind) of \(levels.count)" }

  var coding: Coding {
    switch kind {
    case "sum": .sum
    case "helmert": .helmert
    case "polynomial": .polynomial
    case "difference": .difference
    default: .treatment(base: nil)
    }
  }

  static let all: [CodingCase] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/codings.json")
    let data = (try? Data(contentsOf: file)) ?? Data()
    return (try? JSONDecoder().decode([CodingCase].self, from: data)) ?? []
  }()
}

/// The columns of a contrast matrix.
private func columns(_ matrix: ContrastMatrix) -> [[Double]] {
  (0..<matrix.columnCount).map { j in (0..<matrix.levelCount).map { matrix[$0, j] } }
}

/// Columns that take every level apart from the intercept, with what is left of each after those before it.
private func remainders(_ columns: [[Double]]) -> [Double] {
  var basis = [columns[0].map { _ in 1 / Double(columns[0].count).squareRoot() }]
  return columns.map { column in
    var rest = column
    for _ in 0..<2 {
      for direction in basis {
        let share = zip(rest, direction).reduce(0) { $0 + $1.0 * $1.1 }
        rest = zip(rest, direction).map { $0 - share * $1 }
      }
    }
    let norm = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
    basis.append(rest.map { $0 / norm })
    return norm
  }
}

@Suite struct CodingTests {
  @Test func `the fixture has all codings`() {
    #expect(
      Set(CodingCase.all.map(\.kind)) == ["treatment", "sum", "helmert", "polynomial", "difference"])
  }

  @Test(arguments: CodingCase.all) func `contrasts and their names are R's`(example: CodingCase) throws {
    let (matrix, labels) = try example.coding.contrasts(levels: example.levels)
    #expect(matrix.levelCount == example.levels.count)
    #expect(matrix.columnCount == example.levels.count - 1)
    #expect(labels.count == matrix.columnCount)
    if !example.labels.isEmpty { #expect(labels == example.labels) }
    for (j, truth) in zip(example.shown, example.columns) {
      let column = columns(matrix)[j]
      // Columns of length 1: the worst entry is off by 1.2e-16; everything else is exact.
      for (entry, exact) in zip(column, truth) {
        #expect((entry - exact).magnitude <= (example.kind == "polynomial" ? 2e-16 : 0))
      }
    }
  }

  @Test(arguments: [2, 3, 4, 5, 9, 24, 40])
  func `columns are independent of each other and the ones, and add to 0 where they should`(count: Int) throws
  {
    let levels = (0..<count).map { "level \($0)" }
    for coding: Coding in [.treatment(base: nil), .sum, .helmert, .polynomial, .difference] {
      let columns = columns(try coding.contrasts(levels: levels).matrix)
      #expect(remainders(columns).allSatisfy { $0 > 0.1 })
      if [.sum, .helmert, .polynomial].contains(coding) {
        #expect(columns.allSatisfy { $0.reduce(0, +).magnitude < 1e-15 })
      }
    }
  }

  @Test(arguments: [2, 3, 10, 31, 95, 200])
  func `polynomial contrasts are orthonormal and rise at the end`(count: Int) throws {
    let columns = columns(try Coding.polynomial.contrasts(levels: (0..<count).map { "\($0)" }).matrix)
    // All pairs of few columns, neighbours of many: debug builds are slow.
    for i in columns.indices {
      for j in count <= 31 ? 0...i : max(0, i - 2)...i {
        let product = zip(columns[i], columns[j]).reduce(DoubleDouble.zero) {
          $0 + DoubleDouble.product($1.0, $1.1)
        }
        #expect((product.high - (i == j ? 1 : 0)).magnitude < 3e-16)
      }
      #expect(columns[i][count - 1] > 0)
    }
  }

  @Test func `difference coding recovers the differences of neighbouring levels`() throws {
    let means = [2.0, 7, 6.5, -1, 4]
    let (matrix, labels) = try Coding.difference.contrasts(levels: ["a", "b", "c", "d", "e"])
    #expect(labels == ["b-a", "c-b", "d-c", "e-d"])
    let steps = zip(means, means.dropFirst()).map { $1 - $0 }
    let grand = means.reduce(0, +) / 5
    for level in 0..<5 {
      let fitted = grand + (0..<4).reduce(0) { $0 + steps[$1] * matrix[level, $1] }
      #expect((fitted - means[level]).magnitude < 1e-14)
    }
  }

  @Test func `treatment coding leaves the base out, whichever it is`() throws {
    let levels = ["a", "b", "c"]
    let first = try Coding.treatment(base: nil).contrasts(levels: levels)
    #expect(first.labels == ["b", "c"])
    #expect(columns(first.matrix) == [[0, 1, 0], [0, 0, 1]])
    let named = try Coding.treatment(base: "b").contrasts(levels: levels)
    #expect(named.labels == ["a", "c"])
    #expect(columns(named.matrix) == [[1, 0, 0], [0, 0, 1]])
  }

  @Test func `treatment coding takes any number of levels`() throws {
    let levels = (0..<1200).map { "\($0)" }
    #expect(try Coding.treatment(base: "7").contrasts(levels: levels).labels.count == 1199)
  }
}

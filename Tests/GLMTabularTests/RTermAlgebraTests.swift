import Foundation
import GLMAlgebra
import GLMTabular
import GLMTestSupport
import Testing

/// Random formulas of terms have R's columns, in R's order, with R's choice of contrasts or indicators for each factor
/// of each term.
@Suite struct RTermAlgebraTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let formula: String
    let names: [String]
    /// The intercept, if there is one, and the terms.
    let terms: [String]
    /// Of each column, the number of its term; 0 is the intercept.
    let assign: [Int]

    var testDescription: String { formula }
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/term_algebra")

  static func load() throws -> [Case] {
    try JSONDecoder().decode([Case].self, from: Data(contentsOf: folder.appending(path: "algebra.json")))
  }

  static let cases = (try? load()) ?? []
  static let table = Result { try Table(contentsOf: folder.appending(path: "algebra.csv").path()) }

  @Test func `the fixtures are read`() throws {
    #expect(try RTermAlgebraTests.load().count == 300)
  }

  @Test(arguments: cases) func `columns and terms are R's`(_ fixture: Case) throws {
    let frame = try ModelFrame(formula: fixture.formula, table: RTermAlgebraTests.table.get())
    #expect(names(frame.source) == fixture.names)
    #expect(frame.source.columns.map(\.group) == fixture.assign)
    let first = fixture.assign.first == 0 ? 0 : 1
    #expect(frame.source.columns.map(\.term) == fixture.assign.map { fixture.terms[$0 - first] })
  }

  /// A column is the product of what its name says: indicators, contrasts by the first level, and numbers.
  @Test(arguments: cases) func `values are what the names say`(_ fixture: Case) throws {
    let table = try RTermAlgebraTests.table.get()
    let frame = try ModelFrame(formula: fixture.formula, table: table)
    var findings = Findings()
    for (name, column) in zip(fixture.names, matrix(frame.source)) {
      let parts = try name.split(separator: ":").map { try values(of: String($0), in: table) }
      for i in column.indices {
        let value = parts.reduce(1) { $0 * $1[i] }
        // Three numbers can be multiplied in another order.
        findings.check(
          relativeDifference(column[i], value) <= 1e-15, "\(name) in row \(i): \(column[i]), not \(value)")
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  private func values(of part: String, in table: Table) throws -> [Double] {
    func numbers(_ name: String) throws -> [Double] { try #require(table.column(named: name)?.numbers) }
    switch part {
    case "(Intercept)": return Array(repeating: 1, count: table.rowCount)
    case "log(x)": return try numbers("x").map { Double.log($0) }
    case "I(z^2)": return try numbers("z").map { $0 * $0 }
    case "x", "z": return try numbers(part)
    default:
      let pieces = part.dropLast().split(separator: "[")
      let column = try #require(table.column(named: String(pieces[0])))
      return column.texts.map { $0 == String(pieces[1]) ? 1 : 0 }
    }
  }
}

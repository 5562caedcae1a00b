import Foundation
import GLMModel
import Testing

@testable import GLMTabular

@Suite struct CodingMatrixTests {
  private let levels = ["a", "b", "c"]

  @Test func `a matrix of one's own is taken as it is`() throws {
    let rows = [[1.0, -1], [0, 2], [-1, -1]]
    let (matrix, labels) = try Coding.matrix(rows, labels: nil).contrasts(levels: levels)
    #expect(labels == ["1", "2"])
    #expect(matrix == ContrastMatrix(levelCount: 3, columnCount: 2, entries: [1, 0, -1, -1, 2, -1]))
    let named = try Coding.matrix(rows, labels: ["line", "bend"]).contrasts(levels: levels)
    #expect(named.labels == ["line", "bend"])
    // One column for three levels is a restriction that a user may want.
    #expect(
      try Coding.matrix([[1], [2], [3]], labels: nil).contrasts(levels: levels).matrix.columnCount == 1)
  }

  @Test func `scale and origin of columns do not decide whether they are independent`() throws {
    for size in [1e-300, 1e-8, 1, 1e8, 1e300] {
      let rows = [[size, 3], [2 * size, 4], [4 * size, 3]]
      #expect(try Coding.matrix(rows, labels: nil).contrasts(levels: levels).matrix.columnCount == 2)
      let dependent = [[size, 3], [2 * size, 5], [4 * size, 9]]
      #expect(throws: CodingError.dependentColumn(2, isConstant: false)) {
        try Coding.matrix(dependent, labels: nil).contrasts(levels: levels)
      }
    }
    #expect(throws: CodingError.dependentColumn(1, isConstant: true)) {
      try Coding.matrix([[0.1], [0.1], [0.1]], labels: nil).contrasts(levels: levels)
    }
    #expect(throws: CodingError.dependentColumn(2, isConstant: true)) {
      try Coding.matrix([[1, 0], [2, 0], [4, 0]], labels: nil).contrasts(levels: levels)
    }
  }

  @Test func `errors say what is wrong and what to do`() {
    func error(_ rows: [[Double]], labels: [String]? = nil) -> String {
      message { try Coding.matrix(rows, labels: labels).contrasts(levels: levels) }
    }
    #expect(
      error([[1], [2]]) == "the contrast matrix has 2 rows but the factor 3 levels; give one row a level")
    #expect(
      error([[1, 2], [2, 1], [3]])
        == "row 3 of the contrast matrix has 1 number, not 2; give rows of one length")
    #expect(error([[], [], []]) == "the contrast matrix has 0 columns; for 3 levels give 1 to 2")
    #expect(
      error([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
        == "the contrast matrix has 3 columns; for 3 levels give 1 to 2")
    #expect(
      error([[1, 2], [2, 1], [3, .nan]])
        == "row 3, column 2 of the contrast matrix is nan; give finite numbers")
    #expect(
      error([[1, 2], [1, 1], [1, 0]])
        == "column 1 of the contrast matrix is constant, which the intercept is already; leave it out or change it"
    )
    #expect(
      error([[1, 3], [2, 5], [3, 7]])
        == "column 2 of the contrast matrix is a combination of the columns before it and the intercept; "
        + "leave it out or change it")
    #expect(
      error([[1], [2], [3]], labels: ["a", "b"])
        == "2 labels for 1 column of contrasts; give one label a column")
    #expect(
      error([[1, 0], [2, 0], [3, 1]], labels: ["a", "a"])
        == "the label \"a\" stands for two columns of contrasts; give different labels")
    #expect(
      message { try Coding.matrix([[1], [2]], labels: nil).contrasts(levels: ["a"]) }
        == "the factor has 1 level, and contrasts need two; leave the factor out")
    #expect(
      message { try Coding.sum.contrasts(levels: []) }
        == "the factor has 0 levels, and contrasts need two; leave the factor out")
    #expect(
      message { try Coding.treatment(base: "chery").contrasts(levels: ["apple", "cherry"]) }
        == "the base \"chery\" is no level of the factor; did you mean \"cherry\"?")
    #expect(
      message { try Coding.treatment(base: "x").contrasts(levels: ["apple", "cherry"]) }
        == "the base \"x\" is no level of the factor; name one of its levels")
    let many = (0..<1001).map { "\($0)" }
    #expect(
      message { try Coding.helmert.contrasts(levels: many) }
        == "the factor has 1001 levels, and this coding takes at most 1000; use treatment coding")
    #expect(
      message { try Coding.polynomial.contrasts(levels: Array(many.prefix(201))) }
        == "the factor has 201 levels, and this coding takes at most 200; use treatment coding")
  }

  @Test(arguments: [
    Coding.treatment(base: nil), .treatment(base: "a b"), .sum, .helmert, .polynomial, .difference,
    .matrix([[0.1, 2], [1e-7, 1 / 3]], labels: nil), .matrix([[1], [2]], labels: ["é"]),
  ]) func `a coding that is saved and loaded is the same`(coding: Coding) throws {
    #expect(try JSONDecoder().decode(Coding.self, from: JSONEncoder().encode(coding)) == coding)
  }

  @Test(arguments: [
    #"{}"#, #"{"kind":"wavelet"}"#, #"{"kind":"matrix"}"#, #"{"kind":"matrix","rows":[[1],[1,2]]}"#,
    #"{"kind":"matrix","rows":[[1],[1e999]]}"#, #"{"kind":"matrix","rows":[[1],[null]]}"#,
    #"{"kind":"treatment","base":1}"#, #"{"kind":"matrix","rows":[[1],[2]],"labels":[3]}"#,
  ]) func `what is no coding is not loaded`(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Coding.self, from: Data(text.utf8)) }
  }

  @Test func `a loaded matrix that does not fit the levels is an error of coding`() throws {
    let coding = try JSONDecoder().decode(Coding.self, from: Data(#"{"kind":"matrix","rows":[]}"#.utf8))
    #expect(throws: CodingError.rowCount(found: 0, levels: 3)) { try coding.contrasts(levels: levels) }
  }
}

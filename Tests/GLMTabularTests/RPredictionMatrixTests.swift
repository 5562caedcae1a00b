import GLMModel
import GLMTabular
import Testing

/// The model matrix for new rows has the columns of the training rows, with the means, bases, knots and levels that
/// were learned there.
@Suite struct RPredictionMatrixTests {
  static let cases = (try? RMatrixCase.load("prediction_matrix")) ?? []

  @Test func `the fixtures are read`() throws {
    let cases = try RMatrixCase.load("prediction_matrix")
    #expect(cases.count >= 46)
    #expect(Set(cases.map(\.testDescription)).count == cases.count)
  }

  @Test(arguments: cases) func `new rows have R's columns`(_ fixture: RMatrixCase) throws {
    let frame = try ModelFrame(formula: fixture.formula, table: fixture.table(), options: fixture.options)
    let new = try frame.specification.frame(for: fixture.newRows())
    #expect(names(new.source) == fixture.names)
    #expect(new.source.columns.map(\.group) == fixture.assign)
    #expect(new.rows == fixture.rows)
    #expect(columnsThatDiffer(matrix(new.source), from: fixture.columns, names: fixture.names) == [])
    let offsets = new.source.offsets.map(\.values)
    #expect(
      columnsThatDiffer(
        offsets, from: fixture.offset.map { [$0] } ?? [], names: fixture.offset == nil ? [] : ["offset"])
        == [])
  }

  /// A row's columns do not depend on the rows beside it.
  @Test(arguments: cases) func `each new row alone has the same columns`(_ fixture: RMatrixCase) throws {
    let frame = try ModelFrame(formula: fixture.formula, table: fixture.table(), options: fixture.options)
    let table = try fixture.newRows()
    let together = matrix(try frame.specification.frame(for: table).source)
    for (i, row) in fixture.rows.enumerated() {
      let alone = try frame.specification.frame(for: table, rows: [row])
      #expect(matrix(alone.source) == together.map { [$0[i]] })
    }
  }
}

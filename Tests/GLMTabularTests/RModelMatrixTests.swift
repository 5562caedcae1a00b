import Foundation
import GLMModel
import GLMTabular
import Testing

/// The model matrix is R's, column by column, for every formula of the fixtures.
@Suite struct RModelMatrixTests {
  static let cases = (try? RMatrixCase.load("model_matrix")) ?? []

  @Test func `the fixtures are read`() throws {
    let cases = try RMatrixCase.load("model_matrix")
    #expect(cases.count >= 180)
    #expect(Set(cases.map(\.data)).count >= 15)
    #expect(Set(cases.map(\.testDescription)).count == cases.count)
  }

  @Test(arguments: cases) func `names, order and rows are R's`(_ fixture: RMatrixCase) throws {
    let frame = try ModelFrame(formula: fixture.formula, table: fixture.table(), options: fixture.options)
    #expect(names(frame.source) == fixture.names)
    #expect(frame.source.columns.map(\.term) == fixture.terms)
    #expect(frame.source.columns.map(\.group) == fixture.assign)
    #expect(frame.source.columns.map(\.isIntercept) == fixture.assign.map { $0 == 0 })
    #expect(frame.specification.columns == frame.source.columns)
    #expect(frame.rows == fixture.rows)
  }

  @Test(arguments: cases) func `values are R's`(_ fixture: RMatrixCase) throws {
    let frame = try ModelFrame(formula: fixture.formula, table: fixture.table(), options: fixture.options)
    #expect(columnsThatDiffer(matrix(frame.source), from: fixture.columns, names: fixture.names) == [])
  }

  @Test(arguments: cases) func `response and offset are R's`(_ fixture: RMatrixCase) throws {
    let frame = try ModelFrame(formula: fixture.formula, table: fixture.table(), options: fixture.options)
    let response = try #require(fixture.response)
    let expected: [[Double]]
    if response.kind == "counts" {
      let (successes, failures) = (try #require(response.successes), try #require(response.failures))
      expected = [successes, zip(successes, failures).map(+)]
      #expect(frame.shape == .successesOfTrials)
    } else {
      expected = [try #require(response.values)]
    }
    #expect(frame.responseLevels == response.levels)
    let storages = frame.source.response.map(\.values)
    #expect(
      columnsThatDiffer(storages, from: expected, names: expected.indices.map { "response \($0)" }) == [])
    let offsets = frame.source.offsets.map(\.values)
    #expect(
      columnsThatDiffer(
        offsets, from: fixture.offset.map { [$0] } ?? [], names: fixture.offset == nil ? [] : ["offset"])
        == [])
  }

  /// The specification has all that the columns need: it gives the same bits again, after JSON too.
  @Test(arguments: cases) func `the specification gives the same matrix`(_ fixture: RMatrixCase) throws {
    let frame = try ModelFrame(formula: fixture.formula, table: fixture.table(), options: fixture.options)
    let saved = try JSONEncoder().encode(frame.specification)
    let loaded = try JSONDecoder().decode(ModelFrameSpecification.self, from: saved)
    #expect(loaded == frame.specification)
    let again = try loaded.frame(for: fixture.table(), rows: frame.rows)
    #expect(again.rows == frame.rows)
    #expect(again.source.columns == frame.source.columns)
    #expect(matrix(again.source) == matrix(frame.source))
    #expect(again.source.offsets.map(\.values) == frame.source.offsets.map(\.values))
  }
}

import Foundation
import GLMModel
import GLMTabular
import Testing

@Suite struct PredictionTests {
  static let training = "y,x,g,k,e\n1,1,b,60,1\n2,2,a,75,2\n0,3,c,60,1\n4,4,a,60,3\n"
  static let formula = "y ~ log(x)*g + k + factor(e)"

  private func fitted() throws -> ModelFrame {
    try ModelFrame(
      formula: PredictionTests.formula, table: Table(csv: PredictionTests.training),
      options: FrameOptions(levels: ["k": ["75", "60"]]))
  }

  @Test func newRowsHaveTheColumnsOfTheTrainingData() throws {
    let specification = try fitted().specification
    let table = try Table(csv: "e,k,x,g\n3,60.0,2,a\n1,75,,a\n2,75,1,c\n")
    let frame = try specification.frame(for: table)
    #expect(frame.rows == [0, 2])
    #expect(frame.rowCount == 3)
    #expect(frame.missing == [MissingCount(column: "x", rows: 1)])
    #expect(frame.source.columns == specification.columns)
    #expect(frame.source.response[0].values == [0, 0])
    #expect(frame.source.lines == [2, 4])
    #expect(
      names(frame.source) == [
        "(Intercept)", "log(x)", "g[b]", "g[c]", "k[60]", "factor(e)[2]", "factor(e)[3]", "log(x):g[b]",
        "log(x):g[c]",
      ])
    #expect(
      matrix(frame.source) == [
        [1, 1], [Double.log(2), 0], [0, 0], [0, 1], [1, 0], [0, 1], [1, 0], [0, 0], [0, 0],
      ])
  }

  @Test func theTrainingDataGivesTheSameMatrix() throws {
    let frame = try fitted()
    #expect(try matrix(frame.specification.frame(for: frame.table).source) == matrix(frame.source))
    #expect(
      try matrix(frame.specification.frame(for: frame.table, rows: [1, 3]).source)
        == matrix(frame.source).map { [$0[1], $0[3]] })
  }

  @Test func aSpecificationSurvivesJSON() throws {
    let frame = try ModelFrame(
      formula: "cbind(y, e) ~ 0 + I(x * 0.12345678901234567):g + offset(log(e)) + `a b`",
      table: Table(csv: "y,x,g,a b,e\n1,1,b,60,1\n2,2,a,75,2\n0,3,c,60,1\n4,4,a,60,3\n"),
      options: FrameOptions(exposure: "e"))
    let data = try JSONEncoder().encode(frame.specification)
    let loaded = try JSONDecoder().decode(ModelFrameSpecification.self, from: data)
    #expect(loaded == frame.specification)
    #expect(loaded.columns == frame.source.columns)
    let again = try loaded.frame(for: frame.table)
    #expect(matrix(again.source) == matrix(frame.source))
    #expect(again.source.offsets[0].values == frame.source.offsets[0].values)
    #expect(again.source.responseCount == 2)
  }

  @Test func newRowsThatAreRefused() throws {
    let specification = try fitted().specification
    #expect(
      message { try specification.frame(for: Table(csv: "e,k,x,g\n1,60,1,a\n1,60,1,d\n")) }
        == "line 3, column g: the model was not fitted with the level \"d\" but with a, b, c; "
        + "correct the cell or leave the row out")
    #expect(
      message { try specification.frame(for: Table(csv: "e,k,x,g\n7,60,1,a\n")) }
        == "line 2, column e: the model was not fitted with the level \"7\" but with 1, 2, 3; "
        + "correct the cell or leave the row out")
    #expect(
      message { try specification.frame(for: Table(csv: "e,k,X,g\n1,60,1,a\n")) }
        == "there is no column \"x\" in the data; did you mean \"X\"?")
    #expect(
      message { try specification.frame(for: Table(csv: "e,k,x,g\n1,60,no,a\n")) }
        == "line 2, column x: \"no\" is not a number, but log(x) needs numbers; "
        + "correct the cell, or use a column of numbers")
    #expect(
      message { try specification.frame(for: Table(csv: "e,k,x,g\n1,60,-1,a\n")) }.hasPrefix("line 2: log(x)")
    )
    #expect(try specification.frame(for: Table(csv: "e,k,x,g\n")).source.rowCount == 0)
  }

  @Test func newRowsNeedTheExposureButNotTheWeights() throws {
    let frame = try ModelFrame(
      formula: "y ~ x", table: Table(csv: PredictionTests.training),
      options: FrameOptions(weights: .precision("k"), exposure: "e"))
    let new = try frame.specification.frame(for: Table(csv: "x,e\n1,2\n"))
    #expect(new.source.offsets[0].values == [Double.log(2)])
    #expect(new.source.weights == nil)
    #expect(message { try frame.specification.frame(for: Table(csv: "x\n1\n")) }.contains("\"e\""))
  }

  @Test func variablesOfTheRightHandSide() throws {
    #expect(
      try fitted().specification.variables == [
        ModelVariable(name: "x", kind: .number),
        ModelVariable(name: "g", kind: .factor(levels: ["a", "b", "c"])),
        ModelVariable(name: "k", kind: .factor(levels: ["75", "60"])),
        ModelVariable(name: "e", kind: .factor(levels: ["1", "2", "3"])),
      ])
  }

  @Test func oneVariableReplaced() throws {
    let table = try Table(csv: "y,age,smoker\n1,2,no\n,3,yes\n3,4,yes\n")
    let frame = try ModelFrame(formula: "y ~ age + I(age^2):smoker + offset(log(age))", table: table)
    #expect(frame.rows == [0, 2])
    let older = try frame.source(replacing: "age", with: .numbers([10, 20]))
    #expect(matrix(older) == [[1, 1], [10, 20], [100, 0], [0, 400]])
    #expect(older.offsets[0].values == [Double.log(10), Double.log(20)])
    #expect(older.response[0].values == [1, 3])
    let smokers = try frame.source(replacing: "smoker", with: .level("yes"))
    #expect(matrix(smokers) == [[1, 1], [2, 4], [0, 0], [4, 16]])
    #expect(frame.numbers(ofColumn: "age") == [2, 4])
    let all = try frame.specification.source(for: table, replacing: "age", with: .numbers([1, 1, 1]))
    #expect(all.rowCount == 3)
    #expect(throws: FrameError.noSuchVariable("agee", suggestion: "age")) {
      try frame.source(replacing: "agee", with: .numbers([1, 2]))
    }
    #expect(throws: FrameError.valueCount(variable: "age", found: 1, expected: 2)) {
      try frame.source(replacing: "age", with: .numbers([1]))
    }
    #expect(message { try frame.source(replacing: "smoker", with: .level("no idea")) }.contains("no idea"))
    #expect(message { try frame.source(replacing: "age", with: .numbers([-1, 2])) }.contains("log(age)"))
    #expect(message { try frame.source(replacing: "age", with: .level("old")) }.contains("not a number"))
  }
}

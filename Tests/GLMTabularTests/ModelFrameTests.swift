import GLMModel
import GLMTabular
import Testing

@Suite struct ModelFrameTests {
  static let csv = """
    y,n,x,w,e,g,r
    1,10,1,1,2,a,no
    0,20,,1,1,b,yes
    3,10,3,0,4,a,yes
    2,5,4,NA,1,c,no
    5,8,5,2.5,3,NA,no
    4,9,6,1,1,b,yes

    """

  private func frame(_ formula: String, _ options: FrameOptions = FrameOptions()) throws -> ModelFrame {
    try ModelFrame(formula: formula, table: Table(csv: ModelFrameTests.csv), options: options)
  }

  @Test func missingRowsAreDroppedAndCounted() throws {
    let frame = try frame("y ~ x + g", FrameOptions(weights: .precision("w")))
    #expect(frame.rows == [0, 2, 5])
    #expect(frame.rowsUsed == 3)
    #expect(frame.rowsDropped == 3)
    #expect(
      frame.missing == [
        MissingCount(column: "x", rows: 1), MissingCount(column: "g", rows: 1),
        MissingCount(column: "w", rows: 1),
      ])
    #expect((0..<3).map { frame.source.line(ofRow: $0) } == [2, 4, 7])
    #expect(frame.source.weights?.values == [1, 0, 1])
    #expect(matrix(frame.source) == [[1, 1, 1], [1, 3, 6], [0, 0, 1]])
    #expect(frame.source.response[0].values == [1, 3, 4])
    #expect(names(frame.source) == ["(Intercept)", "x", "g[b]"])
    #expect(try self.frame("y ~ n").rowsDropped == 0)
  }

  @Test func levelsGivenKeepTheirOrderWithoutUnusedOnes() throws {
    let frame = try frame("y ~ g", FrameOptions(levels: ["g": ["d", "c", "b", "a"]]))
    #expect(names(frame.source) == ["(Intercept)", "g[b]", "g[a]"])
    let numbers = try self.frame("y ~ n", FrameOptions(levels: ["n": ["20", "10", "8", "5", "9.0"]]))
    #expect(names(numbers.source) == ["(Intercept)", "n[10]", "n[8]", "n[5]", "n[9.0]"])
  }

  @Test func offsetsAdd() throws {
    let frame = try frame(
      "y ~ offset(log(n)) + g + offset(2 * x)", FrameOptions(exposure: "e", offset: "y"))
    let expected = [0, 2, 3, 5].map { row in
      let (y, n, x, e) = (
        [1.0, 0, 3, 2, 5, 4][row], [10.0, 20, 10, 5, 8, 9][row], [1, 0, 3, 4, 5, 6.0][row],
        [2.0, 1, 4, 1, 3, 1][row]
      )
      return Double.log(n) + 2 * x + y + Double.log(e)
    }
    #expect(frame.source.offsetCount == 1)
    for (found, wanted) in zip(frame.source.offsets[0].values, expected) {
      #expect(abs(found - wanted) < 1e-14)
    }
    #expect(try self.frame("y ~ x").source.offsetCount == 0)
  }

  @Test func responsesOfEachKind() throws {
    let counts = try frame("cbind(y, n - y) ~ e")
    #expect(counts.shape == .successesOfTrials)
    #expect(counts.responseName == "cbind(y, n - y)")
    #expect(counts.source.response.map(\.values) == [[1, 0, 3, 2, 5, 4], [10, 20, 10, 5, 8, 9]])
    let number = try frame("log(y + 1) ~ e")
    #expect(number.shape == .values)
    #expect(number.responseName == "log(y + 1)")
    #expect(number.source.response[0].values[1] == 0)
    let binary = try frame("r ~ e")
    #expect(binary.shape == .values)
    #expect(binary.responseLevels == ["no", "yes"])
    #expect(binary.source.response[0].values == [0, 1, 1, 0, 0, 1])
    let turned = try frame("r ~ e", FrameOptions(levels: ["r": ["yes", "no"]]))
    #expect(turned.responseLevels == ["yes", "no"])
    #expect(turned.source.response[0].values == [1, 0, 0, 1, 1, 0])
    let classes = try frame("g ~ e", FrameOptions(wantsClasses: true))
    #expect(classes.shape == .classes(count: 3))
    #expect(classes.responseLevels == ["a", "b", "c"])
    #expect(classes.source.response[0].values == [0, 1, 0, 2, 1])
    #expect(try frame("r ~ e", FrameOptions(wantsClasses: true)).shape == .classes(count: 2))
    let numbered = try frame("y ~ e", FrameOptions(wantsClasses: true))
    #expect(numbered.responseLevels == ["0", "1", "2", "3", "4", "5"])
    let made = try frame("factor(e) ~ n", FrameOptions(wantsClasses: true))
    #expect(made.responseLevels == ["1", "2", "3", "4"])
  }

  @Test func proportionsOfTrials() throws {
    let table = try Table(csv: "p,n,x\n0.10169491525423729,59,1\n0.5,60,2\n1,0,3\n0.333333333,3,4\n")
    let frame = try ModelFrame(formula: "p ~ x", table: table, options: FrameOptions(trials: "n"))
    #expect(frame.shape == .successesOfTrials)
    #expect(frame.source.response.map(\.values) == [[6, 30, 0, 1], [59, 60, 0, 3]])
    let bad = try Table(csv: "p,n,x\n0.5,4,1\n0.3,4,2\n")
    #expect(
      message { try ModelFrame(formula: "p ~ x", table: bad, options: FrameOptions(trials: "n")) }
        == "line 3: p is 0.3, not a proportion of 4 trials; "
        + "give successes / trials, or counts as cbind(successes, failures)")
    let above = try Table(csv: "p,n,x\n2,4,1\n")
    #expect(
      throws: FrameError.notAProportion(place: RowPlace(row: 0, line: 2), name: "p", value: 2, trials: 4)
    ) { try ModelFrame(formula: "p ~ x", table: above, options: FrameOptions(trials: "n")) }
    let odd = try Table(csv: "p,n,x\n0.5,-4,1\n")
    #expect(throws: FrameError.badTrials(place: RowPlace(row: 0, line: 2), column: "n", value: -4)) {
      try ModelFrame(formula: "p ~ x", table: odd, options: FrameOptions(trials: "n"))
    }
  }

  @Test func aResponseThatAlwaysSaysTheSame() throws {
    let table = try Table(csv: "r,x\nyes,1\nyes,2\n")
    #expect(throws: FrameError.responseLevels(name: "r", levels: ["yes"])) {
      try ModelFrame(formula: "r ~ x", table: table)
    }
    let given = FrameOptions(levels: ["r": ["no", "yes"]])
    #expect(
      try ModelFrame(formula: "r ~ x", table: table, options: given).source.response[0].values == [1, 1])
  }

  @Test func rowsOfATableInMemoryHaveNoLines() throws {
    let frame = try ModelFrame(formula: "y ~ x", table: crossed())
    #expect(frame.source.line(ofRow: 0) == nil)
  }

  /// As in R a variable that is taken away still drops the rows in which it is missing; new rows need not have it.
  @Test func variablesTakenAwayCountForMissingCells() throws {
    let frame = try ModelFrame(
      formula: "y ~ . - id", table: Table(csv: "y,id,x\n1,,1\n2,k,2\n3,k,3\n"))
    #expect(frame.rows == [1, 2])
    #expect(frame.missing == [MissingCount(column: "id", rows: 1)])
    #expect(frame.formulaColumns == ["y", "id", "x"])
    #expect(frame.specification.variables.map(\.name) == ["x"])
    #expect(try frame.specification.frame(for: Table(csv: "x\n5\n")).rows == [0])
  }
}

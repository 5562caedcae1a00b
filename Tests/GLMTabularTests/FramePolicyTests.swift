import Foundation
import GLMModel
import GLMTabular
import Testing

/// Codings, missing cells, unseen levels and responses as the options ask.
@Suite struct FramePolicyTests {
  static let csv = """
    y,x,g,d,t
    1,1,a,low,TRUE
    2,,b,mid,FALSE
    3,3,c,high,TRUE
    0,4,a,,FALSE
    2,5,b,low,TRUE
    1,6,c,mid,FALSE

    """

  private func frame(_ formula: String, _ options: FrameOptions = FrameOptions()) throws -> ModelFrame {
    try ModelFrame(formula: formula, table: Table(csv: FramePolicyTests.csv), options: options)
  }

  @Test func `missing cells are dropped, refused or kept`() throws {
    let dropped = try frame("y ~ x + d")
    #expect(dropped.rows == [0, 2, 4, 5])
    #expect(dropped.told([10, 30, 50, 60]) == [10, 30, 50, 60])
    #expect(
      message { try frame("y ~ x + d", FrameOptions(missing: .fail)) }
        == "line 3, column x: the cell is missing; fill it, or let rows with missing cells be dropped")
    #expect(message { try frame("y ~ d", FrameOptions(missing: .fail)) }.hasPrefix("line 5, column d:"))
    #expect(
      message { try frame("y ~ cut(y, c(0, 9))", FrameOptions(missing: .fail)) }
        == "line 5, column cut(y, c(0, 9)): the cell is missing; fill it, or let rows with missing cells be dropped"
    )
    #expect(try frame("y ~ g", FrameOptions(missing: .fail)).rowsDropped == 0)
    let kept = try frame("y ~ x + d", FrameOptions(missing: .keep))
    #expect(kept.rows == dropped.rows)
    #expect(kept.told([10, 30, 50, 60]) == [10, nil, 30, nil, 50, 60])
  }

  @Test func `ordered columns are coded by polynomials`() throws {
    let options = FrameOptions(ordered: ["d": ["low", "mid", "high"]])
    #expect(names(try frame("y ~ d", options).source) == ["(Intercept)", "d[.L]", "d[.Q]"])
    #expect(names(try frame("y ~ 0 + d", options).source) == ["d[low]", "d[mid]", "d[high]"])
    #expect(names(try frame("y ~ d > \"low\"", options).source) == ["(Intercept)", "d > \"low\"[TRUE]"])
    #expect(matrix(try frame("y ~ I(d >= \"mid\")", options).source)[1] == [0, 1, 1, 0, 1])
    let treated = FrameOptions(
      ordered: ["d": ["low", "mid", "high"]], contrasts: ["d": .treatment(base: "mid")])
    #expect(names(try frame("y ~ d", treated).source) == ["(Intercept)", "d[low]", "d[high]"])
    #expect(
      message { try frame("y ~ d", FrameOptions(levels: ["d": ["low"]], ordered: ["d": ["low"]])) }
        == "the column \"d\" has levels and ordered levels; give one of the two")
    #expect(
      message { try frame("y ~ d", FrameOptions(ordered: ["d": ["low", "high"]])) }
        == "line 3, column d: \"mid\" is none of the levels low, high; add it to the levels or correct the cell"
    )
  }

  @Test func `contrasts go by column or by variable`() throws {
    let byColumn = try frame("y ~ g + factor(g)", FrameOptions(contrasts: ["g": .sum]))
    #expect(names(byColumn.source) == ["(Intercept)", "g[1]", "g[2]", "factor(g)[1]", "factor(g)[2]"])
    let byName = try frame("y ~ g + factor(g)", FrameOptions(contrasts: ["g": .sum, "factor(g)": .helmert]))
    #expect(matrix(byName.source)[1] == [1, 0, -1, 1, 0, -1])
    #expect(matrix(byName.source)[3] == [-1, 1, 0, -1, 1, 0])
    let truth = try frame("y ~ t", FrameOptions(contrasts: ["t": .sum]))
    #expect(matrix(truth.source)[1] == [-1, 1, -1, 1, -1, 1])
    let own = Coding.matrix([[-1], [0], [1]], labels: ["slope"])
    #expect(
      names(try frame("y ~ g", FrameOptions(contrasts: ["g": own])).source) == ["(Intercept)", "g[slope]"])
    #expect(
      message { try frame("y ~ g", FrameOptions(contrasts: ["g": .treatment(base: "B")])) }
        == "factor g of the levels a, b, c: the base \"B\" is no level of the factor; did you mean \"b\"?")
    #expect(
      message { try frame("y ~ g", FrameOptions(contrasts: ["g": .matrix([[1], [2]], labels: nil)])) }
        == "factor g of the levels a, b, c: the contrast matrix has 2 rows but the factor 3 levels; give one row a level"
    )
    #expect(
      message { try frame("y ~ x + g", FrameOptions(contrasts: ["x": .sum])) }
        == "contrasts are given for \"x\", which is no factor of the formula; "
        + "name a factor's column, or its term as the formula writes it")
    #expect(
      message { try frame("y ~ factor(g)", FrameOptions(contrasts: ["factor(G)": .sum])) }
        .contains("did you mean \"factor(g)\"?"))
  }

  @Test func `levels that no row used has are dropped`() throws {
    // Level b is in a row without x only.
    let frame = try ModelFrame(
      formula: "y ~ x + g", table: Table(csv: "y,x,g\n1,1,a\n2,,b\n3,3,c\n4,4,a\n"),
      options: FrameOptions(levels: ["g": ["d", "c", "b", "a"]]))
    #expect(names(frame.source) == ["(Intercept)", "x", "g[a]"])
    let new = try Table(csv: "x,g\n1,a\n1,b\n1,d\n1,c\n1,e\n")
    #expect(
      message { try frame.specification.frame(for: new) }
        == "line 3, column g: the model was not fitted with the level \"b\" but with c, a; "
        + "correct the cell or leave the row out")
    let kept = try frame.specification.frame(for: new, unseen: .missing)
    #expect(kept.rows == [0, 3])
    #expect(kept.missing == [MissingCount(column: "g", rows: 3)])
    #expect(kept.source.lines == [2, 5])
    #expect(matrix(kept.source)[2] == [1, 0])
  }

  @Test func `responses of the language`() throws {
    let compared = try frame("y > 1 ~ t")
    #expect(compared.responseLevels == ["FALSE", "TRUE"])
    #expect(compared.responseName == "y > 1")
    #expect(compared.source.response[0].values == [0, 1, 1, 0, 1, 0])
    #expect(try frame("t ~ y").responseLevels == ["FALSE", "TRUE"])
    let turned = try ModelFrame(
      formula: "relevel(h, ref = \"yes\") ~ x", table: Table(csv: "h,x\nyes,1\nno,2\nno,3\n"))
    #expect(turned.responseLevels == ["yes", "no"])
    #expect(turned.source.response[0].values == [0, 1, 1])
    let counts = try frame("cbind(y, 5 - y) ~ t")
    #expect(counts.source.response.map(\.values) == [[1, 2, 3, 0, 2, 1], [5, 5, 5, 5, 5, 5]])
    #expect(try frame("scale(y) ~ t").shape == .values)
    let classes = try frame("cut(y, c(-1, 0, 2, 3)) ~ t", FrameOptions(wantsClasses: true))
    #expect(classes.responseLevels == ["(-1,0]", "(0,2]", "(2,3]"])
    #expect(
      message { try frame("factor(g) ~ x") }
        == "the response factor(g) has 3 levels (a, b, c); use a family of classes, such as categorical")
  }

  @Test func `variables say what columns are used as`() throws {
    let frame = try frame(
      "y ~ t + I(t * x) + (g == \"a\") + factor(y, levels = c(2, 0, 1, 3)) + cut(x, 2)",
      FrameOptions())
    #expect(
      frame.specification.variables == [
        ModelVariable(name: "t", kind: .factor(levels: ["FALSE", "TRUE"])),
        ModelVariable(name: "x", kind: .number, hasSlope: false),
        ModelVariable(name: "g", kind: .factor(levels: ["a", "b", "c"])),
        ModelVariable(name: "y", kind: .factor(levels: ["2", "0", "1", "3"])),
      ])
  }

  @Test(arguments: [
    ("x", true), ("I(x^2) + log(x + z)", true), ("ns(x, 2):g", true), ("scale(x)", true),
    ("pmax(x, z)", true),
    ("ifelse(t, x, -x)", true), ("x > 3", false), ("x + cut(x, 2)", false), ("I(floor(x) * z)", false),
    ("I((x > 1) * z)", false), ("x + factor(x)", false), ("poly(round(x), 1)", false), ("I(x %% 2)", false),
    ("ifelse(x > 2, x, z)", false), ("I(as.numeric(factor(x)) + z)", false), ("I(x %in% c(1, 2))", false),
  ])
  func `a number has a slope unless it enters by steps`(_ terms: String, _ expected: Bool) throws {
    let frame = try ModelFrame(
      formula: "y ~ \(terms)", table: Table(csv: "y,x,z,g,t\n1,1,4,a,T\n2,2,5,b,F\n3,3,7,a,T\n4,5,1,b,F\n"))
    let variable = try #require(frame.specification.variables.first { $0.name == "x" })
    #expect(variable.hasSlope == expected)
    if frame.specification.variables.contains(where: { $0.name == "z" && $0.kind == .number }) {
      #expect(frame.specification.variables.first { $0.name == "z" }?.hasSlope == true)
    }
  }

  @Test func `one variable replaced, in everything made of it`() throws {
    let frame = try ModelFrame(
      formula:
        "y ~ poly(x, 1, raw = TRUE) + I(scale(x, scale = FALSE)^2) + t + I(t * x) + (g == \"b\") + factor(k)",
      table: Table(
        csv: "y,x,t,g,k\n1,1,TRUE,a,1\n2,2,FALSE,b,2\n3,3,TRUE,c,1\n4,6,FALSE,a,2\n"))
    func columns(_ name: String, _ values: ReplacementValues) throws -> [[Double]] {
      Array(matrix(try frame.source(replacing: name, with: values)).dropFirst())
    }
    let moved = try columns("x", .numbers([4, 4, 5, 0]))
    #expect(moved[0] == [4, 4, 5, 0])
    #expect(moved[1] == [1, 1, 4, 9])
    #expect(moved[3] == [4, 0, 5, 0])
    #expect(try columns("t", .level("FALSE"))[2] == [0, 0, 0, 0])
    #expect(try columns("t", .level("TRUE"))[3] == [1, 2, 3, 6])
    #expect(try columns("g", .level("b"))[4] == [1, 1, 1, 1])
    #expect(try columns("k", .level("2"))[5] == [1, 1, 1, 1])
  }

  @Test func `interactions are products of pieces, and factors codes`() throws {
    let frame = try frame("y ~ g*t + x:g + g:poly(x, 2)")
    for piece in frame.source.pieces {
      switch piece {
      case .constant, .dense, .factor, .product: continue
      default: Issue.record("a piece that should not be there")
      }
    }
    #expect(frame.source.pieces.count < frame.source.columns.count)
  }

  @Test func `a factor of many levels costs no more than its codes`() throws {
    let labels = (0..<60_000).map { "k\($0)" }
    let table = try Table(columns: [
      TableColumn("y", labels.indices.map { Double($0) }), TableColumn("k", labels),
    ])
    let frame = try ModelFrame(formula: "y ~ k", table: table)
    #expect(frame.source.columns.count == 60_000)
    guard case .factor(let codes, let contrasts) = frame.source.pieces[1] else {
      Issue.record("a factor is codes")
      return
    }
    #expect(codes.count == 60_000 && contrasts.columnCount == 59_999)
    #expect(
      message {
        try ModelFrame(formula: "y ~ k", table: table, options: FrameOptions(contrasts: ["k": .sum]))
      }
      .contains("use treatment coding"))
  }
}

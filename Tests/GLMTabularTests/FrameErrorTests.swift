import GLMTabular
import Testing

@Suite struct FrameErrorTests {
  /// A CSV text, a formula, and the whole message.
  static let refused: [(String, String, String)] = [
    (
      "y,age\n1,2\n", "y ~ aeg",
      "formula: there is no column \"aeg\" in the data at character 5 of \"y ~ aeg\"; did you mean \"age\"?"
    ),
    (
      "y,age\n1,2\n", "y ~ age - zebra",
      "formula: there is no column \"zebra\" in the data at character 11 of \"y ~ age - zebra\"; "
        + "the header of the data names the columns"
    ),
    (
      "y,x\n1,2\n2,Inf\n", "y ~ x",
      "line 3: x is inf; correct the value, or mark it missing with an empty cell or NA"
    ),
    (
      "y,x\n1,2\n2,1e999\n", "y ~ log(x)",
      "line 3: x is inf; correct the value, or mark it missing with an empty cell or NA"
    ),
    (
      "y,x\nNaN,2\nNaN,1\n", "y ~ x",
      "no rows: all 2 rows have a missing cell (y: 2); leave out the columns that are missing most"
    ),
    (
      "y,x\n1,2\n2,0\n", "y ~ log(x)",
      "line 3: log(x) is -inf where x = 0; correct the value, or mark it missing with an empty cell or NA"
    ),
    (
      "y,x\n1,2\n2,-1\n", "y ~ sqrt(x)",
      "line 3: sqrt(x) is nan where x = -1; correct the value, or mark it missing with an empty cell or NA"
    ),
    (
      "y,x\n1,1e200\n2,0\n", "y ~ I(x*1e200)",
      "line 2: I(x * 1e+200) is inf where x = 1e+200; "
        + "correct the value, or mark it missing with an empty cell or NA"
    ),
    (
      "y,x,z\n1,1e200,1e200\n2,0,1\n", "y ~ x:z",
      "line 2: x:z is inf; correct the value, or mark it missing with an empty cell or NA"
    ),
    (
      "y,x\n0,2\n2,1\n", "log(y) ~ x",
      "line 2: log(y) is -inf where y = 0; correct the value, or mark it missing with an empty cell or NA"
    ),
    (
      "y,g\n1,a\n2,b\n", "y ~ log(g)",
      "line 2, column g: \"a\" is not a number, but log(g) needs numbers; "
        + "correct the cell, or use a column of numbers"
    ),
    (
      "y,g\n1,4\n2,b\n", "y ~ I(y*g)",
      "line 3, column g: \"b\" is not a number, but I(y * g) needs numbers; "
        + "correct the cell, or use a column of numbers"
    ),
    (
      "y,x\n1,\n2,\n3,NA\n", "y ~ x",
      "no rows: all 3 rows have a missing cell (x: 3); leave out the columns that are missing most"
    ),
    ("y,x\n", "y ~ x", "no rows: the data has a header only; add rows"),
    (
      "y,g\n1,a\n2,a\n", "y ~ g",
      "factor g has only one level, \"a\", in the rows used; leave it out of the formula"
    ),
    (
      "y,x\n1,1\n", "y ~ 0",
      "formula: neither an intercept nor a term is left; leave the intercept in or add a column"
    ),
    (
      "y,x\na,1\nb,2\nc,3\n", "y ~ x",
      "the response y has 3 levels (a, b, c); use a family of classes, such as categorical"
    ),
    (
      "y,x\n1,1\n2,3\n", "y ~ x + y",
      "formula: the response y among the terms, at character 9 of \"y ~ x + y\"; take it out"
    ),
  ]

  @Test(arguments: refused) func messages(_ csv: String, _ formula: String, _ expected: String) {
    #expect(message { try ModelFrame(formula: formula, table: Table(csv: csv)) } == expected)
  }

  @Test func optionsThatAreRefused() {
    let csv = "y,x,w,e\n1,2,1,1\n2,3,-1,0\n"
    func error(_ options: FrameOptions, _ formula: String = "y ~ x", _ csv: String = csv) -> String {
      message { try ModelFrame(formula: formula, table: Table(csv: csv), options: options) }
    }
    #expect(
      error(FrameOptions(weights: .precision("w")))
        == "line 3, column w: the weight is -1; weights are finite and at least 0")
    #expect(
      error(FrameOptions(weights: .precision("w")), "y ~ x", "y,x,w\n1,2,inf\n")
        == "line 2, column w: the weight is inf; weights are finite and at least 0")
    #expect(
      error(FrameOptions(exposure: "e"))
        == "line 3, column e: the exposure is 0; exposures are finite and above 0")
    #expect(
      error(FrameOptions(trials: "nn"), "y ~ x")
        == "there is no trials column \"nn\" in the data; the header names the columns")
    #expect(
      error(FrameOptions(weights: .precision("W")))
        == "there is no weights column \"W\" in the data; did you mean \"w\"?"
    )
    #expect(
      error(FrameOptions(levels: ["x": ["2"]]))
        == "line 3, column x: \"3\" is none of the levels 2; add it to the levels or correct the cell")
    #expect(error(FrameOptions(trials: "e"), "cbind(y, x) ~ 1").contains("has its trials already"))
    #expect(error(FrameOptions(wantsClasses: true), "cbind(y, x) ~ 1").contains("classes"))
    #expect(error(FrameOptions(exposure: "x", wantsClasses: true)).contains("not built yet"))
    #expect(
      error(FrameOptions(wantsClasses: true), "y ~ x", "y,x\n1.5,1\n2,2\n")
        == "line 2: the class y is 1.5, not a whole number; write factor(y) if every value is a class")
  }

  @Test func messagesAreOneLine() {
    #expect(
      message { try ModelFrame(formula: "y ~ `a\nb`", table: Table(csv: "y\n1\n")) }
        == "formula: there is no column \"a\\nb\" in the data at character 5 of \"y ~ `a b`\"; "
        + "the header of the data names the columns")
    #expect(
      message { try Table(csv: "\"x\r\ny\"\n\"1\" 2\n", name: "f") }
        == "f: line 3, column x\\ny: text after a closing quote; double a quote inside quotes")
  }

  @Test func interactionsThatAreTooLarge() throws {
    let labels = (0..<2000).map { "k\($0)" }
    let table = try Table(columns: [
      TableColumn("y", [Double](repeating: 1, count: 2000)), TableColumn("a", labels),
      TableColumn("b", labels),
    ])
    #expect(message { try ModelFrame(formula: "y ~ a:b", table: table) }.contains("too many"))
  }
}

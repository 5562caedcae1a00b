import GLMAlgebra
import GLMModel
import GLMTabular
import Testing

/// What functions and operators of the language are worth, beyond what R's model matrices show.
@Suite struct LanguageTests {
  static let csv = """
    y,x,z,g,t,s
    1,-2.5,3,a,TRUE,low
    2,0,2,b,F,high
    3,1.25,1,a,true,mid
    4,2.5,5,c,FALSE,low
    5,4,-1,b,T,high

    """

  private func column(_ text: String, _ options: FrameOptions = FrameOptions()) throws -> [Double] {
    let frame = try ModelFrame(formula: "y ~ \(text)", table: Table(csv: LanguageTests.csv), options: options)
    return try #require(matrix(frame.source).last)
  }

  /// Terms of one column, and the column.
  static let columns: [(String, [Double])] = [
    ("I(x %% 2)", [1.5, 0, 1.25, 0.5, 0]), ("I(x %/% 2)", [-2, 0, 0, 1, 2]),
    ("I(x %% -2)", [-0.5, 0, -0.75, -1.5, 0]),
    ("floor(x)", [-3, 0, 1, 2, 4]), ("ceiling(x)", [-2, 0, 2, 3, 4]), ("round(x)", [-2, 0, 1, 2, 4]),
    ("trunc(x)", [-2, 0, 1, 2, 4]), ("sign(x)", [-1, 0, 1, 1, 1]), ("round(x, 1)", [-2.5, 0, 1.2, 2.5, 4]),
    ("I(x * t)", [-2.5, 0, 1.25, 0, 4]), ("I(x * (z > 1))", [-2.5, 0, 0, 2.5, 0]), ("t", [1, 0, 1, 0, 1]),
    ("x > 1", [0, 0, 1, 1, 1]), ("!t", [0, 1, 0, 1, 0]), ("g == \"a\"", [1, 0, 1, 0, 0]),
    ("'a' != g", [0, 1, 0, 1, 1]),
    ("I(g %in% c(\"a\", 'c'))", [1, 0, 1, 1, 0]), ("I(x %in% c(0, 4))", [0, 1, 0, 0, 1]),
    ("t & x > 0", [0, 0, 1, 0, 1]),
    ("t | x > 2", [1, 0, 1, 1, 1]), ("x > 0 & !(z == 5)", [0, 0, 1, 0, 1]),
    ("ifelse(x > 0, x, -1)", [-1, -1, 1.25, 2.5, 4]),
    ("pmin(x, z, 2)", [-2.5, 0, 1, 2, -1]), ("pmax(x, z)", [3, 2, 1.25, 5, 4]),
    ("I(x - mean(x))", [-3.55, -1.05, 0.2, 1.45, 2.95]),
    ("I(x > median(x))", [0, 0, 0, 1, 1]), ("I(z - min(z))", [4, 3, 2, 6, 0]),
    ("as.numeric(t)", [1, 0, 1, 0, 1]),
    ("as.numeric(factor(g))", [1, 2, 1, 3, 2]), ("as.integer(x)", [-2, 0, 1, 2, 4]),
    ("cut(x, c(-9, 0, 2, 9), labels = FALSE)", [1, 1, 2, 3, 3]),
    ("t == \"TRUE\"", [1, 0, 1, 0, 1]), ("t == FALSE", [0, 1, 0, 1, 0]),
    ("I(2 * pi * z / pi)", [6, 4, 2, 10, -2]),
    ("log(I(2^z), 2)", [3, 2, 1, 5, -1]), ("log(I(10^z), base = 10)", [3, 2, 1, 5, -1]),
    ("log(base = 2, I(2^z))", [3, 2, 1, 5, -1]),
    ("I(-x^2)", [-6.25, 0, -1.5625, -6.25, -16]), ("I(x**2)", [6.25, 0, 1.5625, 6.25, 16]), ("I(z:x)", []),
    ("I(ordered(s, \"low\", \"mid\", \"high\") >= \"mid\")", [0, 1, 1, 0, 1]),
    ("I(\"mid\" > ordered(s, levels = c(\"low\", \"mid\", \"high\")))", [1, 0, 0, 1, 0]),
    ("g == s", [0, 0, 0, 0, 0]),
    ("I(T * z)", [3, 2, 1, 5, -1]), ("I(x * 2L)", [-5, 0, 2.5, 5, 8]),
    ("scale(z, center = 1, scale = 2)", [1, 0.5, 0, 2, -1]),
    ("center(z)", [1, 0, -1, 3, -3]), ("scale(z, TRUE, FALSE)", [1, 0, -1, 3, -3]),
    ("splines::ns(z, df = 1)", []),
    ("x < 1 | g == 'c'", [1, 1, 0, 1, 0]), ("(x > 0) == t", [0, 1, 1, 0, 1]), ("expm1(log1p(z * z))", []),
  ]

  @Test(arguments: columns) func `columns are worth what they say`(_ text: String, _ expected: [Double])
    throws
  {
    if expected.isEmpty { return }
    for (found, wanted) in zip(try column(text), expected) { #expect(abs(found - wanted) < 1e-14, "\(text)") }
  }

  /// Terms, the columns they make, and the last of these.
  static let factors: [(String, [String], [Double])] = [
    ("t", ["t[TRUE]"], [1, 0, 1, 0, 1]), ("0 + t", ["t[FALSE]", "t[TRUE]"], [1, 0, 1, 0, 1]),
    ("relevel(g, \"c\")", ["relevel(g, \"c\")[a]", "relevel(g, \"c\")[b]"], [0, 1, 0, 0, 1]),
    ("relevel(g, 2)", ["relevel(g, 2)[a]", "relevel(g, 2)[c]"], [0, 0, 0, 1, 0]),
    (
      "factor(g, labels = \"G\")", ["factor(g, labels = \"G\")[G2]", "factor(g, labels = \"G\")[G3]"],
      [0, 0, 0, 1, 0]
    ),
    (
      "factor(g, labels = c(\"p\", \"q\", \"p\"))", ["factor(g, labels = c(\"p\", \"q\", \"p\"))[q]"],
      [0, 1, 0, 0, 1]
    ),
    (
      "ordered(s, \"low\", \"high\", \"mid\")",
      [".L", ".Q"].map { "ordered(s, \"low\", \"high\", \"mid\")[\($0)]" }, []
    ),
    ("factor(z > 1)", ["factor(z > 1)[TRUE]"], [1, 1, 0, 1, 0]),
    ("I(g)", ["I(g)[b]", "I(g)[c]"], [0, 0, 0, 1, 0]),
    ("C(s, sum)", ["C(s, sum)[1]", "C(s, sum)[2]"], [1, 0, -1, 1, 0]),
    (
      "cut(x, c(-9, 0, 9), c(\"no\", \"yes\"))", ["cut(x, c(-9, 0, 9), c(\"no\", \"yes\"))[yes]"],
      [0, 0, 1, 1, 1]
    ),
    ("cut(x, breaks = 2)", ["cut(x, breaks = 2)[(0.75,4.01]]"], [0, 0, 1, 1, 1]),
    (
      "factor(floor(x))", ["-2", "0", "1", "2", "4"].map { "factor(floor(x))[\($0)]" }.suffix(4).map { $0 },
      [0, 0, 0, 0, 1]
    ),
    ("cbind(x, z)", ["cbind(x, z)x", "cbind(x, z)z"], [3, 2, 1, 5, -1]),
    ("x:t", ["x:t[FALSE]", "x:t[TRUE]"], [-2.5, 0, 1.25, 0, 4]),
    ("poly(z, 1)", ["poly(z, 1)"], []),
    ("poly(z, 2, raw = T)", ["poly(z, 2, raw = T)1", "poly(z, 2, raw = T)2"], [9, 4, 1, 25, 1]),
    ("I(x > 9)", ["I(x > 9)[TRUE]"], [0, 0, 0, 0, 0]),
    ("factor(2e5 * z > 1)", ["factor(2e+05 * z > 1)[TRUE]"], [1, 1, 1, 1, 0]),
    (
      "factor(z * 100000)", ["1e+05", "2e+05", "3e+05", "5e+05"].map { "factor(z * 1e+05)[\($0)]" },
      [0, 0, 0, 1, 0]
    ),
    (
      "factor(z / 3)",
      ["0.333333333333333", "0.666666666666667", "1", "1.66666666666667"].map { "factor(z/3)[\($0)]" },
      [0, 0, 0, 1, 0]
    ),
  ]

  @Test(arguments: factors) func `factors and bases make these columns`(
    _ text: String, _ expected: [String], _ last: [Double]
  ) throws {
    let frame = try ModelFrame(formula: "y ~ \(text)", table: Table(csv: LanguageTests.csv))
    #expect(names(frame.source).filter { $0 != "(Intercept)" } == expected)
    if last.isEmpty { return }
    #expect(try column(text) == last)
  }

  /// Rows in which a value lies outside of the breaks or levels are missing, and counted.
  @Test func `values outside of breaks and levels are missing`() throws {
    let table = try Table(csv: LanguageTests.csv)
    let frame = try ModelFrame(
      formula: "y ~ cut(x, c(-3, 1, 3)) + factor(g, levels = c(\"b\", \"a\"))", table: table)
    #expect(frame.rows == [0, 1, 2])
    #expect(
      frame.missing == [
        MissingCount(column: "cut(x, c(-3, 1, 3))", rows: 1),
        MissingCount(column: "factor(g, levels = c(\"b\", \"a\"))", rows: 1),
      ])
    let new = try frame.specification.frame(for: Table(csv: "x,g\n0,a\n99,a\n0,z\n2,b\n"))
    #expect(new.rows == [0, 3])
    #expect(
      message { try ModelFrame(formula: "y ~ cut(x, c(8, 9))", table: table) }
        == "no rows: all 5 rows have a missing cell (cut(x, c(8, 9)): 5); leave out the columns that are missing most"
    )
  }

  /// State is learned wherever it stands, and kept.
  @Test func `nested state is remembered`() throws {
    let table = try Table(columns: ["y": [1, 2, 3, 4], "x": [1, 2, 3, 6], "z": [2, 4, 4, 8]])
    let frame = try ModelFrame(
      formula:
        "y ~ I(scale(x, scale = FALSE)^2) + I(x > mean(z)) + log(z / max(z)) + scale(center(x) * 2, FALSE, 4)",
      table: table)
    let new = try frame.specification.frame(for: Table(columns: ["x": [5, 4], "z": [16, 8]]))
    #expect(matrix(new.source) == [[1, 1], [4, 1], [1, 0], [Double.log(2), 0], [1, 0.5]])
  }

  /// A column that is its own name beats a name with a value.
  @Test func `columns come before constants`() throws {
    let table = try Table(columns: ["y": [1, 2, 3], "pi": [5, 6, 8], "T": [2, 0, 1]])
    let frame = try ModelFrame(formula: "y ~ I(pi * 2) + I(T * 3)", table: table)
    #expect(matrix(frame.source).dropFirst() == [[10, 12, 16], [6, 0, 3]])
    #expect(frame.specification.variables.map(\.name) == ["pi", "T"])
  }
}

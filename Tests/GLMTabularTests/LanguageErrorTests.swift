import GLMTabular
import Testing

/// The whole message of each error of the language that the data bring to light.
@Suite struct LanguageErrorTests {
  static let csv = "y,x,g,t,k\n1,1,a,TRUE,1\n2,2,b,FALSE,2\n3,3,a,TRUE,3\n"

  /// A formula and its message.
  static let refused: [(String, String)] = [
    (
      "y ~ g > \"a\"",
      "formula: texts have no order at character 7 of \"y ~ g > \"a\"\"; "
        + "write ordered(x, levels = c(\"low\", \"high\")) > \"low\""
    ),
    (
      "y ~ x == \"1\"",
      "formula: a comparison of x, a number, with a text at character 7 of \"y ~ x == \"1\"\"; compare it with a number"
    ),
    (
      "y ~ poly(x, 3)",
      "formula: poly(x, 3) at character 5 of \"y ~ poly(x, 3)\": a polynomial of degree 3 needs more than 3 different "
        + "values but there are 3; lower the degree"
    ),
    (
      "y ~ x + relevel(g, ref = \"c\")",
      "formula: relevel(g, ref = \"c\") at character 9 of \"y ~ x + relevel(g, ref = \"c\")\": "
        + "\"c\" is none of the levels a, b; name one of them"
    ),
    (
      "y ~ relevel(x, \"1\")",
      "formula: relevel(x, \"1\") at character 5 of \"y ~ relevel(x, \"1\")\": x is no factor; "
        + "write relevel(factor(x), ref = \"b\")"
    ),
    (
      "y ~ relevel(g, 3)",
      "formula: relevel(g, 3) at character 5 of \"y ~ relevel(g, 3)\": ref is no place from 1 to 2; "
        + "give one of the levels a, b in quotes"
    ),
    (
      "y ~ factor(g, levels = c(\"a\", \"a\"))",
      "formula: factor(g, levels = c(\"a\", \"a\")) at character 5 of \"y ~ factor(g, levels = c(\"a\", \"a\"))\": "
        + "the level \"a\" is given twice; give each level once"
    ),
    (
      "y ~ factor(g, labels = c(\"p\", \"q\", \"r\"))",
      "formula: factor(g, labels = c(\"p\", \"q\", \"r\")) at character 5 of "
        + "\"y ~ factor(g, labels = c(\"p\", \"q\", \"r\"))\": 3 labels for 2 levels; give one label a level"
    ),
    (
      "y ~ ns(x, df = x)",
      "formula: x is no constant, at character 16 of \"y ~ ns(x, df = x)\"; "
        + "write numbers or texts, several as c(1, 2) or c(\"a\", \"b\")"
    ),
    (
      "y ~ bs(x, degree = 2.5)",
      "formula: degree is no whole number at character 20 of \"y ~ bs(x, degree = 2.5)\"; write degree = 3"
    ),
    (
      "y ~ cut(x, 3, right = 2)",
      "formula: right is neither TRUE nor FALSE at character 23 of \"y ~ cut(x, 3, right = 2)\"; write right = TRUE"
    ),
    (
      "y ~ C(g, contr.sums)",
      "formula: C(g, contr.sums) at character 5 of \"y ~ C(g, contr.sums)\": contr.sums is no coding; "
        + "did you mean contr.sum?"
    ),
    (
      "y ~ I(poly(x, 2) * 2)",
      "formula: poly( ) inside arithmetic at character 7 of \"y ~ I(poly(x, 2) * 2)\"; let it stand alone"
    ),
    (
      "y ~ I(factor(g) * 2)",
      "formula: factor( ) inside arithmetic at character 7 of \"y ~ I(factor(g) * 2)\"; "
        + "let it stand alone, or write as.numeric( )"
    ),
    (
      "y ~ I(2 * 3)",
      "formula: I(2 * 3) names no column, at character 5 of \"y ~ I(2 * 3)\"; name a column of the data"
    ),
    (
      "y ~ log(x) + sqrt(g)",
      "line 2, column g: \"a\" is not a number, but sqrt(g) needs numbers; correct the cell, or use a column of numbers"
    ),
    (
      "y ~ offset(g == \"a\")",
      "formula: the offset g == \"a\" is no number, at character 14 of \"y ~ offset(g == \"a\")\"; give a column of numbers"
    ),
    (
      "y ~ log(x - 2) > 0",
      "line 2: log(x - 2) > 0 is nan where x = 1; correct the value, or mark it missing with an empty cell or NA"
    ),
    (
      "y ~ factor(1 / (x - 2))",
      "line 3: factor(1/(x - 2)) is inf where x = 2; correct the value, or mark it missing with an empty cell or NA"
    ),
    (
      "y ~ poly(log(x - 1), 1)",
      "line 2: poly(log(x - 1), 1) is nan where x = 1; correct the value, or mark it missing with an empty cell or NA"
    ),
    (
      "y ~ factor(k, levels = c(1))",
      "factor factor(k, levels = c(1)) has only one level, \"1\", in the rows used; leave it out of the formula"
    ),
    (
      "poly(y, 2) ~ x",
      "formula: poly(y, 2) before the '~' at character 1 of \"poly(y, 2) ~ x\"; it belongs among the terms"
    ),
    (
      "cbind(y, x, k) ~ 1",
      "formula: cbind at character 1 of \"cbind(y, x, k) ~ 1\" has 3 arguments; write cbind(successes, failures)"
    ),
    (
      "y ~ scale(k, center = g)",
      "formula: g is no constant, at character 23 of \"y ~ scale(k, center = g)\"; "
        + "write numbers or texts, several as c(1, 2) or c(\"a\", \"b\")"
    ),
    (
      "y ~ scale(0 * k)",
      "formula: scale(0 * k) at character 5 of \"y ~ scale(0 * k)\": every value is 0; use a column that varies"
    ),
    (
      "y ~ (g + k)^x",
      "formula: the power of terms is no whole number from 1, at character 13 of \"y ~ (g + k)^x\"; "
        + "write (a + b)^2 for all products of two; arithmetic goes in I( )"
    ),
  ]

  @Test(arguments: refused) func messages(_ formula: String, _ expected: String) {
    #expect(
      message { try ModelFrame(formula: formula, table: Table(csv: LanguageErrorTests.csv)) } == expected)
  }
}

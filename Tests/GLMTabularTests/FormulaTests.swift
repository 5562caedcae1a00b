import Testing

@testable import GLMTabular

@Suite struct FormulaTests {
  /// A formula's only term, as R deparses it.
  static let deparsed: [(String, String)] = [
    ("I( age ^2 )", "I(age^2)"), ("log( u )", "log(u)"), ("log(a+b)", "log(a + b)"), ("I(a*b)", "I(a * b)"),
    ("I(-a)", "I(-a)"), ("I(1/conc)", "I(1/conc)"), ("I(a-b-1)", "I(a - b - 1)"),
    ("I((a+b)^2)", "I((a + b)^2)"),
    ("I(a/100000)", "I(a/1e+05)"), ("I(a*2.50)", "I(a * 2.5)"), ("I(a*0.0001)", "I(a * 1e-04)"),
    ("I(a+1000)", "I(a + 1000)"), ("I(a*123456)", "I(a * 123456)"), ("I(a^.5)", "I(a^0.5)"),
    ("`Sepal Length`", "`Sepal Length`"), ("`abc`", "abc"), ("Sepal.Length", "Sepal.Length"),
    ("log(`a b`)", "log(`a b`)"), ("b:a", "b:a"), ("a:a", "a"), ("factor( g )", "factor(g)"),
    ("I(a^-1)", "I(a^-1)"),
    ("I(a * 0.12345678901234567)", "I(a * 0.123456789012346)"), ("(a)", "a"), ("I(+a)", "I(+a)"),
    ("I(a * 1e-300)", "I(a * 1e-300)"), ("I(a * 0.99999999999999999)", "I(a * 1)"),
    ("I(a * 0.9999999999999996)", "I(a * 1)"),
  ]

  @Test(arguments: deparsed) func deparsesAsR(_ text: String, _ expected: String) throws {
    #expect(try labels("y ~ \(text)") == [expected])
  }

  /// Formulas, and whether R's `terms` has an intercept and which labels.
  static let algebra: [(String, Bool, [String])] = [
    ("a + b", true, ["a", "b"]), ("a*b", true, ["a", "b", "a:b"]), ("a:b + a", true, ["a", "a:b"]),
    ("a + b:a", true, ["a", "a:b"]), ("b:a", true, ["b:a"]), ("a*b - a", true, ["b", "a:b"]),
    ("a - 1", false, ["a"]), ("0 + a", false, ["a"]), ("a + 0", false, ["a"]), ("-1 + a", false, ["a"]),
    ("0 + a + 1", true, ["a"]), ("a - 0", true, ["a"]), ("1", true, []), ("a - (b - 1)", true, ["a"]),
    ("(a + b):c", true, ["a:c", "b:c"]), ("(a + b)*c", true, ["a", "b", "c", "a:c", "b:c"]),
    ("a*b*c", true, ["a", "b", "c", "a:b", "a:c", "b:c", "a:b:c"]),
    ("a:b:c + c:a", true, ["a:c", "a:b:c"]), ("a + a + b + a", true, ["a", "b"]),
    ("a*b:c", true, ["a", "b:c", "a:b:c"]), ("a + b - b", true, ["a"]), ("a - a + b + a", true, ["b", "a"]),
    ("log(a)*I(b^2)", true, ["log(a)", "I(b^2)", "log(a):I(b^2)"]), ("offset(log(c)) + a", true, ["a"]),
    (".", true, ["a", "b", "c"]), (". - b", true, ["a", "c"]), (".*a", true, ["a", "b", "c", "a:b", "a:c"]),
  ]

  @Test(arguments: algebra) func termsAreR(_ text: String, _ intercept: Bool, _ expected: [String]) throws {
    let algebra = try TermAlgebra(Formula("y ~ \(text)"), otherColumns: ["a", "b", "c"])
    #expect(algebra.hasIntercept == intercept)
    #expect(try labels("y ~ \(text)") == expected)
  }

  @Test func termsOfFourFactorsComeInRsOrder() throws {
    #expect(
      try labels("Days ~ E*S*A*L") == [
        "E", "S", "A", "L", "E:S", "E:A", "S:A", "E:L", "S:L", "A:L", "E:S:A", "E:S:L", "E:A:L", "S:A:L",
        "E:S:A:L",
      ])
  }

  /// Formulas that cannot be read, and the whole message.
  static let refused: [(String, String)] = [
    (
      "y ~ log(a))",
      "formula: unexpected ')' at character 11 of \"y ~ log(a))\"; an operator or the end can stand here"
    ),
    ("", "formula: ends too early, at character 1 of \"\"; a column, a function or a number must follow"),
    ("y", "formula: ends too early, at character 2 of \"y\"; '~' and the terms must follow"),
    ("~ a", "formula: no response before the '~' at character 1 of \"~ a\"; write response ~ terms"),
    (
      "y ~ a b",
      "formula: unexpected 'b' at character 7 of \"y ~ a b\"; an operator or the end can stand here"
    ),
    (
      "y ~ sum(a)",
      "formula: the function sum is not built yet (at character 5 of \"y ~ sum(a)\"); "
        + "compute the column in the data instead"
    ),
    ("y ~ lgo(a)", "formula: there is no function lgo at character 5 of \"y ~ lgo(a)\"; did you mean log?"),
    (
      "y ~ a + 2",
      "formula: the number 2 is no term, at character 9 of \"y ~ a + 2\"; "
        + "only 1 and 0, which add and remove the intercept, stand among terms; arithmetic goes in I( )"
    ),
    (
      "y ~ log(a, b, c)",
      "formula: log at character 5 of \"y ~ log(a, b, c)\" has 3 arguments; write log(x) or log(x, base = 2)"
    ),
    (
      "y ~ poly(a, degre = 2)",
      "formula: poly has no argument degre at character 13 of \"y ~ poly(a, degre = 2)\"; did you mean degree?"
    ),
    (
      "y ~ a && b",
      "formula: '&&' at character 7 of \"y ~ a && b\"; write & to join conditions row by row"
    ),
    ("y ~ `a", "formula: the backquote at character 5 of \"y ~ `a\" never closes; close it"),
    (
      "y ~ a $ b",
      "formula: unexpected character '$' at character 7 of \"y ~ a $ b\"; a column, a function or an operator can stand here"
    ),
  ]

  @Test(arguments: refused) func refusesWithThePlace(_ text: String, _ expected: String) {
    #expect(message { try labels(text) } == expected)
  }

  @Test(arguments: ["y ~ s(a)", "y ~ interaction(a, b)", "y ~ is.na(a)", "y ~ rep(1, 2)"])
  func refusesTheLaterLanguageByName(_ text: String) {
    #expect(message { try labels(text) }.contains("not built yet"))
  }

  @Test(arguments: [
    "y ~ a:offset(b)", "y ~ a - offset(b)", "y ~ log(.)", "y ~ log(a:b)", "y ~ log(2)", "y ~ I(1)",
    "offset(y) ~ a", "cbind(y, cbind(a, b)) ~ a", "1 ~ a", "y ~ a:1", "y ~ -a:b", "y ~ 1e999", "y ~ log()",
    "y ~ log2(a, b)", "y ~ log(a,)", "y ~ a +", "y ~ (a", "y ~ ~ a", "y ~ a ~ b", "y ~ 2a", "y ~ ``",
    "y ~ \"a\"", "y ~ pi", "y ~ c(a, b)", "y ~ I(a = 2)", "y ~ a = 2", "y ~ I(a <- 1)", "y ~ a < b < c",
    "y ~ a && b", "y ~ a || b", "y ~ poly(2, 2)", "y ~ poly(a)^b", "y ~ a^b", "y ~ a^0", "y ~ a^1.5",
    "y ~ (a + b)^-1", "y ~ log(a, bas = 2)", "y ~ I(\"a\")", "y ~ a > \"b\"", "y ~ I(poly(a, 2)^2)",
    "y ~ factor(a, exclude = 3)", "y ~ relevel(a, 2)", "y ~ cut(a, 2, right = 1)", "y ~ ns(a, knots = b)",
    "y ~ poly(a, b, degree = 2)", "y ~ log(\"\\q\")", "y ~ MASS::bs(a)", "y ~ splines::bs", "y ~ NULL",
    "poly(y, 2) ~ a", "cbind(a) ~ b", "y ~ I(c(a, b))", "y ~ C(factor(a), conts.sum)",
    "y ~ ordered(a, 1, 2, 3)", "y ~ $",
  ]) func refusesWhatMeansNothing(_ text: String) {
    let found = message {
      let columns = ["y", "a", "b", "c"].map { TableColumn($0, [1, 2, 4, 3, 0.5]) }
      return try ModelFrame(formula: text, table: Table(columns: columns))
    }
    #expect(found.hasPrefix("formula: "), "\(text): \(found)")
  }

  @Test func theCaretStandsUnderTheCharacter() {
    do throws(FormulaError) {
      _ = try Formula("y ~ lgo(a)")
    } catch {
      #expect(error.caret == "y ~ lgo(a)\n    ^")
      #expect(error.place.offset == 4)
    }
  }

  @Test func hostileFormulasEnd() throws {
    for open in ["(", "log(", "-", "I(a^", "a:", "a*"] {
      let text = "y ~ " + String(repeating: open, count: 50_000) + "a"
      #expect(throws: FormulaError.self) { try Formula(text) }
    }
    let wide = (0..<5000).map { "x\($0)" }.joined(separator: " + ")
    #expect(try labels("y ~ \(wide)").count == 5000)
    let product = (0..<60).map { "x\($0)" }.joined(separator: "*")
    #expect(message { try labels("y ~ \(product)") }.contains("makes more than 10000 terms"))
  }

  @Test func sourceReadsBackTheSame() throws {
    for (text, _) in FormulaTests.deparsed {
      let terms = try Formula("y ~ \(text)").terms
      #expect(try Parser.expression(terms.source).source == terms.source)
    }
    let exact = try Parser.expression(
      "I(a * 0.12345678901234567 + `b``` * 1e22)".replacing("```", with: "\\``"))
    #expect(exact.source == "I(a * 0.12345678901234566 + `b\\`` * 1e+22)")
  }

  /// The labels of the terms.
  private func labels(_ text: String) throws -> [String] {
    let algebra = try TermAlgebra(Formula(text), otherColumns: ["a", "b", "c"])
    return algebra.terms.map { $0.map { algebra.variables[$0].deparsed }.joined(separator: ":") }
  }
}

/// Random formulas over the columns of ``RandomFormula/table()``, by the grammar of the language.
struct RandomFormula {
  var generator: FixedGenerator

  init(seed: UInt64) { generator = FixedGenerator(state: seed) }

  private mutating func pick(_ choices: [String]) -> String {
    choices.randomElement(using: &generator) ?? ""
  }

  private mutating func roll() -> Int { Int.random(in: 0..<100, using: &generator) }

  /// A formula that has a meaning, though the data may not suit it.
  mutating func formula() -> String {
    pick(["y", "y", "log(y + 9)", "y > 2", "cbind(y, n)", "relevel(g, \"b\")", "h"]) + " ~ " + terms(0)
  }

  mutating func terms(_ depth: Int) -> String {
    let r = roll()
    if depth > 2 || r < 40 { return variable() }
    if r < 60 { return terms(depth + 1) + " + " + terms(depth + 1) }
    if r < 68 { return variable() + "*" + variable() }
    if r < 76 { return terms(depth + 1) + ":(" + terms(depth + 1) + ")" }
    if r < 80 { return variable() + "/" + variable() }
    if r < 84 { return variable() + " %in% " + variable() }
    if r < 88 { return "(" + variable() + " + " + variable() + " + " + variable() + ")^2" }
    if r < 92 { return "(" + terms(depth + 1) + " - " + variable() + ")" }
    if r < 95 { return pick(["0 + ", "-1 + ", "1 + "]) + terms(depth + 1) }
    if r < 98 { return "offset(" + number(2) + ") + " + terms(depth + 1) }
    return pick([".", "(. - x)", ".^2"])
  }

  mutating func variable() -> String {
    let r = roll()
    if r < 25 { return pick(["x", "z", "n", "x", "z", "n", "y", "`a b`"]) }
    if r < 40 { return "I(" + number(0) + ")" }
    if r < 55 { return basis() }
    if r < 85 { return factor() }
    return "I(" + truth(0) + ")"
  }

  mutating func number(_ depth: Int) -> String {
    let r = roll()
    if depth > 3 || r < 35 { return pick(["x", "z", "n", "`a b`", "2", "0.5", "10L", "pi", "1e3"]) }
    if r < 55 { return number(depth + 1) + pick([" + ", " - ", " * ", "/"]) + number(depth + 1) }
    if r < 62 { return "(" + number(depth + 1) + ")" + pick(["", "^2", "^0.5", "%%3", "%/%2"]) }
    if r < 80 {
      let function = pick([
        "log", "exp", "sqrt", "abs", "sin", "cos", "tan", "floor", "round", "sign", "log2", "log1p", "scale",
        "center",
        "as.numeric", "expm1", "trunc", "I",
      ])
      return function + "(" + number(depth + 1) + ")"
    }
    if r < 84 { return "-" + number(depth + 1) }
    if r < 88 { return "(" + truth(depth + 1) + ")" }
    if r < 91 {
      return "ifelse(" + truth(depth + 1) + ", " + number(depth + 1) + ", " + number(depth + 1) + ")"
    }
    if r < 94 { return pick(["pmin", "pmax"]) + "(" + number(depth + 1) + ", " + number(depth + 1) + ")" }
    if r < 97 {
      return pick(["mean", "median", "sd", "min", "max"]) + "(" + pick(["x", "z", "log(n)"]) + ")"
    }
    return "as.numeric(" + factor() + ")"
  }

  mutating func truth(_ depth: Int) -> String {
    let r = roll()
    if depth > 3 || r < 40 {
      return number(depth + 1) + pick([" > ", " < ", " >= ", " <= ", " == ", " != "]) + number(depth + 1)
    }
    if r < 50 { return pick(["t", "!t", "t == \"TRUE\"", "TRUE"]) }
    if r < 65 {
      return pick(["g == \"a\"", "\"b\" != g", "g == h", "g %in% c(\"a\", 'b')", "x %in% c(1, 2:5)"])
    }
    if r < 75 { return "!(" + truth(depth + 1) + ")" }
    if r < 92 { return "(" + truth(depth + 1) + ")" + pick([" & ", " | "]) + "(" + truth(depth + 1) + ")" }
    return pick(["ordered(g) > \"a\"", "ordered(g, \"c\", \"b\", \"a\") <= \"b\"", "cut(x, 2) == factor(h)"])
  }

  mutating func basis() -> String {
    let argument = pick(["x", "z", "log(n)", "`a b`", "scale(x)", "x + z"])
    return pick([
      "poly(@, 2)", "poly(@, 3)", "poly(@, 2, raw = TRUE)", "poly(@, 1)", "bs(@)", "bs(@, df = 4)",
      "ns(@, 2)",
      "ns(@, df = 3)", "bs(@, degree = 1, knots = c(2, 4))", "ns(@, knots = quantile(@, c(0.3, 0.6)))",
      "splines::ns(@, 2)", "cbind(@, x)", "bs(@, 4, intercept = TRUE)",
    ]).replacing("@", with: argument)
  }

  mutating func factor() -> String {
    pick([
      "g", "h", "t", "factor(k)", "as.factor(k)", "factor(g)", "ordered(g)",
      "ordered(k, levels = c(2, 1, 3))",
      "relevel(g, ref = \"b\")", "relevel(factor(k), \"3\")", "factor(k, levels = c(3, 1))",
      "factor(k, levels = 1:3, labels = c(\"p\", \"q\", \"p\"))", "cut(x, 3)",
      "cut(x, c(0, 3, 7), labels = FALSE)",
      "cut(z, c(-Inf, 1, 3, Inf), right = FALSE)", "cut(x, c(0, 3, 6))", "C(g, contr.sum)", "C(g, helmert)",
      "C(factor(k), contr.treatment, base = 2)", "factor(x > 3)", "I(g)", "droplevels(h)",
      "factor(floor(x / 3))",
      "ordered(x > 2)", "cut(z, 2, ordered_result = TRUE)",
    ])
  }
}

extension RandomFormula {
  /// Twelve rows: numbers y, n, x, z, k and one of an odd name, texts g and h, truth values t.
  static let csv = """
    y,n,x,z,k,g,h,t,a b
    1,4,1.5,3,1,a,u,TRUE,2
    3,2,2,1,2,b,v,FALSE,4.5
    2,7,4,-1,3,c,u,TRUE,1
    5,3,3,2,1,a,v,TRUE,3
    4,1,6.5,4,2,b,u,FALSE,5
    2,9,5,0,3,c,v,FALSE,7
    6,2,7,5,1,a,u,TRUE,6
    3,5,0.5,2.5,2,c,v,TRUE,2.5
    1,6,8,3.5,3,b,u,FALSE,8
    7,2,,1,1,a,v,TRUE,1.5
    4,8,9,6,2,,u,FALSE,9
    2,3,2.5,-2,3,b,v,TRUE,4

    """
}

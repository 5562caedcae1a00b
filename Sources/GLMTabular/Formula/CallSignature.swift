/// The functions of the language: what each is called with, by R's names.
struct CallSignature: Sendable {
  /// The parameters in R's order.
  let parameters: [String]
  /// How many of the first must be given.
  let required: Int
  /// Whether more arguments than parameters may follow.
  let isVariadic: Bool
  /// How it is written, as in `log(x)`.
  let usage: String

  private init(_ parameters: [String], required: Int = 1, isVariadic: Bool = false, usage: String) {
    self.parameters = parameters
    self.required = required
    self.isVariadic = isVariadic
    self.usage = usage
  }

  /// Functions that are more than a number for a number.
  private static let forms: [String: CallSignature] = [
    "I": CallSignature(["x"], usage: "I(x)"),
    "log": CallSignature(["x", "base"], usage: "log(x) or log(x, base = 2)"),
    "round": CallSignature(["x", "digits"], usage: "round(x) or round(x, 2)"),
    "scale": CallSignature(["x", "center", "scale"], usage: "scale(x)"),
    "center": CallSignature(["x"], usage: "center(x)"),
    "ifelse": CallSignature(["test", "yes", "no"], required: 3, usage: "ifelse(x > 0, a, b)"),
    "pmin": CallSignature([], required: 2, isVariadic: true, usage: "pmin(x, z)"),
    "pmax": CallSignature([], required: 2, isVariadic: true, usage: "pmax(x, z)"),
    "as.numeric": CallSignature(["x"], usage: "as.numeric(x)"),
    "as.integer": CallSignature(["x"], usage: "as.integer(x)"),
    "mean": CallSignature(["x"], usage: "mean(x)"),
    "median": CallSignature(["x"], usage: "median(x)"),
    "sd": CallSignature(["x"], usage: "sd(x)"),
    "min": CallSignature(["x"], usage: "min(x)"),
    "max": CallSignature(["x"], usage: "max(x)"),
    "quantile": CallSignature(["x", "probs"], required: 2, usage: "quantile(x, c(0.25, 0.75))"),
    "factor": CallSignature(["x", "levels", "labels", "exclude", "ordered"], usage: "factor(x)"),
    "as.factor": CallSignature(["x"], usage: "as.factor(x)"),
    "droplevels": CallSignature(["x"], usage: "droplevels(x)"),
    "ordered": CallSignature(
      ["x", "levels", "labels"], isVariadic: true, usage: "ordered(x, levels = c(\"low\", \"high\"))"),
    "as.ordered": CallSignature(["x"], usage: "as.ordered(x)"),
    "relevel": CallSignature(["x", "ref"], required: 2, usage: "relevel(x, ref = \"b\")"),
    "C": CallSignature(["object", "contr", "how.many", "base"], usage: "C(x, contr.sum)"),
    "contr.treatment": CallSignature(["n", "base"], usage: "contr.treatment(3, base = 2)"),
    "contr.SAS": CallSignature(["n"], usage: "contr.SAS(3)"),
    "contr.sum": CallSignature(["n"], usage: "contr.sum(3)"),
    "contr.helmert": CallSignature(["n"], usage: "contr.helmert(3)"),
    "contr.poly": CallSignature(["n"], usage: "contr.poly(3)"),
    "contr.sdif": CallSignature(["n"], usage: "contr.sdif(3)"),
    "cut": CallSignature(
      ["x", "breaks", "labels", "include.lowest", "right", "dig.lab", "ordered_result"], required: 2,
      usage: "cut(x, c(0, 1, 2))"),
    "poly": CallSignature(["x", "degree", "raw"], usage: "poly(x, 2)"),
    "bs": CallSignature(
      ["x", "df", "knots", "degree", "intercept", "Boundary.knots"], usage: "bs(x, df = 5)"),
    "ns": CallSignature(["x", "df", "knots", "intercept", "Boundary.knots"], usage: "ns(x, df = 4)"),
    "offset": CallSignature(["x"], usage: "offset(x)"),
    "cbind": CallSignature([], required: 1, isVariadic: true, usage: "cbind(successes, failures)"),
    "c": CallSignature([], required: 1, isVariadic: true, usage: "c(1, 2)"),
    "seq": CallSignature(["from", "to", "by", "length.out"], required: 2, usage: "seq(0, 10, by = 2)"),
  ]

  /// The signature of a function, or nil when there is none of the name.
  static func named(_ function: String) -> CallSignature? {
    if let form = forms[function] { return form }
    return NumberFunction(rawValue: function).map { CallSignature(["x"], usage: "\($0.rawValue)(x)") }
  }

  /// Every function that is built, in alphabetical order.
  static let allNames = Set(Array(forms.keys) + NumberFunction.allCases.map(\.rawValue)).sorted()

  /// Functions of R that are refused by name.
  static let later: Set<String> = [
    "asin", "acos", "sinh", "cosh", "tanh", "gamma", "lgamma", "beta", "choose", "signif", "is.na",
    "as.logical",
    "as.character", "interaction", "strata", "rank", "rev", "cumsum", "sum", "var", "length", "nchar",
    "paste",
    "substr", "lag", "diff", "s", "te", "ti", "t2", "lo", "rcs", "crs", "pspline", "ridge", "Error", "rep",
  ]

  /// The packages whose names may stand before a function, as in `splines::bs`.
  static let packages = ["base", "stats", "splines"]

  /// The name of a function without its package.
  static func baseName(_ function: String) -> String {
    function.range(of: "::").map { String(function[$0.upperBound...]) } ?? function
  }

  /// The arguments that can name columns: all but the coding of `C( )`.
  static func columnArguments(
    of function: String, _ arguments: [Expression.Argument]
  ) -> [Expression.Argument] {
    guard function == "C" else { return arguments }
    return Array(arguments.filter { $0.name == nil || $0.name == "object" }.prefix(1))
  }

  /// The arguments by parameter, those beyond the parameters after them.
  ///
  /// As in R, arguments with a name go to their parameter, the others to the parameters that are left, in order. Throws
  /// for a name that is no parameter, one given twice, and arguments too few or too many.
  func match(
    _ arguments: [Expression.Argument], of function: String, at place: (Int) -> FormulaPlace, here: Int
  ) throws(FormulaError) -> MatchedArguments {
    var found = [String: Expression]()
    for argument in arguments {
      guard let name = argument.name else { continue }
      guard parameters.contains(name) else {
        throw .unknownArgument(
          name, of: function, suggestion: nearestName(to: name, in: parameters), usage: usage,
          at: place(argument.at))
      }
      guard found.updateValue(argument.value, forKey: name) == nil else {
        throw .misplaced("\(name) = given twice", remedy: "give it once", at: place(argument.at))
      }
    }
    var open = parameters.filter { found[$0] == nil }[...]
    var rest = [Expression]()
    for argument in arguments where argument.name == nil {
      if let parameter = open.popFirst() {
        found[parameter] = argument.value
      } else {
        rest.append(argument.value)
      }
    }
    let isComplete =
      parameters.isEmpty
      ? rest.count >= required : parameters.prefix(required).allSatisfy { found[$0] != nil }
    guard isComplete, isVariadic || rest.isEmpty else {
      throw .argumentCount(function, usage: usage, found: arguments.count, at: place(here))
    }
    return MatchedArguments(byName: found, rest: rest)
  }
}

/// The arguments of a call, each at its parameter.
struct MatchedArguments {
  let byName: [String: Expression]
  /// Those beyond the parameters.
  let rest: [Expression]

  subscript(parameter: String) -> Expression? { byName[parameter] }

  /// The argument of a parameter that must be given.
  subscript(required parameter: String) -> Expression {
    guard let argument = byName[parameter] else { preconditionFailure("\(parameter) was not asked for") }
    return argument
  }
}

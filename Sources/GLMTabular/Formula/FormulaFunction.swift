import GLMAlgebra

/// A function of one column that a formula can apply, by R's name.
enum FormulaFunction: String, Sendable, CaseIterable {
  case log, log2, log10, log1p, exp, sqrt, abs
  /// The identity, inside which operators are arithmetic.
  case identity = "I"

  func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .log: Double.log(x)
    case .log2: FormulaFunction.binaryLogarithm(x)
    case .log10: Double.log10(x)
    case .log1p: Double.log(onePlus: x)
    case .exp: Double.exp(x)
    case .sqrt: Double.sqrt(x)
    case .abs: Swift.abs(x)
    case .identity: x
    }
  }

  /// Exact at powers of two: x = m 2ᵉ with m from √½ to √2 gives e + log m / log 2.
  private static func binaryLogarithm(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return Double.log(x) }
    var exponent = Double(x.exponent)
    var mantissa = x.significand
    if mantissa > 2.0.squareRoot() {
      mantissa /= 2
      exponent += 1
    }
    return exponent + Double.log(mantissa) / Double.log(2)
  }

  /// xʸ as R computes it.
  static func power(_ x: Double, _ y: Double) -> Double {
    if y == 2 { return x * x }
    if x == 1 || y == 0 { return 1 }
    return Double.pow(x, y)
  }

  /// What is not a function of one column: the forms of the language that look like calls.
  static let forms = ["cbind", "factor", "offset"]
  /// Every function and form that is built.
  static let allNames = allCases.map(\.rawValue) + forms
  /// Functions of the whole language that are refused by name.
  static let later: Set<String> = [
    "poly", "bs", "ns", "cut", "scale", "center", "relevel", "ordered", "sin", "cos", "tan", "asin", "acos",
    "atan", "sinh", "cosh", "tanh", "expm1", "round", "floor", "ceiling", "trunc", "pmin", "pmax", "ifelse",
    "is.na", "as.factor", "as.numeric", "as.integer", "as.character", "C", "interaction", "strata", "s", "te",
  ]
}

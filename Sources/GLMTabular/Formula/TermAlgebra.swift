/// The terms of a formula: which variables there are, and which products of them enter the model, as R's `terms` has
/// them (G. N. Wilkinson and C. E. Rogers, "Symbolic description of factorial models", Applied Statistics 22, 1973).
struct TermAlgebra {
  /// The most terms that a product may make.
  static let termLimit = 10_000
  /// The most pairs of terms that a formula may multiply.
  static let pairLimit = 2_000_000

  /// The variables of the terms, in order of appearance; each is named by its deparsed text.
  private(set) var variables = [Expression]()
  /// The variables that the formula mentions, those of terms that were taken away too.
  private(set) var mentioned = [Expression]()
  /// Those of terms that were taken away.
  private(set) var takenAway = [Expression]()
  /// Whether the column of ones is in the model.
  private(set) var hasIntercept = true
  /// The arguments of `offset( )`, each once.
  private(set) var offsets = [Expression]()
  /// The terms, each the ascending positions of its variables; by degree, then in order of appearance.
  private(set) var terms = [[Int]]()

  private let formula: Formula
  /// What `.` stands for.
  private let otherColumns: [String]
  private var positions = [String: Int]()
  private var offsetNames = Set<String>()
  private var pairs = 0

  init(_ formula: Formula, otherColumns: [String]) throws(FormulaError) {
    self.formula = formula
    self.otherColumns = otherColumns
    let found = try expand(formula.terms, adds: true, isSummand: true)
    // A stable sort by degree.
    terms = found.enumerated().sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }
      .map(\.element)
    dropUnusedVariables()
  }

  /// Forgets the variables of terms that were taken away, as in `. - id`.
  private mutating func dropUnusedVariables() {
    mentioned = variables
    let used = Set(terms.joined())
    guard used.count < variables.count else { return }
    let kept = variables.indices.filter(used.contains)
    takenAway = variables.indices.filter { !used.contains($0) }.map { variables[$0] }
    var place = [Int: Int]()
    for (new, old) in kept.enumerated() { place[old] = new }
    variables = kept.map { variables[$0] }
    terms = terms.map { $0.compactMap { place[$0] } }
  }

  /// The terms of an expression.
  ///
  /// - Parameters:
  ///   - adds: false after an odd number of minus signs.
  ///   - isSummand: whether nothing but sums and parentheses is around it, so that offsets make sense.
  private mutating func expand(
    _ expression: Expression, adds: Bool, isSummand: Bool
  ) throws(FormulaError) -> [[Int]] {
    switch expression {
    case .number(let value, _, let at):
      guard value == 0 || value == 1 else {
        throw .misplaced(
          "the number \(expression.deparsed) is no term,",
          remedy:
            "only 1 and 0, which add and remove the intercept, stand among terms; arithmetic goes in I( )",
          at: formula.place(at))
      }
      hasIntercept = (value == 1) == adds
      return []
    case .truth(let value, _):
      hasIntercept = value == adds
      return []
    case .text(_, let at):
      throw .misplaced(
        "a text is no term,", remedy: "a column's name goes without quotes or in backquotes",
        at: formula.place(at))
    case .dot(let at):
      return otherColumns.map { [position(of: .name($0, at: at))] }
    case .parenthesized(let inner, _):
      return try expand(inner, adds: adds, isSummand: isSummand)
    case .unary(let sign, let operand, _) where sign != .not:
      if sign == .plus { return try expand(operand, adds: adds, isSummand: isSummand) }
      _ = try expand(operand, adds: !adds, isSummand: false)
      return []
    case .sum(let items, _):
      var result = TermSet()
      for item in items {
        if item.sign == .plus {
          result.add(try expand(item.operand, adds: adds, isSummand: isSummand))
        } else {
          result.remove(try expand(item.operand, adds: !adds, isSummand: false))
        }
      }
      return result.terms
    case .binary(let operation, let left, let right, let at):
      switch operation {
      case .interaction, .times, .within, .over, .power:
        return try product(operation, left, right, at: at, adds: adds)
      default: return [[position(of: expression)]]
      }
    case .name, .unary: return [[position(of: expression)]]
    case .call(let function, let arguments, let at):
      switch CallSignature.baseName(function) {
      case "offset":
        guard isSummand, adds else {
          throw .misplaced(
            "offset( ) inside an interaction or after a minus,", remedy: "add it", at: formula.place(at))
        }
        let argument = arguments[0].value
        if offsetNames.insert(argument.deparsed).inserted { offsets.append(argument) }
        return []
      case "c", "seq":
        throw .misplaced(
          "\(function)( ) is no term,", remedy: "it lists values inside a function, as in cut(x, c(0, 1))",
          at: formula.place(at))
      default: return [[position(of: expression)]]
      }
    }
  }

  /// The terms of `a:b`, `a*b`, `a %in% b`, `a/b` and `a^n`.
  private mutating func product(
    _ operation: Expression.Operator, _ left: Expression, _ right: Expression, at: Int, adds: Bool
  ) throws(FormulaError) -> [[Int]] {
    let place = formula.place(at)
    let a = try factor(left, of: operation, adds: adds)
    var result = TermSet()
    if operation == .power {
      let exponent = try exponent(right)
      result.add(a)
      for _ in 1..<exponent {
        let before = result.terms
        var next = TermSet()
        try multiply(a, before, into: &next, place)
        if next.terms == before { break }
        result = next
      }
      return result.terms
    }
    let b = try factor(right, of: operation, adds: adds)
    switch operation {
    case .within: try multiply(a, [b.reduce([], TermSet.joined)], into: &result, place)
    case .over:
      result.add(a)
      try multiply([a.reduce([], TermSet.joined)], b, into: &result, place)
    default:
      if operation == .times {
        result.add(a)
        result.add(b)
      }
      try multiply(a, b, into: &result, place)
    }
    return result.terms
  }

  /// The terms of an operand of a product; a sign or a number there would make the product vanish.
  private mutating func factor(
    _ operand: Expression, of operation: Expression.Operator, adds: Bool
  ) throws(FormulaError) -> [[Int]] {
    if case .unary(let sign, _, let at) = operand, sign != .not {
      throw .misplaced(
        "a sign inside an interaction", remedy: "arithmetic goes in I( )", at: formula.place(at))
    }
    switch operand {
    case .number, .truth:
      guard operation == .interaction else { break }
      throw .misplaced(
        "\(operand.deparsed) is no term to interact with,", remedy: "arithmetic goes in I( )",
        at: formula.place(operand.offset))
    default: break
    }
    return try expand(operand, adds: adds, isSummand: false)
  }

  /// The n of `(a + b)^n`, which is no more than there can be different products.
  private func exponent(_ expression: Expression) throws(FormulaError) -> Int {
    guard case .number(let value, _, _) = expression.bare, value >= 1, value == value.rounded() else {
      throw .misplaced(
        "the power of terms is no whole number from 1,",
        remedy: "write (a + b)^2 for all products of two; arithmetic goes in I( )",
        at: formula.place(expression.offset))
    }
    return Int(min(value, 1e6))
  }

  private mutating func multiply(
    _ a: [[Int]], _ b: [[Int]], into result: inout TermSet, _ place: FormulaPlace
  ) throws(FormulaError) {
    pairs += a.count * b.count
    guard pairs <= TermAlgebra.pairLimit else { throw .tooManyTerms(limit: TermAlgebra.termLimit, at: place) }
    for left in a {
      result.add(b.map { TermSet.joined(left, $0) })
      guard result.count <= TermAlgebra.termLimit else {
        throw .tooManyTerms(limit: TermAlgebra.termLimit, at: place)
      }
    }
  }

  private mutating func position(of expression: Expression) -> Int {
    let name = expression.deparsed
    if let known = positions[name] { return known }
    positions[name] = variables.count
    variables.append(expression)
    return variables.count - 1
  }
}

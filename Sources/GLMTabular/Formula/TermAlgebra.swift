/// The terms of a formula: which variables there are, and which products of them enter the model, as R's `terms` has
/// them (G. N. Wilkinson and C. E. Rogers, "Symbolic description of factorial models", Applied Statistics 22, 1973).
struct TermAlgebra {
  /// The most terms that products may make.
  static let termLimit = 10_000

  /// The variables of the terms, in order of appearance; each is named by its deparsed text.
  private(set) var variables = [Expression]()
  /// The variables that the formula mentions, those of terms that were taken away too.
  private(set) var mentioned = [Expression]()
  /// Whether the column of ones is in the model.
  private(set) var hasIntercept = true
  /// The arguments of `offset( )`.
  private(set) var offsets = [Expression]()
  /// The terms, each the ascending positions of its variables; by degree, then in order of appearance.
  private(set) var terms = [[Int]]()

  private let formula: Formula
  /// What `.` stands for.
  private let otherColumns: [String]
  private var positions = [String: Int]()

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
    var place = [Int: Int]()
    for (new, old) in kept.enumerated() { place[old] = new }
    variables = kept.map { variables[$0] }
    terms = terms.map { $0.compactMap { place[$0] } }
  }

  /// Terms without duplicates, in order of appearance, from which terms can be taken away.
  private struct Collection {
    private var ranks = [[Int]: Int]()
    private var last = 0

    mutating func add(_ terms: [[Int]]) {
      for term in terms where ranks[term] == nil {
        ranks[term] = last
        last += 1
      }
    }

    mutating func remove(_ terms: [[Int]]) { for term in terms { ranks[term] = nil } }

    var terms: [[Int]] { ranks.sorted { $0.value < $1.value }.map(\.key) }
  }

  /// The terms of an expression.
  ///
  /// - Parameters:
  ///   - adds: false after an odd number of minus signs.
  ///   - isSummand: whether nothing but sums and parentheses is around it, so that 0, 1 and offsets make sense.
  private mutating func expand(
    _ expression: Expression, adds: Bool, isSummand: Bool
  ) throws(FormulaError) -> [[Int]] {
    switch expression {
    case .number(let value, let at):
      guard isSummand, value == 0 || value == 1 else {
        throw .misplaced(
          "the number \(NumberText.plain(value)) is no term,",
          remedy:
            "only 1 and 0, which add and remove the intercept, stand among terms; arithmetic goes in I( )",
          at: formula.place(at))
      }
      hasIntercept = (value == 1) == adds
      return []
    case .name, .call:
      return try variable(expression, adds: adds, isSummand: isSummand)
    case .dot:
      return otherColumns.map { [position(of: .name($0, at: expression.offset))] }
    case .parenthesized(let inner, _):
      return try expand(inner, adds: adds, isSummand: isSummand)
    case .unary(let sign, let operand, let at):
      guard isSummand else {
        throw .misplaced(
          "a sign inside an interaction", remedy: "arithmetic goes in I( )", at: formula.place(at))
      }
      if sign == .plus { return try expand(operand, adds: adds, isSummand: true) }
      _ = try expand(operand, adds: !adds, isSummand: true)
      return []
    case .sum(let items, _):
      var result = Collection()
      for item in items {
        if item.sign == .plus {
          result.add(try expand(item.operand, adds: adds, isSummand: isSummand))
        } else {
          result.remove(try expand(item.operand, adds: !adds, isSummand: isSummand))
        }
      }
      return result.terms
    case .binary(let operation, let left, let right, let at):
      guard operation == .interaction || operation == .times else {
        throw .notBuilt(
          "'\(operation.rawValue)' among terms (arithmetic goes in I( ))", at: formula.place(at))
      }
      let a = try expand(left, adds: adds, isSummand: false)
      let b = try expand(right, adds: adds, isSummand: false)
      var result = Collection()
      if operation == .times {
        result.add(a)
        result.add(b)
      }
      guard a.count * b.count <= TermAlgebra.termLimit else {
        throw .tooManyTerms(limit: TermAlgebra.termLimit, at: formula.place(at))
      }
      for l in a { result.add(b.map { Set(l + $0).sorted() }) }
      return result.terms
    }
  }

  private mutating func variable(
    _ expression: Expression, adds: Bool, isSummand: Bool
  ) throws(FormulaError) -> [[Int]] {
    guard case .call(let function, let arguments, let at) = expression else {
      return [[position(of: expression)]]
    }
    switch function {
    case "offset":
      guard isSummand, adds else {
        throw .misplaced(
          "offset( ) inside an interaction or after a minus,", remedy: "add it", at: formula.place(at))
      }
      try Arithmetic.check(arguments[0], in: formula)
      offsets.append(arguments[0])
      return []
    case "cbind":
      throw .misplaced("cbind( ) among the terms", remedy: "it belongs before the '~'", at: formula.place(at))
    case "factor":
      try Arithmetic.checkFactor(expression, in: formula)
    default:
      try Arithmetic.check(expression, in: formula)
    }
    return [[position(of: expression)]]
  }

  private mutating func position(of expression: Expression) -> Int {
    let name = expression.deparsed
    if let known = positions[name] { return known }
    positions[name] = variables.count
    variables.append(expression)
    return variables.count - 1
  }
}

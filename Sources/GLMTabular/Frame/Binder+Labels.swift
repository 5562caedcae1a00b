extension Binder {
  /// Whether an expression is a text or a factor, so that it is compared by its label.
  func isText(_ expression: Expression) -> Bool {
    if case .text = expression.bare { return true }
    return isFactor(expression)
  }

  /// The labels of a text column or factor.
  private mutating func labels(_ expression: Expression) throws(FrameError) -> BoundText {
    let core = Binder.unwrapped(expression)
    if let column = core.plainColumn { return .column(column) }
    return .factor(try factor(core, named: core.deparsed))
  }

  /// A comparison of which one side is a text or a factor.
  mutating func comparison(
    _ join: NumberJoin, _ left: Expression, _ right: Expression, _ at: Int
  ) throws(FrameError) -> BoundNumber {
    var isLiteral = false
    if case .text = left.bare { isLiteral = true }
    if isLiteral || (!isFactor(left) && isFactor(right)) {
      return try comparison(join.mirrored, right, with: left, at)
    }
    return try comparison(join, left, with: right, at)
  }

  private mutating func comparison(
    _ join: NumberJoin, _ subject: Expression, with other: Expression, _ at: Int
  ) throws(FrameError) -> BoundNumber {
    guard isFactor(subject) else { return try truthComparison(join, subject, other, at) }
    if isFactor(other) {
      guard join == .equal || join == .unequal else { throw noOrder(at) }
      return .areEqual(try labels(subject), try labels(other), isNegated: join == .unequal)
    }
    guard columnNames(other).isEmpty else {
      throw misplaced("a comparison of a text with numbers", remedy: "compare with a text in quotes", at)
    }
    let texts = try constant(other).asTexts
    guard texts.count == 1 else {
      throw misplaced("a comparison with several texts", remedy: "write x %in% c(\"a\", \"b\")", at)
    }
    if join == .equal || join == .unequal {
      return .isLabel(try labels(subject), texts, isNegated: join == .unequal)
    }
    let factor = try factor(Binder.unwrapped(subject), named: subject.deparsed)
    guard factor.map.isOrdered else { throw noOrder(at) }
    guard let code = factor.map.levels.firstIndex(of: texts[0]) else {
      throw unfit(other, LevelProblem.noSuchLevel(texts[0], levels: factor.map.levels).reason)
    }
    return .levelOrder(factor, join, code: Double(code))
  }

  /// A truth value compared with `"TRUE"` or `"FALSE"`.
  private mutating func truthComparison(
    _ join: NumberJoin, _ subject: Expression, _ other: Expression, _ at: Int
  ) throws(FrameError) -> BoundNumber {
    let (number, isTruth) = try number(subject)
    guard isTruth, case .text(let text, _) = other.bare, ["TRUE", "FALSE"].contains(text) else {
      throw misplaced(
        "a comparison of \(shortened(subject.deparsed)), a number, with a text",
        remedy: "compare it with a number", at)
    }
    return .joined(join, number, .constant(text == "TRUE" ? 1 : 0))
  }

  private func noOrder(_ at: Int) -> FrameError {
    misplaced("texts have no order", remedy: "write ordered(x, levels = c(\"low\", \"high\")) > \"low\"", at)
  }

  /// `x %in% c(1, 2)` inside arithmetic.
  mutating func membership(_ left: Expression, _ right: Expression) throws(FrameError) -> BoundNumber {
    if isFactor(left) {
      let text = try labels(left)
      return .isLabel(text, try constant(right).asTexts, isNegated: false)
    }
    let number = try number(left).number
    return .isAmong(number, try values(right))
  }
}

import GLMModel

/// A variable of the right-hand side: an expression, and what was learned of it from the training data.
struct FrameVariable: Sendable, Equatable {
  /// What a variable is in the model matrix.
  enum Kind: Sendable, Equatable {
    case number
    case factor(levels: [String])
  }

  let expression: Expression
  /// As R deparses it; columns and terms are named with it.
  let name: String
  let kind: Kind

  init(expression: Expression, kind: Kind) {
    self.expression = expression
    self.kind = kind
    name = expression.deparsed
  }

  /// The levels of a factor, or nil for a number.
  var levels: [String]? { if case .factor(let levels) = kind { levels } else { nil } }

  /// The column that a factor takes its levels from.
  var factorColumn: String { expression.plainColumn ?? expression.factorColumn ?? name }

  static func == (a: FrameVariable, b: FrameVariable) -> Bool {
    a.expression.source == b.expression.source && a.kind == b.kind
  }

  /// The columns that the variable makes under a coding, with their names.
  func columnNames(_ coding: FactorCoding?) -> [String] {
    guard let levels else { return [name] }
    return (coding == .indicators ? levels[...] : levels.dropFirst()).map { "\(name)[\($0)]" }
  }

  /// The columns that a factor's levels become under a coding.
  func contrasts(_ coding: FactorCoding?) -> ContrastMatrix? {
    guard let levels else { return nil }
    return coding == .indicators
      ? .indicators(levelCount: levels.count) : .treatment(levelCount: levels.count)
  }
}

extension FrameVariable: Codable {
  private enum Key: String, CodingKey { case expression, levels }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let expression = try Parser.expression(container.decode(String.self, forKey: .expression))
    let levels = try container.decodeIfPresent([String].self, forKey: .levels)
    func refuse(_ reason: String) -> DecodingError {
      .dataCorruptedError(forKey: .expression, in: container, debugDescription: reason)
    }
    if let levels {
      guard expression.plainColumn != nil || expression.factorColumn != nil else {
        throw refuse("a factor is a column or factor(column)")
      }
      guard levels.count >= 2, Set(levels).count == levels.count else {
        throw refuse("a factor has two different levels at least")
      }
      self.init(expression: expression, kind: .factor(levels: levels))
    } else {
      let formula = try Formula("y ~ \(expression.source)")
      try Arithmetic.check(expression, in: formula)
      self.init(expression: expression, kind: .number)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(expression.source, forKey: .expression)
    try container.encodeIfPresent(levels, forKey: .levels)
  }
}

/// A factor whose input and levels are known: a level for every row.
struct BoundFactor: Sendable {
  /// What the levels are made from.
  enum Input: Sendable {
    case column(String)
    case number(BoundNumber)
    /// 0 and 1.
    case truth(BoundNumber)
    case intervals(BoundNumber, CutPoints)
  }

  var input: Input
  var map: LevelMap
  /// What messages call it: a column, or the expression.
  var name: String
  let expression: Expression
  /// Whether the levels were learned: those of truth values are always both.
  var isLearned = true
}

/// A variable whose columns and learned state are known.
enum BoundVariable: Sendable {
  case number(BoundNumber)
  case factor(BoundFactor)
  /// Several columns: the arguments of `cbind( )`.
  case columns([BoundNumber], labels: [String])
  /// The columns of a basis.
  case basis(Basis, of: BoundNumber)

  /// The levels of a factor, or nil.
  var levels: [String]? { if case .factor(let factor) = self { factor.map.levels } else { nil } }

  var isNumber: Bool { if case .number = self { true } else { false } }
}

/// What a call remembers of the training data.
enum LearnedState: Sendable, Equatable {
  case basis(Basis)
  case cut(CutPoints)
  case levels(LevelMap)
  /// What `mean(x)` and the like were.
  case numbers([Double])
}

extension LearnedState: Codable {
  private enum Key: String, CodingKey { case basis, cut, levels, numbers }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch container.allKeys.first {
    case .basis: self = .basis(try container.decode(Basis.self, forKey: .basis))
    case .cut: self = .cut(try container.decode(CutPoints.self, forKey: .cut))
    case .levels: self = .levels(try container.decode(LevelMap.self, forKey: .levels))
    case .numbers: self = .numbers(try container.decode([Double].self, forKey: .numbers))
    case nil:
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a state is none of those known"))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .basis(let basis): try container.encode(basis, forKey: .basis)
    case .cut(let points): try container.encode(points, forKey: .cut)
    case .levels(let map): try container.encode(map, forKey: .levels)
    case .numbers(let values): try container.encode(values, forKey: .numbers)
    }
  }
}

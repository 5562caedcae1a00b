import GLMAlgebra

/// An arithmetic expression whose columns and learned state are known: a number for every row.
///
/// Truth values are 0 and 1.
indirect enum BoundNumber: Sendable {
  case constant(Double)
  case column(String)
  /// A column of truth values.
  case truths(String)
  case negated(BoundNumber)
  case not(BoundNumber)
  /// Terms with their signs, in order.
  case sum([(isAdded: Bool, term: BoundNumber)])
  case joined(NumberJoin, BoundNumber, BoundNumber)
  case applied(NumberFunction, BoundNumber)
  /// `ifelse(test, yes, no)`.
  case chosen(BoundNumber, BoundNumber, BoundNumber)
  case standardized(BoundNumber, Standardization)
  /// Whether it equals one of the numbers.
  case isAmong(BoundNumber, [Double])
  /// Whether a text is one of the labels, or is none.
  case isLabel(BoundText, [String], isNegated: Bool)
  /// Whether two texts are equal, or differ.
  case areEqual(BoundText, BoundText, isNegated: Bool)
  /// Whether a level of an ordered factor stands before or after the level of a code.
  case levelOrder(BoundFactor, NumberJoin, code: Double)
  /// The place of the level, counting from 1.
  case levelNumber(BoundFactor)
  /// A part without learned state, by its text, which is evaluated once for all variables.
  case named(String, BoundNumber)
}

/// A text for every row: a column's, or the level of a factor.
enum BoundText: Sendable {
  case column(String)
  case factor(BoundFactor)
}

/// What joins two numbers to one.
enum NumberJoin: String, Sendable {
  case plus, minus, times, over, power, remainder, quotient
  case equal, unequal, less, atMost, greater, atLeast, and, or
  case smaller, larger, logarithm, rounded

  /// The operator of arithmetic, or nil for those that join terms only.
  init?(_ operation: Expression.Operator) {
    switch operation {
    case .or: self = .or
    case .and: self = .and
    case .equal: self = .equal
    case .unequal: self = .unequal
    case .atMost: self = .atMost
    case .atLeast: self = .atLeast
    case .less: self = .less
    case .greater: self = .greater
    case .times: self = .times
    case .over: self = .over
    case .remainder: self = .remainder
    case .quotient: self = .quotient
    case .power: self = .power
    case .within, .interaction: return nil
    }
  }

  /// Whether it gives a truth value.
  var isTruth: Bool {
    switch self {
    case .equal, .unequal, .less, .atMost, .greater, .atLeast, .and, .or: true
    default: false
    }
  }

  var isComparison: Bool { isTruth && self != .and && self != .or }

  /// The comparison with its sides exchanged.
  var mirrored: NumberJoin {
    switch self {
    case .less: .greater
    case .atMost: .atLeast
    case .greater: .less
    case .atLeast: .atMost
    default: self
    }
  }

  /// A comparison as 0 and 1, and NaN where one side is.
  private static func comparing(_ holds: @escaping (Double, Double) -> Bool) -> (Double, Double) -> Double {
    { $0.isNaN || $1.isNaN ? .nan : holds($0, $1) ? 1 : 0 }
  }

  /// The value of two numbers; a NaN that decides nothing gives NaN.
  var function: (Double, Double) -> Double {
    switch self {
    case .plus: { $0 + $1 }
    case .minus: { $0 - $1 }
    case .times: { $0 * $1 }
    case .over: { $0 / $1 }
    case .power: NumberFunction.power
    case .remainder: NumberFunction.remainder
    case .quotient: NumberFunction.quotient
    case .equal: NumberJoin.comparing { $0 == $1 }
    case .unequal: NumberJoin.comparing { $0 != $1 }
    case .less: NumberJoin.comparing { $0 < $1 }
    case .atMost: NumberJoin.comparing { $0 <= $1 }
    case .greater: NumberJoin.comparing { $0 > $1 }
    case .atLeast: NumberJoin.comparing { $0 >= $1 }
    case .and: { $0 == 0 || $1 == 0 ? 0 : ($0.isNaN || $1.isNaN) ? .nan : 1 }
    case .or: { ($0 != 0 && !$0.isNaN) || ($1 != 0 && !$1.isNaN) ? 1 : ($0.isNaN || $1.isNaN) ? .nan : 0 }
    case .smaller: { Swift.min($0, $1) }
    case .larger: { Swift.max($0, $1) }
    case .logarithm: { NumberFunction.logarithm($0, base: $1) }
    case .rounded: { NumberFunction.round($0, digits: $1) }
    }
  }
}

extension BoundVariable {
  /// The columns on which the variable depends by steps, so that it has no slope in them.
  var stepColumns: Set<String> {
    switch self {
    case .number(let number), .basis(_, of: let number): number.stepColumns
    case .columns(let numbers, _): numbers.reduce([]) { $0.union($1.stepColumns) }
    case .factor(let factor): factor.stepColumns
    }
  }
}

extension BoundFactor {
  fileprivate var stepColumns: Set<String> {
    switch input {
    case .column(let name): [name]
    case .number(let number), .truth(let number), .intervals(let number, _): number.columns
    }
  }
}

extension BoundNumber {
  /// The columns on which the number depends by steps: through comparisons, intervals, rounding.
  fileprivate var stepColumns: Set<String> {
    switch self {
    case .constant, .column: []
    case .truths, .isAmong, .isLabel, .areEqual, .levelOrder, .levelNumber, .not: columns
    case .negated(let inner), .standardized(let inner, _), .named(_, let inner): inner.stepColumns
    case .sum(let terms): terms.reduce([]) { $0.union($1.term.stepColumns) }
    case .joined(let join, let left, let right):
      join.hasSteps ? columns : left.stepColumns.union(right.stepColumns)
    case .applied(let function, let inner): function.hasSteps ? columns : inner.stepColumns
    case .chosen(let test, let yes, let no): test.columns.union(yes.stepColumns).union(no.stepColumns)
    }
  }

  /// All columns that the number depends on.
  fileprivate var columns: Set<String> {
    switch self {
    case .constant: []
    case .column(let name), .truths(let name): [name]
    case .negated(let inner), .standardized(let inner, _), .named(_, let inner), .not(let inner),
      .applied(_, let inner), .isAmong(let inner, _):
      inner.columns
    case .sum(let terms): terms.reduce([]) { $0.union($1.term.columns) }
    case .joined(_, let left, let right): left.columns.union(right.columns)
    case .chosen(let test, let yes, let no): test.columns.union(yes.columns).union(no.columns)
    case .isLabel(let text, _, _): text.columns
    case .areEqual(let left, let right, _): left.columns.union(right.columns)
    case .levelOrder(let factor, _, _), .levelNumber(let factor): factor.stepColumns
    }
  }
}

extension BoundText {
  fileprivate var columns: Set<String> {
    switch self {
    case .column(let name): [name]
    case .factor(let factor): factor.stepColumns
    }
  }
}

extension NumberJoin {
  fileprivate var hasSteps: Bool {
    switch self {
    case .remainder, .quotient, .rounded: true
    default: isTruth
    }
  }
}

extension NumberFunction {
  fileprivate var hasSteps: Bool {
    switch self {
    case .sign, .floor, .ceiling, .round, .trunc: true
    default: false
    }
  }
}

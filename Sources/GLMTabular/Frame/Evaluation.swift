import GLMModel

/// What prediction does with a level that no row used in training had.
public enum UnseenLevels: Sendable, Equatable {
  /// An error with the row.
  case fail
  /// The row is missing.
  case missing
}

/// The values of variables in selected rows.
struct Evaluation {
  let selection: RowSelection
  let unseen: UnseenLevels
  /// Whether a column that is not finite is an error.
  let requiresFinite: Bool
  /// For each row whether a value is missing there that no cell says: outside of `cut( )`, none of the levels.
  private(set) var isMissing: [Bool]?
  /// Parts that were evaluated.
  private var known = [String: Operand]()
  /// Parts that were evaluated in twice the precision.
  var knownPrecisely = [String: PreciseOperand]()

  init(_ selection: RowSelection, unseen: UnseenLevels = .fail, requiresFinite: Bool = true) {
    self.selection = selection
    self.unseen = unseen
    self.requiresFinite = requiresFinite
  }

  /// Forgets what is missing, for the next variable.
  mutating func takeMissing() -> [Bool]? {
    defer { isMissing = nil }
    return isMissing
  }

  mutating func markMissing(_ row: Int) {
    if isMissing == nil { isMissing = [Bool](repeating: false, count: selection.count) }
    isMissing?[row] = true
  }

  /// The value of `number` in every row, rounded after every operation as R does it; `use` is what messages say needs it.
  mutating func value(of number: BoundNumber, usedIn use: String) throws(FrameError) -> Operand {
    switch number {
    case .constant(let value): return .constant(value)
    case .column(let name):
      return .column(
        try selection.numbers(name, role: "", usedIn: use, requiresFinite: requiresFinite))
    case .truths(let name): return .column(try truths(name))
    case .negated(let inner): return try value(of: inner, usedIn: use).mapped { -$0 }
    case .not(let inner):
      return try value(of: inner, usedIn: use).mapped { $0.isNaN ? .nan : $0 == 0 ? 1 : 0 }
    case .sum(let terms):
      var total = Operand.constant(0)
      for (i, term) in terms.enumerated() {
        let next = try value(of: term.term, usedIn: use)
        total = i == 0 ? next : term.isAdded ? total.joined(next) { $0 + $1 } : total.joined(next) { $0 - $1 }
      }
      return total
    case .joined(let join, let left, let right):
      let (a, b) = (try value(of: left, usedIn: use), try value(of: right, usedIn: use))
      switch join {
      case .times: return a.joined(b) { $0 * $1 }
      case .over: return a.joined(b) { $0 / $1 }
      default: return a.joined(b, join.function)
      }
    case .applied(let function, let inner): return try value(of: inner, usedIn: use).mapped { function($0) }
    case .chosen(let test, let yes, let no):
      let test = try value(of: test, usedIn: use)
      return test.choosing(try value(of: yes, usedIn: use), try value(of: no, usedIn: use))
    case .standardized(let inner, let standardization):
      return try value(of: inner, usedIn: use).mapped { standardization($0) }
    case .isAmong(let inner, let values):
      let known = Set(values)
      return try value(of: inner, usedIn: use).mapped { known.contains($0) ? 1 : 0 }
    case .named(let text, let inner):
      if let value = known[text] { return value }
      let value = try value(of: inner, usedIn: use)
      known[text] = value
      return value
    case .isLabel, .areEqual, .levelOrder, .levelNumber: return try valueOfLabels(number)
    }
  }

  /// A column of truth values as 0 and 1.
  private func truths(_ name: String) throws(FrameError) -> ColumnStorage {
    guard let column = selection.table.column(named: name) else {
      throw selection.missingColumn(name, role: "")
    }
    func unseen(_ i: Int, _ cell: String) -> FrameError {
      .unseenLevel(place: selection.place(i), column: name, level: cell, levels: LevelMap.truths.levels)
    }
    let rows = selection.rows
    switch column.cells {
    case .numbers(let cells):
      guard selection.count > 0 else { return ColumnStorage(values: []) }
      throw unseen(0, NumberText.plain(cells.storage[rows?[0] ?? 0]))
    case .labels(let cells):
      let truths = cells.levels.map(ColumnKind.truth)
      var values = [Double](repeating: 0, count: selection.count)
      for i in values.indices {
        let code = Int(cells.codes[rows?[i] ?? i])
        guard let truth = truths[code] else { throw unseen(i, cells.levels[code]) }
        values[i] = truth ? 1 : 0
      }
      return ColumnStorage(values: values)
    }
  }
}

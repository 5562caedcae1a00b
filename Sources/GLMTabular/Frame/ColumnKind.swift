/// What the cells of a column are to a formula.
enum ColumnKind: String, Sendable, Codable {
  case number
  case text
  /// True or false: a factor with the levels FALSE and TRUE, and 0 or 1 in arithmetic.
  case truth

  /// The texts that are true or false, as R's `read.csv` has them.
  private static let words = [
    "TRUE": true, "true": true, "T": true, "FALSE": false, "false": false, "F": false,
  ]

  /// What a text means as a truth value, or nil.
  static func truth(_ text: String) -> Bool? { words[text] }
}

extension TableColumn {
  /// Numbers, text, or truth values when the cells are nothing else and no levels were given.
  var kind: ColumnKind {
    switch cells {
    case .numbers: .number
    case .labels(let cells):
      !cells.isOrderGiven && !cells.levels.isEmpty && cells.levels.allSatisfy { ColumnKind.truth($0) != nil }
        ? .truth : .text
    }
  }
}

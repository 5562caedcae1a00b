import GLMModel

/// A term of the model: the variables it multiplies and how each factor among them is coded.
struct FrameTerm: Sendable, Equatable, Codable {
  /// Positions among the variables, ascending.
  let variables: [Int]
  /// For each variable its coding, nil for a number.
  let codings: [FactorCoding?]

  /// The variables' names joined by colons.
  func name(_ all: [FrameVariable]) -> String { variables.map { all[$0].name }.joined(separator: ":") }

  /// The names of the columns, the first factor varying fastest.
  func columnNames(_ all: [FrameVariable]) -> [String] {
    var names = [String]()
    for (i, (variable, coding)) in zip(variables, codings).enumerated() {
      let own = all[variable].columnNames(coding)
      names = i == 0 ? own : own.flatMap { last in names.map { "\($0):\(last)" } }
    }
    return names
  }

  /// How many columns, without making them; saturates instead of overflowing.
  func columnCount(_ all: [FrameVariable]) -> Int {
    zip(variables, codings).reduce(1) { count, part in
      let (product, overflows) = count.multipliedReportingOverflow(by: all[part.0].columnCount(part.1))
      return overflows ? .max : product
    }
  }

  /// Whether the variables and codings are those of a term.
  func fits(_ all: [FrameVariable]) -> Bool {
    !variables.isEmpty && variables.count == codings.count
      && variables.allSatisfy { all.indices.contains($0) }
      && zip(variables, variables.dropFirst()).allSatisfy { $0 < $1 }
      && zip(variables, codings).allSatisfy { (all[$0].levels == nil) == ($1 == nil) }
  }

  /// The pieces of the model matrix that the term makes: numbers and factors as they are, products by their parts.
  func pieces(_ all: [FrameVariable], _ values: [VariableValues]) -> [ColumnPiece] {
    let parts = zip(variables, codings).map { values[$0].pieces(all[$0].contrastMatrix($1)) }
    return parts.count == 1 ? parts[0] : FrameTerm.products(parts[...], by: [])
  }

  /// The products of the parts' columns, those of the first part varying fastest, each multiplied by `last`.
  ///
  /// A part of several columns is taken column by column where no part after it varies, else its columns stand side by side.
  private static func products(_ parts: ArraySlice<[ColumnPiece]>, by last: [ColumnPiece]) -> [ColumnPiece] {
    var parts = parts
    guard let part = parts.popLast() else { return [.product(last)] }
    if part.count > 1, last.allSatisfy({ $0.columnCount == 1 }) {
      return part.flatMap { products(parts, by: [$0] + last) }
    }
    return products(parts, by: [part.count == 1 ? part[0] : .sideBySide(part)] + last)
  }
}

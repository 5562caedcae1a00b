/// A formula met with the columns of a table: its terms, and the columns that it mentions.
struct FormulaReading {
  let formula: Formula
  let algebra: TermAlgebra
  /// The columns that the response, the terms (those taken away too) and the offsets mention, in order, each once.
  let columns: [String]

  /// Throws for a column that is not there, terms that make no sense, and the response among the terms.
  init(_ formula: Formula, _ table: Table, _ options: FrameOptions) throws(FormulaError) {
    self.formula = formula
    let taken = Set(formula.response.names.map(\.name) + options.roles.map(\.column))
    algebra = try TermAlgebra(formula, otherColumns: table.columnNames.filter { !taken.contains($0) })
    var seen = Set<String>()
    var columns = [String]()
    for expression in [formula.response] + algebra.mentioned + algebra.offsets {
      for (name, at) in expression.names {
        guard table.column(named: name) != nil else {
          // pi, T and F have a value where no column has their name, but are no variables.
          if Constant.named[name] != nil, expression.plainColumn == nil { continue }
          throw .unknownColumn(
            name, suggestion: nearestName(to: name, in: table.columnNames), at: formula.place(at))
        }
        if seen.insert(name).inserted { columns.append(name) }
      }
    }
    self.columns = columns
    let responseName = formula.responseName
    if let same = algebra.variables.first(where: { $0.deparsed == responseName }) {
      throw .misplaced(
        "the response \(responseName) among the terms,", remedy: "take it out",
        at: formula.place(same.offset))
    }
  }

  /// What a binder for the formula's expressions learns from.
  func binder(_ table: Table, _ options: FrameOptions) -> Binder {
    let learner = Learner(table: table, ordered: Set(options.ordered.keys))
    return Binder(
      .training(learner), kind: { table.column(named: $0)?.kind },
      place: { [formula] in formula.place($0) })
  }
}

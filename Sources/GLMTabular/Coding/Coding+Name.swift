extension Coding: CustomStringConvertible {
  /// As in `sum` or `treatment against b`.
  public var description: String {
    switch self {
    case .treatment(let base?): "treatment against \(base)"
    case .treatment(nil): "treatment"
    case .sum: "sum"
    case .helmert: "Helmert"
    case .polynomial: "polynomial"
    case .difference: "differences"
    case .matrix: "a matrix of one's own"
    }
  }
}

extension ModelFrameSpecification {
  /// The factors that are coded by contrasts other than treatment against the first level, each with its coding.
  public var codings: [(variable: String, coding: Coding)] {
    frameVariables.indices.compactMap { i in
      let variable = frameVariables[i]
      let isUsed = terms.contains { term in
        zip(term.variables, term.codings).contains { $0 == i && $1 == .contrasts }
      }
      guard isUsed, let coding = variable.coding, coding != .treatment(base: nil) else { return nil }
      if case .treatment(let base?) = coding, base == variable.levels?.first { return nil }
      return (variable.name, coding)
    }
  }
}

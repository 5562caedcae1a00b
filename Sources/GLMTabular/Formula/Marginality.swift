/// How a factor enters a term: by contrasts, or by an indicator for each level.
enum FactorCoding: String, Sendable, Equatable, Codable {
  case contrasts, indicators
}

/// R's rule (its `TermCode`; J. M. Chambers and T. J. Hastie, "Statistical Models in S", 1992, page 38): a factor is
/// coded by contrasts when the term without it is empty or lies inside an earlier term, and by indicators otherwise;
/// without an intercept, the first factor of the first term that has one is coded by indicators.
enum Marginality {
  /// For each term the coding of each of its variables, nil for numbers.
  ///
  /// - Parameters:
  ///   - terms: by degree, each the ascending positions of its variables.
  ///   - isFactor: for each variable, whether it is a factor.
  static func codings(terms: [[Int]], isFactor: [Bool], hasIntercept: Bool) -> [[FactorCoding?]] {
    let sets = terms.map(Set.init)
    // One bit a variable, modulo 64: what is not inside by the bits is not inside.
    let bits = terms.map { $0.reduce(UInt64(0)) { $0 | 1 << UInt64($1 & 63) } }
    var result = [[FactorCoding?]]()
    for (t, term) in terms.enumerated() {
      result.append(
        term.map { variable in
          guard isFactor[variable] else { return nil }
          let rest = term.filter { $0 != variable }
          if rest.isEmpty { return .contrasts }
          let restBits = rest.reduce(UInt64(0)) { $0 | 1 << UInt64($1 & 63) }
          let isInside = (0..<t).contains { restBits & ~bits[$0] == 0 && sets[$0].isSuperset(of: rest) }
          return isInside ? .contrasts : .indicators
        })
    }
    if !hasIntercept, let t = result.firstIndex(where: { $0.contains { $0 != nil } }),
      let i = result[t].firstIndex(where: { $0 != nil })
    {
      result[t][i] = .indicators
    }
    return result
  }
}

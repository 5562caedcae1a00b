import GLM

/// `--contrasts COL=CODING`: how a factor becomes columns; `treatment:LEVEL` names the base.
struct CodingChoice {
  let column: String
  let coding: Coding

  /// The names that are understood, R's among them.
  private static let codings: [(names: [String], coding: Coding)] = [
    (["treatment", "contr.treatment"], .treatment(base: nil)), (["sum", "contr.sum"], .sum),
    (["helmert", "contr.helmert"], .helmert), (["polynomial", "poly", "contr.poly"], .polynomial),
    (["difference", "contr.sdif"], .difference),
  ]

  init(_ text: String) throws(CommandLineError) {
    func expected() -> CommandLineError {
      .badValue(
        flag: "--contrasts", value: text,
        expected:
          "COL=CODING, as in size=sum, with treatment, treatment:LEVEL, sum, helmert, polynomial or difference"
      )
    }
    // The last "=" that a coding's name follows: a column may be called factor(a == 1).
    guard let equals = text.lastIndex(of: "="), equals > text.startIndex else { throw expected() }
    column = String(text[..<equals])
    let name = String(text[text.index(after: equals)...])
    if let base = name.wholeMatch(of: /treatment:(.+)/)?.1 {
      coding = .treatment(base: String(base))
      return
    }
    guard let found = Self.codings.first(where: { $0.names.contains(name) }) else {
      if name.isEmpty { throw expected() }
      let names = Self.codings.map { $0.names[0] }
      throw .unknownName(
        flag: "--contrasts", value: name, known: names,
        suggestion: CommandLineError.suggestion(for: name, in: names))
    }
    coding = found.coding
  }
}

/// `--unseen` of predictions.
enum UnseenChoice: String, CaseIterable {
  case fail, missing

  var policy: UnseenLevels { self == .fail ? .fail : .missing }
}

/// What `fit` and `compare` do with missing cells: there is nothing told of each row that could be kept as missing.
enum FitMissing: String, CaseIterable {
  case drop, fail

  var policy: MissingPolicy { self == .drop ? .drop : .fail }
}

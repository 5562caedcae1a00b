extension CommandLineError {
  /// What is wrong and what to do, without where to read more.
  var message: String {
    switch self {
    case .noCommand:
      "name a command: \(Command.all.map(\.name).joined(separator: ", "))"
    case .unknownCommand(let name, let near):
      "there is no command \(shown(name))\(hint(near, "use \(Command.all.map(\.name).joined(separator: ", "))"))"
    case .unknownFlag(let name, let near):
      name.hasPrefix("--")
        ? "there is no flag \(shown(name))" + (near.map { ": did you mean \($0)?" } ?? "")
        : "there is no flag \(shown(name)): flags have two dashes; put -- before what is no flag but begins with a dash"
    case .flagOfAnother(let name, let command, let owners):
      "\(name) is a flag of glm \(owners.joined(separator: " and glm ")), not of glm \(command)"
    case .notBuilt(let name): "\(name) is not built yet"
    case .missingValue(let flag): "\(flag.name) needs a value: \(flag.shown)"
    case .extraValue(let flag): "\(flag.name) takes no value: give it alone"
    case .repeated(let flag): "\(flag.name) is given twice: give it once"
    case .missingOperand(let name, let all): "\(name) is missing: give \(all.joined(separator: " and "))"
    case .emptyOperand(let name): "\(name) is empty"
    case .extraOperand(let text, let isFormula):
      "there is no place for \(shown(text))" + (isFormula ? ": put the formula in quotes" : "")
    case .exchanged(let formula): "\(shown(formula)) looks like the formula: DATA comes before FORMULA"
    case .badValue(let flag, let value, let expected): "\(flag) \(shown(value)): use \(expected)"
    case .unknownName(let flag, let value, let known, let near):
      "\(flag) \(shown(value)): no such name\(hint(near, "use \(known.joined(separator: ", "))"))"
    case .contradiction(let what, let remedy): "\(what): \(remedy)"
    case .catalog(let error): error.description
    }
  }

  private func hint(_ near: String?, _ otherwise: String) -> String {
    near.map { ": did you mean \($0)?" } ?? ": \(otherwise)"
  }
}

/// What a user typed, in a message: bare if it is a plain word, otherwise in quotes; cut after 60 characters.
func shown(_ text: String) -> String {
  let cut = text.prefix(60) + (text.count > 60 ? "…" : "")
  let isPlain =
    !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "-_.,:/~+*^()=".contains($0) }
  return isPlain ? String(cut) : "\"" + cut + "\""
}

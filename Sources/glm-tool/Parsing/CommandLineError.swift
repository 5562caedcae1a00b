import GLM

/// A command line that cannot be followed: what happened, with what it happened to.
enum CommandLineError: Error, Equatable {
  case noCommand
  case unknownCommand(String, suggestion: String?)
  case unknownFlag(String, suggestion: String?)
  /// A flag that other commands have.
  case flagOfAnother(String, command: String, owners: [String])
  /// A flag or name that a later version will have.
  case notBuilt(String)
  case missingValue(Flag)
  /// A value for a flag that takes none.
  case extraValue(Flag)
  case repeated(Flag)
  case missingOperand(String, all: [String])
  case emptyOperand(String)
  /// One operand too many; for a command with a formula, perhaps a formula without quotes.
  case extraOperand(String, isFormula: Bool)
  /// DATA and FORMULA in each other's place.
  case exchanged(formula: String)
  /// A value that the flag does not take; `expected` completes "use …".
  case badValue(flag: String, value: String, expected: String)
  /// A name that is none of `known`.
  case unknownName(flag: String, value: String, known: [String], suggestion: String?)
  /// Flags that do not go together, or one that is missing; `remedy` says what to do.
  case contradiction(String, remedy: String)
  /// A family or link.
  case catalog(CatalogError)

  /// Why `command` has no flag called `name`.
  static func noFlag(_ name: String, of command: Command) -> CommandLineError {
    let owners = Command.all.filter { $0.flags.contains { $0.name == name } }.map(\.name)
    if !owners.isEmpty { return .flagOfAnother(name, command: command.name, owners: owners) }
    return .unknownFlag(name, suggestion: suggestion(for: name, in: command.flags.map(\.name)))
  }

  /// The name that `word` was most likely meant to be: the nearest, or the only one that begins so.
  static func suggestion(for word: String, in names: [String]) -> String? {
    if let near = nearestName(to: word, in: names) { return near }
    let longer = names.filter { $0.hasPrefix(word) }
    return longer.count == 1 && word.count > 1 ? longer[0] : nil
  }
}

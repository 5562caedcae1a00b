/// A flag as a command declares it.
struct Flag: Sendable, Equatable {
  /// With its dashes, as in `--family`.
  let name: String
  /// What the help calls the value, as in `F`; empty for a flag that takes none.
  let value: String
  /// Whether it may be given more than once.
  let isRepeatable: Bool
  /// What it does.
  let help: String

  init(_ name: String, _ value: String, isRepeatable: Bool = false, _ help: String) {
    self.name = name
    self.value = value
    self.isRepeatable = isRepeatable
    self.help = help
  }

  /// A flag that takes no value.
  init(_ name: String, _ help: String) { self.init(name, "", help) }

  /// Whether it takes a value.
  var takesValue: Bool { !value.isEmpty }

  /// The flag with its value, as the help and messages show it.
  var shown: String { takesValue ? "\(name) \(value)" : name }
}

/// Flags under a title of the help.
struct FlagGroup: Sendable {
  let title: String
  let flags: [Flag]
}

/// A part of the command line that stands by its place.
struct Operand: Sendable, Equatable {
  /// What the help calls it, as in `DATA`.
  let name: String
  /// What it is.
  let help: String

  init(_ name: String, _ help: String) {
    self.name = name
    self.help = help
  }
}

/// A command: what it takes, what the help says of it, and what it does.
struct Command: Sendable {
  let name: String
  /// One line.
  let summary: String
  let usage: [String]
  let operands: [Operand]
  let groups: [FlagGroup]
  /// What the help says at the end, line by line; lines that begin with a space stay as they are.
  let notes: [String]
  let run: @Sendable (ParsedArguments) throws -> Reply

  var flags: [Flag] { groups.flatMap(\.flags) }
}

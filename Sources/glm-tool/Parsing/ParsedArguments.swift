/// The arguments of a command, sorted into operands and flags; nothing is converted yet.
struct ParsedArguments: Sendable {
  /// One for each operand that the command declares.
  private(set) var operands: [String] = []
  /// For each flag given, its values in order.
  private var values: [String: [String]] = [:]

  /// Sorts `arguments`, which come after the name of the command.
  ///
  /// A flag is `--flag value` or `--flag=value`, or `--flag` when it takes no value, before or after operands; `--` ends the flags. A value may begin
  /// with a dash, as in `--start -1.81`, unless it is a flag of the command.
  init(_ arguments: some Sequence<String>, of command: Command) throws(CommandLineError) {
    var rest = Array(arguments)[...]
    var isAfterFlags = false
    while let argument = rest.popFirst() {
      if isAfterFlags || argument == "-" || !argument.hasPrefix("-") {
        operands.append(argument)
      } else if argument == "--" {
        isAfterFlags = true
      } else {
        try take(argument, &rest, command)
      }
    }
    try check(command)
  }

  /// Reads one flag and its value.
  private mutating func take(
    _ argument: String, _ rest: inout ArraySlice<String>, _ command: Command
  ) throws(CommandLineError) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let flag = command.flags.first(where: { $0.name == name }) else {
      throw CommandLineError.noFlag(name, of: command)
    }
    let value: String
    if !flag.takesValue {
      if parts.count == 2 { throw .extraValue(flag) }
      value = name
    } else if parts.count == 2 {
      value = String(parts[1])
    } else {
      guard let next = rest.first, next != "--", !command.isFlag(next) else { throw .missingValue(flag) }
      value = next
      rest.removeFirst()
    }
    guard !value.isEmpty else { throw .missingValue(flag) }
    guard flag.isRepeatable || values[name] == nil else { throw .repeated(flag) }
    values[name, default: []].append(value)
  }

  private func check(_ command: Command) throws(CommandLineError) {
    for (i, operand) in command.operands.enumerated() {
      guard i < operands.count else {
        throw .missingOperand(operand.name, all: command.operands.map(\.name))
      }
      guard !operands[i].isEmpty else { throw .emptyOperand(operand.name) }
    }
    if operands.count > command.operands.count {
      throw .extraOperand(
        operands[command.operands.count], isFormula: command.operands.contains { $0.name == "FORMULA" })
    }
  }

  /// The value of a flag that is not repeatable.
  subscript(_ flag: String) -> String? { values[flag]?.first }

  /// Whether a flag is given.
  func isGiven(_ flag: String) -> Bool { values[flag] != nil }

  /// The values of a repeatable flag.
  func all(_ flag: String) -> [String] { values[flag] ?? [] }
}

extension Command {
  /// Whether `argument` is one of the command's flags, with or without a value.
  fileprivate func isFlag(_ argument: String) -> Bool {
    let name = argument.prefix { $0 != "=" }
    return flags.contains { $0.name == name }
  }
}

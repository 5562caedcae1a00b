/// The help, made from what the commands declare.
enum HelpText {
  /// `glm --help`.
  static var overview: String {
    let commands = Command.all.map { ["  \($0.name)", $0.summary] } + [["  help", "the help of a command, as in glm help fit"]]
    return lines(
      ["glm: generalized linear models from the command line", "", "usage"]
        + Command.all.flatMap(\.usage).map { "  " + $0 } + ["", "commands"] + aligned(commands)
        + [
          "", "examples",
          "  glm fit births.csv \"low ~ age + smoke\" --family bernoulli",
          "  glm compare beetles.csv \"cbind(killed, survived) ~ logdose\" --family bernoulli --links logit,probit",
          "", "glm --version prints the version.",
        ])
  }

  /// `glm COMMAND --help`.
  static func of(_ command: Command) -> String {
    var text = ["glm \(command.name): \(command.summary)", ""]
    text += command.usage.map { "usage: " + $0 }
    if !command.operands.isEmpty {
      text += [""] + entries(command.operands.map { ($0.name, $0.help) }, command)
    }
    for group in command.groups {
      text += ["", group.title] + entries(group.flags.map { ("\($0.name) \($0.value)", $0.help) }, command)
    }
    if !command.notes.isEmpty { text += [""] + command.notes }
    return lines(text)
  }

  /// Names with what they mean, aligned over the whole command.
  private static func entries(_ entries: [(name: String, help: [String])], _ command: Command) -> [String] {
    let names = command.operands.map(\.name) + command.flags.map { "\($0.name) \($0.value)" }
    let width = names.map(\.count).max() ?? 0
    return entries.flatMap { entry in
      entry.help.enumerated().map { i, line in
        let name = i == 0 ? entry.name : ""
        return "  " + name + String(repeating: " ", count: width - name.count + 2) + line
      }
    }
  }

  private static func lines(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
}

/// The help, made from what the commands declare.
enum HelpText {
  /// `glm --help`.
  static var overview: String {
    let commands =
      Command.all.map { ["  \($0.name)", $0.summary] } + [
        ["  help", "the help of a command, as in glm help fit"]
      ]
    return lines(
      ["glm: generalized linear models from the command line", "", "usage"]
        + Command.all.flatMap(\.usage).map { "  " + $0 } + ["", "commands"] + aligned(commands)
        + [
          "", "examples",
          "  glm fit births.csv \"low ~ age + smoke\" --family bernoulli",
          "  glm compare beetles.csv \"cbind(killed, survived) ~ logdose\" \\",
          "    --family bernoulli --links logit,probit,cloglog",
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
      text += ["", group.title] + entries(group.flags.map { ($0.shown, $0.help) }, command)
    }
    if !command.notes.isEmpty { text += [""] + command.notes.flatMap { wrapped($0, to: width) } }
    return lines(text)
  }

  /// Characters of a line.
  private static let width = 80

  /// Names with what they mean, aligned over the whole command.
  private static func entries(_ entries: [(name: String, help: String)], _ command: Command) -> [String] {
    let names = command.operands.map(\.name) + command.flags.map(\.shown)
    let indent = 4 + (names.map(\.count).max() ?? 0)
    return entries.flatMap { entry in
      wrapped(entry.help, to: width - indent).enumerated().map { i, line in
        let name = i == 0 ? "  " + entry.name : ""
        return name + String(repeating: " ", count: indent - name.count) + line
      }
    }
  }

  /// The words of `text` on lines of at most `width` characters; text that begins with a space stays as it is.
  private static func wrapped(_ text: String, to width: Int) -> [String] {
    if text.isEmpty || text.hasPrefix(" ") { return [text] }
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  private static func lines(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
}

import Foundation

/// What a command has to say, and how it ended.
struct Reply: Sendable, Equatable {
  /// For standard output.
  var output: String = ""
  /// One line for standard error, or nothing.
  var complaint: String?
  var status: ExitStatus = .success
}

/// How a command ended, for the shell.
enum ExitStatus: Int32, Sendable {
  /// An optimum, or nothing was fitted.
  case success = 0
  /// Data, formula or model file cannot be used.
  case unusableInput = 1
  /// The command line is wrong.
  case wrongCommandLine = 2
  /// The report is of a fit that is not an optimum.
  case notAnOptimum = 3
}

/// The `glm` command: parsing, then a command, then rendering.
enum Tool {
  static let version = "0.1.0"

  /// Does what the command line says and ends the process.
  static func main() -> Never {
    // A reader that leaves early, as `head` does, is no reason to crash.
    signal(SIGPIPE, SIG_IGN)
    exit(Output.deliver(run(Array(CommandLine.arguments.dropFirst()))).rawValue)
  }

  /// Does what `arguments` say, without writing anything but model files and progress.
  static func run(_ arguments: [String]) -> Reply {
    guard let first = arguments.first else { return refusal(.noCommand, reference: "glm --help") }
    switch first {
    case "--help", "-h": return Reply(output: HelpText.overview)
    case "help": return help(arguments.dropFirst())
    case "--version": return Reply(output: "glm \(version)\n")
    default: break
    }
    guard let command = Command.all.first(where: { $0.name == first }) else {
      return refusal(.unknown(first), reference: "glm --help")
    }
    let rest = arguments.dropFirst()
    if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      return Reply(output: HelpText.of(command))
    }
    do {
      return try command.run(ParsedArguments(rest, of: command))
    } catch let error as CommandLineError {
      return refusal(error, reference: "glm \(command.name) --help")
    } catch {
      return Reply(complaint: InputMessage.of(error), status: .unusableInput)
    }
  }

  /// `glm help` and `glm help COMMAND`.
  private static func help(_ arguments: ArraySlice<String>) -> Reply {
    guard let name = arguments.first(where: { $0 != "--help" && $0 != "-h" }) else {
      return Reply(output: HelpText.overview)
    }
    guard let command = Command.all.first(where: { $0.name == name }) else {
      return refusal(.unknown(name), reference: "glm --help")
    }
    if let extra = arguments.dropFirst().first {
      return refusal(.extraOperand(extra, isFormula: false), reference: "glm --help")
    }
    return Reply(output: HelpText.of(command))
  }

  private static func refusal(_ error: CommandLineError, reference: String) -> Reply {
    let message = error.message
    return Reply(
      complaint: message.contains("see glm ") ? message : "\(message) (see \(reference))",
      status: .wrongCommandLine)
  }
}

extension CommandLineError {
  /// `name` where a command should be.
  static func unknown(_ name: String) -> CommandLineError {
    name.hasPrefix("-")
      ? .unknownFlag(name, suggestion: suggestion(for: name, in: ["--help", "--version"]))
      : .unknownCommand(name, suggestion: suggestion(for: name, in: Command.all.map(\.name) + ["help"]))
  }
}

extension Command {
  /// Every command, in the order of the help.
  static let all: [Command] = [.fit, .compare, .predict, .families]
}

import Foundation

/// The `glm-bench` command: how fast parts of the library are, one subcommand a benchmark.
enum BenchTool {
  /// What a benchmark has to say, and the exit status: 0, 1 for input that cannot be used, 2 for a wrong command line.
  struct Reply: Equatable {
    var output = ""
    var complaint: String?
    var status: Int32 = 0
  }

  /// Does what the command line says and ends the process.
  static func main() -> Never {
    signal(SIGPIPE, SIG_IGN)
    let reply = run(Array(CommandLine.arguments.dropFirst()))
    try? FileHandle.standardOutput.write(contentsOf: Data(reply.output.utf8))
    if let complaint = reply.complaint {
      try? FileHandle.standardError.write(contentsOf: Data("glm-bench: \(complaint)\n".utf8))
    }
    exit(reply.status)
  }

  /// Does what `arguments` say.
  static func run(_ arguments: [String]) -> Reply {
    let usage = "usage: " + Benchmark.all.map { "glm-bench \($0.usage)" }.joined(separator: " or ")
    guard let first = arguments.first else { return Reply(complaint: usage, status: 2) }
    if first == "--help" || first == "-h" { return Reply(output: usage + "\n") }
    guard let benchmark = Benchmark.all.first(where: { $0.name == first }) else {
      return Reply(complaint: "there is no benchmark \(oneLine(first)); \(usage)", status: 2)
    }
    do {
      let arguments = try BenchArguments(arguments.dropFirst(), of: benchmark)
      return Reply(output: try benchmark.run(arguments))
    } catch let error as BenchUsageError {
      return Reply(
        complaint: "\(oneLine(error.message)); usage: glm-bench \(benchmark.usage)", status: 2)
    } catch {
      return Reply(complaint: oneLine("\(error)"), status: 1)
    }
  }

  /// The text with line breaks and other control characters spelled out.
  private static func oneLine(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: line += scalar.escaped(asASCII: true)
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }
}

/// A benchmark: its name on the command line, what it takes, and what it measures.
struct Benchmark: Sendable {
  let name: String
  let usage: String
  /// How many operands it takes.
  let operands: Int
  /// The flags, each with a value.
  let flags: [String]
  /// The flags without a value.
  var switches: [String] = []
  /// Measures and returns the report.
  let run: @Sendable (BenchArguments) throws -> String

  /// Every benchmark, in the order of the help.
  static let all: [Benchmark] = [.fit, .kernels, .small, .read, .certainty, .tails]
}

/// A command line that cannot be followed.
struct BenchUsageError: Error, Equatable {
  let message: String
}

/// The operands and flags of a benchmark.
struct BenchArguments: Sendable {
  /// How a report is written.
  enum Format: String {
    case text, json
  }

  private(set) var operands: [String] = []
  private var values: [String: String] = [:]
  private var switches: Set<String> = []

  /// Sorts arguments: `--flag value` or `--flag=value`, before or after operands.
  init(_ arguments: some Sequence<String>, of benchmark: Benchmark) throws(BenchUsageError) {
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else {
        operands.append(argument)
        continue
      }
      if benchmark.switches.contains(argument) {
        guard switches.insert(argument).inserted else {
          throw BenchUsageError(message: "\(argument) is given twice")
        }
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      if parts.count == 2, benchmark.switches.contains(parts[0]) {
        throw BenchUsageError(message: "\(parts[0]) takes no value")
      }
      guard benchmark.flags.contains(parts[0]) else {
        throw BenchUsageError(message: "there is no flag \(parts[0])")
      }
      guard values[parts[0]] == nil else { throw BenchUsageError(message: "\(parts[0]) is given twice") }
      guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
        throw BenchUsageError(message: "\(parts[0]) needs a value")
      }
      values[parts[0]] = value
    }
    guard operands.count == benchmark.operands else {
      throw BenchUsageError(
        message:
          "\(benchmark.operands) operand\(benchmark.operands == 1 ? "" : "s") wanted, \(operands.count) given"
      )
    }
  }

  /// Whether a switch is given.
  func has(_ flag: String) -> Bool { switches.contains(flag) }

  /// The value of a flag.
  subscript(flag: String) -> String? { values[flag] }

  /// A whole number from 1.
  func count(_ flag: String, unless value: Int) throws(BenchUsageError) -> Int {
    guard let text = values[flag] else { return value }
    guard let number = Int(text), number > 0 else {
      throw BenchUsageError(message: "\(flag) \(text) is no whole number of 1 or more")
    }
    return number
  }

  /// `--format`.
  func format() throws(BenchUsageError) -> Format {
    guard let text = values["--format"] else { return .text }
    guard let format = Format(rawValue: text) else {
      throw BenchUsageError(message: "--format \(text) is neither text nor json")
    }
    return format
  }
}

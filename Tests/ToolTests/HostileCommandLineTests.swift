import Foundation
import GLMTestSupport
import Testing

@testable import glm_tool

/// Command lines changed at random, the same ones on every run: nothing traps, and every refusal is one line.
@Suite struct HostileCommandLineTests {
  static let seeds: [[String]] = [
    ["fit", "data.csv", "y ~ x", "--family", "bernoulli", "--link", "probit", "--level", "0.9"],
    ["fit", "data.csv", "n ~ x + g", "--family=poisson", "--exposure", "w", "--format", "json"],
    ["fit", "data.csv", "g ~ x", "--family", "categorical", "--levels", "g=b,a,c", "--max-iterations", "9"],
    ["fit", "data.csv", "x ~ g", "--weights", "frequency:n", "--start", "1,2,3", "--solver", "lbfgs"],
    ["fit", "data.csv", "x ~ n", "--prior", "laplace:1", "--save", "model.json"],
    ["compare", "data.csv", "y ~ x", "--family", "bernoulli", "--links", "logit,probit", "--prior=normal:2"],
    ["predict", "saved.json", "data.csv", "--type", "link", "--interval", "0.5", "--format", "json"],
    ["families", "--format", "json"], ["help", "fit"], ["compare", "--help"],
  ]

  static let words = [
    "", "-", "--", "=", "--=", "nan", "-1", "inf", "1e400", "0", "1", "~", "y~", "~x", "y ~ x", "%s%n%d",
    "NA", "..",
    "--help", "\u{1F600}", "a\nb", "\u{1B}[2J", "--level", "--level=2", "--prior=normal:1e308",
    "--start=1e308,1",
    "--weights=precision:w", "--offset=x", "--trials=n", "--links=log,identity", "--levels=g=", "y ~ x:x*g*n",
    "y ~ 0", "log(y) ~ I(x^9)", "cbind(n, n) ~ x", "factor(n) ~ 1", "--max-iterations=1",
    "99999999999999999999", String(repeating: "x", count: 5000), String(repeating: "(", count: 300),
  ]

  /// A command line with a few changes.
  private static func mutated(_ random: inout SplitMix) -> [String] {
    var line = seeds.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      guard let at = line.indices.randomElement(using: &random) else { return line }
      let word = words.randomElement(using: &random) ?? ""
      switch Int.random(in: 0..<7, using: &random) {
      case 0: line.remove(at: at)
      case 1: line.insert(word, at: at)
      case 2: line[at] = word
      case 3: line.append(line[at])
      case 4: line.swapAt(at, line.indices.randomElement(using: &random) ?? at)
      case 5: line[at] = String(line[at].dropLast())
      default: line[at] += ["=", ",", ":", "x", "0", "-"].randomElement(using: &random) ?? ""
      }
    }
    return line
  }

  @Test func `processes end well`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file(
      "data.csv",
      "y,x,n,g,w\n0,1.5,2,a,1\n1,2,0,b,2\n1,0.5,3,c,1\n0,3,1,a,3\n1,3.5,4,b,1\n0,NA,1,c,2\n0,1,1,c,2\n")
    let saved = try GLMCommand(["fit", "data.csv", "y ~ x", "--save", "saved.json"], in: folder.url)
    #expect(saved.status == 0)
    var random = SplitMix(seed: 7)
    for _ in 0..<250 {
      let line = Self.mutated(&random)
      let command = try GLMCommand(line, in: folder.url)
      try #require(
        (0...3).contains(command.status), "\(line) ended with \(command.status): \(command.complaint)")
      let isRefusal = command.status == 1 || command.status == 2
      #expect(command.output.isEmpty == isRefusal, "\(line)")
      if isRefusal {
        #expect(command.complaint.hasPrefix("glm: ") && command.complaint.hasSuffix("\n"), "\(line)")
        #expect(command.complaint.count { $0.isNewline } == 1, "\(line): \(command.complaint)")
      } else {
        #expect(command.complaint == "", "\(line)")
      }
    }
  }

  @Test func `arguments are sorted or refused`() {
    var random = SplitMix(seed: 11)
    for _ in 0..<5000 {
      let line = Self.mutated(&random)
      guard let command = Command.all.first(where: { $0.name == line.first }) else { continue }
      do throws(CommandLineError) {
        let arguments = try ParsedArguments(line.dropFirst(), of: command)
        #expect(arguments.operands.count == command.operands.count)
        if command.name == "fit" { _ = try ModelRequest(arguments) }
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
  }
}

import Foundation
import Testing

/// Standard input, output and error as shells use them.
@Suite struct StreamTests {
  @Test func `data comes from standard input`() throws {
    let data = try Data(contentsOf: GLMCommand.fixtures.appending(path: "corpus/birthwt_logit.csv"))
    let piped = try GLMCommand(["fit", "-", "low ~ age", "--family", "bernoulli"], input: data)
    let named = try GLMCommand("fit", "corpus/birthwt_logit.csv", "low ~ age", "--family", "bernoulli")
    #expect(piped.output == named.output && piped.status == 0)
  }

  @Test func `a reader that leaves early is no crash`() throws {
    let command = try GLMCommand(
      shell: "{ \"$GLM\" fit torture/constant_column.csv 'y ~ x1' --format json; echo $? >&2; } | true")
    #expect(command.complaint == "0\n")
  }

  @Test func `an output that cannot be written is an error`() throws {
    let message = "glm: standard output cannot be written: check the disk and the redirection\n"
    let closed = try GLMCommand(shell: "\"$GLM\" families >&-")
    #expect(closed.complaint == message && closed.status == 1)
    #if os(Linux)
      let full = try GLMCommand(shell: "\"$GLM\" families >/dev/full")
      #expect(full.complaint == message && full.status == 1)
    #endif
  }

  @Test func `a closed standard error changes nothing`() throws {
    let good = try GLMCommand(shell: "\"$GLM\" fit torture/constant_column.csv 'y ~ x1' 2>&-")
    #expect(good.status == 0 && good.output.hasPrefix("formula"))
    let bad = try GLMCommand(shell: "\"$GLM\" fit nothing.csv 'y ~ x1' 2>&-")
    #expect(bad.status == 1 && bad.output == "")
  }

  @Test func `a closed standard input is an error`() throws {
    let command = try GLMCommand(shell: "\"$GLM\" fit - 'y ~ x1' <&-")
    #expect(command.status == 1 && command.complaint.hasPrefix("glm: standard input: "))
  }

  @Test func `flags stand anywhere and take an equals sign`() throws {
    let one = try GLMCommand(
      "fit", "torture/constant_column.csv", "y ~ x1", "--family", "poisson", "--level", "0.9")
    let two = try GLMCommand(
      "fit", "--family=poisson", "torture/constant_column.csv", "--level=.9", "--", "y ~ x1")
    #expect(one.output == two.output && one.status == 0 && two.status == 0)
    #expect(one.output.contains("90% from"))
  }
}

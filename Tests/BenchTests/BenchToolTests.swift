import Foundation
import Testing

@testable import glm_bench

/// The command line of glm-bench; what it measures is not tested, because it depends on the machine.
@Suite struct BenchToolTests {
  @Test(
    arguments: [
      ([], "usage: glm-bench fit --x X.npy"), ([], "or glm-bench read FILE"),
      (["fly"], "there is no benchmark fly"),
      (["read"], "1 operand wanted, 0 given"), (["read", "a", "b"], "1 operand wanted, 2 given"),
      (["read", "a", "--repeat", "0"], "--repeat 0 is no whole number of 1 or more"),
      (["read", "a", "--repeat=x\ny"], "--repeat x\\ny is no whole number"),
      (["read", "a", "--repeat"], "--repeat needs a value"),
      (["read", "a", "--repeat", "1", "--repeat", "1"], "--repeat is given twice"),
      (["read", "a", "--fast", "1"], "there is no flag --fast"),
      (["read", "a", "--format", "xml"], "--format xml is neither text nor json"),
    ] as [([String], String)]) func `bad usage is one line and status 2`(
      _ arguments: [String], _ words: String
    )
  {
    let reply = BenchTool.run(arguments)
    #expect(reply.status == 2 && reply.output == "")
    #expect(reply.complaint?.contains(words) == true && reply.complaint?.contains("\n") == false)
  }

  @Test func `a file that is no table is one line and status 1`() {
    let reply = BenchTool.run(["read", "/no/such/file.csv"])
    #expect(reply == BenchTool.Reply(complaint: "/no/such/file.csv: no such file; check the path", status: 1))
  }

  @Test func `reading tells rows, columns, size and every repeat`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "glm-bench-\(UUID().uuidString).csv")
    try Data("a,b\n1,2\n3,4\n5,6\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let reply = BenchTool.run(["read", file.path, "--repeat", "3", "--format", "json", "--threads", "1"])
    #expect(reply.status == 0 && reply.complaint == nil)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(reply.output.utf8)) as? [String: Any])
    #expect(report["rows"] as? Int == 3 && report["columns"] as? Int == 2 && report["bytes"] as? Int == 16)
    let seconds = try #require(report["seconds"] as? [Double])
    #expect(seconds.count == 3 && seconds.allSatisfy { $0 > 0 })
    let rate = try #require(report["rowsPerSecond"] as? Double)
    #expect(abs(rate * (seconds.min() ?? 0) - 3) < 1e-9)
    let text = BenchTool.run(["read", "--repeat=2", file.path]).output
    #expect(text.contains("rows     3\n") && text.contains("MB/s"))
  }

  @Test func `tails of a link are told to the last bit`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "glm-bench-\(UUID().uuidString).txt")
    try Data("0\n0x1p+1\n-1e4\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let reply = BenchTool.run(["tails", file.path, "--link", "cloglog"])
    let lines = reply.output.split(separator: "\n").map { $0.split(separator: " ").map { Double($0) } }
    #expect(reply.status == 0 && lines.count == 3 && lines.allSatisfy { $0.count == 7 })
    #expect(lines[0][1] == -1 && lines[0][3] == 1 && lines[2][0] == -1e4)
    for (arguments, words) in [
      (["tails", file.path], "--link is missing"), (["tails", file.path, "--link", "logic"], "logit"),
      (["tails", "/no/such/file.txt", "--link", "logit"], "/no/such/file.txt"),
    ] as [([String], String)] {
      let reply = BenchTool.run(arguments)
      #expect(reply.status != 0 && reply.complaint?.contains(words) == true, "\(arguments)")
    }
  }

  @Test func `small fits are told for every way`() throws {
    for family in ["bernoulli", "poisson", "gaussian", "gamma"] {
      let reply = BenchTool.run(
        ["small", "--rows", "40", "--columns", "2", "--count", "10", "--repeat", "1", "--family", family]
          + ["--threads", "2", "--format", "json"])
      #expect(reply.status == 0 && reply.complaint == nil)
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(reply.output.utf8)) as? [String: Any])
      let times = try #require(report["microseconds"] as? [String: [Double]])
      let optima = try #require(report["optima"] as? [String: Int])
      #expect(times.count == 6 && times.values.allSatisfy { $0.count == 1 && $0[0] > 0 })
      #expect(optima["single"] == optima["long"] && optima["single"] == optima["responses"])
      #expect((optima["columns"] ?? 0) > 0 && (optima["weights"] ?? 0) > 0)
    }
    #expect(BenchTool.run(["small", "--only", "none"]).status == 2)
    #expect(BenchTool.run(["small", "--family", "none"]).status == 2)
  }

  @Test func `what certainty costs is told for every variant`() throws {
    let reply = BenchTool.run(
      ["certainty", "--rows", "60", "--columns", "2", "--repeat", "2", "--threads", "1", "--format", "json"])
    #expect(reply.status == 0 && reply.complaint == nil)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(reply.output.utf8)) as? [String: Any])
    let seconds = try #require(report["seconds"] as? [String: [Double]])
    let ratios = try #require(report["ratios"] as? [String: Double])
    #expect(seconds.count == 4 && ratios.count == 4 && ratios["with both"] == 1)
    #expect(seconds.values.allSatisfy { $0.count == 2 && $0.allSatisfy { $0 > 0 } })
    let passes = try #require(report["passes"] as? [String: Int])
    #expect(passes["with both"] ?? 0 > passes["without both"] ?? .max)
  }
}

import Foundation
import GLM
import Testing

@testable import glm_bench

/// `glm-bench fit`: what it fits and what it tells; not how long that takes.
@Suite struct FitBenchmarkTests {
  static let x: [[Double]] = [[1, 2, 3, 4, 5, 6, 7, 8], [0.5, -1, 2, 0, -0.5, 1, 1.5, -2]]
  static let y: [Double] = [0, 1, 1, 0, 1, 0, 1, 1]
  static let counts: [Double] = [3, 0, 1, 5, 2, 7, 4, 9]

  /// The numbers of the report to the last bit, which `JSONSerialization` does not give.
  private struct Numbers: Decodable {
    let coefficients: [Double]
    let standardErrors: [Double]?
    let loss: Double
  }

  private func numbers(_ arguments: [String]) throws -> Numbers {
    let reply = BenchTool.run(["fit", "--format", "json"] + arguments)
    return try JSONDecoder().decode(Numbers.self, from: Data(reply.output.utf8))
  }

  private func report(_ arguments: [String]) throws -> [String: Any] {
    let reply = BenchTool.run(["fit", "--format", "json"] + arguments)
    #expect(reply.status == 0 && reply.complaint == nil, "\(reply)")
    return try #require(JSONSerialization.jsonObject(with: Data(reply.output.utf8)) as? [String: Any])
  }

  @Test func `a fit of files is that of the library, and everything is told`() throws {
    let x = try NumPyFile(Self.x.flatMap { $0 }, shape: [8, 2])
    let y = try NumPyFile(Self.y, shape: [8])
    let arguments = [
      "--x", x.path, "--y", y.path, "--family", "bernoulli", "--repeat", "3", "--threads", "1",
    ]
    let told = try report(arguments)
    let exact = try numbers(arguments)
    let fit = try LogisticRegression().fit(columns: Self.x, Self.y).fit
    #expect(exact.coefficients == fit.estimate.coefficients)
    let errors = try fit.inference().coefficients.map { $0?.standardError }
    #expect(exact.standardErrors == errors.compactMap { $0 })
    #expect(exact.loss == fit.estimate.loss && told["dispersion"] as? Double == 1)
    #expect(told["passes"] as? Int == fit.estimate.passes && told["outcome"] as? String == "optimum")
    let seconds = try #require(told["seconds"] as? [Double])
    #expect(seconds.count == 3 && seconds.allSatisfy { $0 > 0 })
    #expect(told["rows"] as? Int == 8 && told["columns"] as? Int == 2 && told["threads"] as? Int == 1)
    #expect(told["noInference"] as? Bool == false && told["kernelSet"] is String)
    #if os(Linux)
      let before = try #require(told["memoryBefore"] as? Int)
      let peak = try #require(told["peakMemory"] as? Int)
      #expect(before > 1 << 20 && peak >= before && told["codeMemory"] is Int)
    #endif
  }

  @Test func `rows that lie together and columns that do give one fit`() throws {
    let byColumn = try NumPyFile(Self.x.flatMap { $0 }, shape: [8, 2])
    let byRow = try NumPyFile(
      (0..<8).flatMap { i in Self.x.map { $0[i] } }, shape: [8, 2], isColumnMajor: false)
    let y = try NumPyFile(Self.counts, shape: [8, 1], isColumnMajor: false)
    let weights = try NumPyFile([1, 2, 1, 1, 3, 1, 1, 0.5], shape: [8])
    let common = [
      "--y", y.path, "--family", "poisson", "--link", "log", "--weights", weights.path, "--repeat", "1",
    ]
    let first = try numbers(["--x", byColumn.path] + common)
    let second = try numbers(["--x", byRow.path] + common)
    let plain = try numbers(["--x", byRow.path] + common.dropLast(4))
    #expect(first.coefficients == second.coefficients && first.coefficients != plain.coefficients)
    let told = try report(["--x", byRow.path] + common)
    #expect(told["link"] as? String == "log" && told["family"] as? String == "poisson")
  }

  @Test func `without inference nothing is said of standard errors`() throws {
    let told = try report(["--workload", "gamma-50x2", "--repeat", "1", "--no-inference"])
    #expect(told["noInference"] as? Bool == true && told["standardErrors"] == nil)
    #expect((told["coefficients"] as? [Double])?.count == 3)
  }

  @Test func `a solver that is asked for is used, and meets the others`() throws {
    let name = "logistic-200x3"
    let newton = try report(["--workload", name, "--repeat", "1", "--solver", "newton"])
    let other = try report(["--workload", name, "--repeat", "1", "--solver", "lbfgs"])
    #expect(newton["solver"] as? String != other["solver"] as? String)
    let pairs = zip(
      try #require(newton["coefficients"] as? [Double]), try #require(other["coefficients"] as? [Double]))
    for (a, b) in pairs { #expect(abs(a - b) < 1e-9) }
  }

  @Test func `a response of classes has a plane less than classes`() throws {
    let told = try report(["--workload", "softmax-120x2x3", "--repeat", "1"])
    #expect((told["coefficients"] as? [Double])?.count == 6 && told["outcome"] as? String == "optimum")
    let x = try NumPyFile([1, 2, 3, 4, 5, 6, 7, 8], shape: [8])
    let y = try NumPyFile([0, 1, 2, 0, 1, 2, 0, 1], shape: [8])
    let files = ["--x", x.path, "--y", y.path, "--family", "categorical", "--repeat", "1"]
    #expect((try report(files)["coefficients"] as? [Double])?.count == 4)
    #expect((try report(files + ["--classes", "3"])["coefficients"] as? [Double])?.count == 4)
  }

  @Test(arguments: Workload.Kind.allCases) func `a workload is the same every time`(_ kind: Workload.Kind)
    throws
  {
    let name = "\(kind.rawValue)-90x3" + (kind == .softmax ? "x3" : "")
    let (first, second) = (try Workload(name).input(), try Workload(name).input())
    #expect(first.source.response[0].values == second.source.response[0].values)
    #expect(first.source.rowCount == 90 && first.source.columns.count == 4)
    #expect(Set(first.source.response[0].values).count > 1)
    let other = try Workload(name.replacingOccurrences(of: "90x", with: "91x")).input()
    #expect(other.source.rowCount == 91)
    let told = try report(["--workload", name, "--repeat", "1"])
    #expect(told["outcome"] as? String == "optimum" && told["workload"] as? String == name)
  }

  @Test func `the workloads of the tables have names`() throws {
    for name in Workload.named { #expect(try Workload(name).name == name) }
  }

  @Test func `the report for people says what was fitted`() throws {
    let reply = BenchTool.run(["fit", "--workload", "least-squares-60x2", "--repeat", "2"])
    for words in ["least-squares-60x2: 60 rows x 2 columns", "fastest", "optimum", "with standard errors"] {
      #expect(reply.output.contains(words), "\(reply)")
    }
    // A fit at infinity has no standard errors, and is told as what it is.
    let apart = BenchTool.run(["fit", "--workload", "logistic-6x9", "--repeat", "1"])
    #expect(apart.status == 0 && apart.output.contains("infinite"))
  }

  @Test func `files that cannot be fitted are one line and status 1`() throws {
    let x = try NumPyFile(Self.x.flatMap { $0 }, shape: [8, 2])
    let y = try NumPyFile(Self.y, shape: [8])
    let short = try NumPyFile([1, 0, 1], shape: [3])
    let wide = try NumPyFile(Self.x.flatMap { $0 }, shape: [8, 2])
    let single = try NumPyFile(Self.x.flatMap { $0 }, shape: [8, 2], descr: "<f4")
    let cube = try NumPyFile(Self.y, shape: [2, 2, 2])
    let five = try NumPyFile(Array(repeating: 5, count: 8), shape: [8])
    let holes = try NumPyFile([.nan] + Self.x.flatMap { $0 }.dropFirst(), shape: [8, 2])
    func files(_ x: String, _ y: String) -> [String] { ["--x", x, "--y", y, "--family", "bernoulli"] }
    for (arguments, words) in [
      (files(x.path, short.path), "3 rows where"), (files(x.path, wide.path), "2 columns where the response"),
      (files(single.path, y.path), "'<f4'"), (files(cube.path, y.path), "shape (2, 2, 2)"),
      (files("/no/such/x.npy", y.path), "no such file"), (files(x.path, "/no/such/y.npy"), "no such file"),
      (files(x.path, five.path), "it must be 0 or 1"), (files(holes.path, y.path), "x1"),
      (files(x.path, y.path) + ["--weights", short.path], "3 rows where"),
      (["--x", x.path, "--y", five.path, "--family", "categorical", "--classes", "3"], "from 0 to 2"),
    ] as [([String], String)] {
      let reply = BenchTool.run(["fit"] + arguments)
      #expect(reply.status == 1 && reply.output == "", "\(arguments)")
      #expect(reply.complaint?.contains(words) == true, "\(words): \(reply)")
      #expect(reply.complaint?.contains("\n") == false)
    }
    let text = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).npy")
    try Data("a,b\n1,2\n".utf8).write(to: text)
    defer { try? FileManager.default.removeItem(at: text) }
    let reply = BenchTool.run(["fit"] + files(text.path, y.path))
    #expect(reply.status == 1 && reply.complaint?.contains("no NumPy file") == true)
  }

  @Test(
    arguments: [
      ("", "--x is missing"), ("--x a --y b", "--family is missing"), ("--workload walk", "no workload walk"),
      ("--workload logistic-5", "no workload"), ("--workload logistic-0x5", "no workload"),
      ("--workload softmax-10x2x1", "two classes at least"), ("--workload logistic-1e9x9", "16 gigabytes"),
      ("--workload logistic-9x2 --family poisson", "--family does not go with --workload"),
      ("--workload logistic-9x2 --solver best", "there is no solver best"),
      ("--workload logistic-9x2 --no-inference=1", "--no-inference takes no value"),
      ("--workload logistic-9x2 --no-inference --no-inference", "given twice"),
      ("--x a --y b --family bernouli", "bernoulli"),
      ("--x a --y b --family poisson --link logit", "poisson"),
    ]) func `a command line that cannot be followed is one line and status 2`(_ line: String, _ words: String)
  {
    let reply = BenchTool.run(["fit"] + line.split(separator: " ").map(String.init))
    #expect(reply.status == 2 && reply.output == "")
    #expect(reply.complaint?.contains(words) == true && reply.complaint?.contains("\n") == false, "\(reply)")
  }
}

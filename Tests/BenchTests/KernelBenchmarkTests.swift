import Foundation
import GLMAlgebra
import GLMTestSupport
import Testing

@testable import glm_bench

/// `glm-bench kernels`: what is told, not how fast anything is. It forces one kernel set after the other in its whole
/// process, which is therefore not that of the tests.
@Suite struct KernelBenchmarkTests {
  private func run(_ arguments: String...) throws -> Data {
    let binary = try #require(Self.binary, "glm-bench is not beside the tests")
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "glm-bench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let status = try ChildProcess.run(
      binary.path, ["kernels", "--quick", "--repeat", "1"] + arguments, output: file.path, error: file.path)
    #expect(status == 0)
    return try Data(contentsOf: file)
  }

  /// The binary, which the build puts beside the tests.
  private static let binary: URL? = {
    let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
    let executable = URL(filePath: CommandLine.arguments[0])
    let folders =
      [Bundle.main.bundleURL] + (bundles + [executable]).map { $0.deletingLastPathComponent() }
    return folders.map { $0.appending(path: "glm-bench") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  @Test func `every kernel of every set and a pass are told beside what the machine can do`() throws {
    let told = try run("--threads", "2", "--format", "json")
    let report = try #require(JSONSerialization.jsonObject(with: told) as? [String: Any])
    let limits = try #require(report["limits"] as? [String: Any])
    let peaks = try #require(limits["peakGigaflops"] as? [String: Double])
    let sets = Set(KernelSet.available.map(\.rawValue))
    #expect(Set(peaks.keys) == sets && peaks.values.allSatisfy { $0 > 0 })
    let stream = try #require(limits["streamGigabytes"] as? Double)
    let kernels = try #require(report["kernels"] as? [[String: Any]])
    for set in sets {
      let own = kernels.filter { $0["set"] as? String == set }
      #expect(Set(own.compactMap { $0["kernel"] as? String }).count == 6, "\(set)")
      #expect(own.contains { $0["planes"] as? Int == 45 && $0["columns"] as? Int == 21 }, "\(set)")
      #expect(own.allSatisfy { $0["gigaflops"] as? Double ?? 0 > 0 && $0["gigabytes"] as? Double ?? 0 > 0 })
    }
    let functions = try #require(report["functions"] as? [[String: Any]])
    #expect(functions.count == sets.count * VectorMath.allCases.count)
    #expect(functions.allSatisfy { $0["nanoseconds"] as? Double ?? 0 > 0 })
    let pass = try #require((report["passes"] as? [[String: Any]])?.first)
    let (rows, columns) = (try #require(pass["rows"] as? Double), try #require(pass["columns"] as? Double))
    let bound = try #require(pass["bound"] as? Double)
    let peak = try #require(peaks[KernelSet.active.rawValue])
    let own = 8e-9 * rows * columns / stream + 1e-9 * rows * columns * columns / peak + 0.5e-9 * rows
    #expect(abs(bound - own) < 1e-12 * own)
    let time = try #require(pass["seconds"] as? Double)
    #expect(
      abs(try #require(pass["ratio"] as? Double) - time / bound) < 1e-9 && pass["target"] as? Double == 1.5)
    let text = String(decoding: try run(), as: UTF8.self)
    for words in ["GB/s read of", "gram", "a pass of logistic regression", "ratio"] {
      #expect(text.contains(words), "\(text)")
    }
  }

  @Test func `the probes of the machine do what they count`() {
    let numbers = (0..<203).map { Double($0) }
    #expect(MachineProbe.sum(numbers.span) == 203 * 202 / 2)
    #expect(MachineProbe.sum([Double]().span) == 0)
    let one = MachineProbe.arithmetic(rounds: 1)
    let many = MachineProbe.arithmetic(rounds: 1000)
    #expect(many.operations == 1000 * one.operations && one.operations >= 48)
    // A chain from x is x m + a after a round, nearly x; those of a set begin near 1 … LANES.
    let lanes = one.operations / 24
    #expect(abs(one.result - 12 * (lanes * (lanes + 1) / 2)) < 0.01)
    #expect(many.result < one.result && many.result > 0.99 * one.result)
  }
}

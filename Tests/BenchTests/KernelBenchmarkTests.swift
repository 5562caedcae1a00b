import Foundation
import GLMAlgebra
import Testing

@testable import glm_bench

/// `glm-bench kernels`: what is told, not how fast anything is. It forces kernel sets, which is of the whole process, so
/// that it is a single test.
@Suite struct KernelBenchmarkTests {
  @Test func `every kernel of every set and a pass are told beside what the machine can do`() throws {
    let reply = BenchTool.run(["kernels", "--quick", "--threads", "2", "--repeat", "1", "--format", "json"])
    #expect(reply.status == 0 && reply.complaint == nil)
    let report = try #require(JSONSerialization.jsonObject(with: Data(reply.output.utf8)) as? [String: Any])
    let limits = try #require(report["limits"] as? [String: Any])
    let peaks = try #require(limits["peakGigaflops"] as? [String: Double])
    let sets = Set(KernelSet.available.map(\.rawValue))
    #expect(Set(peaks.keys) == sets && peaks.values.allSatisfy { $0 > 0 })
    let stream = try #require(limits["streamGigabytes"] as? Double)
    let kernels = try #require(report["kernels"] as? [[String: Any]])
    for set in sets {
      let own = kernels.filter { $0["set"] as? String == set }
      #expect(Set(own.compactMap { $0["kernel"] as? String }).count == 5, "\(set)")
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
    let text = BenchTool.run(["kernels", "--quick", "--repeat", "1"]).output
    for words in ["GB/s read of", "gram", "a pass of logistic regression", "ratio"] {
      #expect(text.contains(words), "\(text)")
    }
  }

  @Test func `the probes of the machine do what they count`() {
    for set in KernelSet.available {
      KernelSet.force(set)
      defer { KernelSet.force(nil) }
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
}

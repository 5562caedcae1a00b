import Foundation
import GLMAlgebra

extension Benchmark {
  /// `glm-bench kernels`: what the machine can do at most, and what each kernel and a whole pass make of it.
  static let kernels = Benchmark(
    name: "kernels", usage: "kernels [--threads N] [--repeat R] [--quick] [--format text|json]",
    operands: 0, flags: ["--threads", "--repeat", "--format"], switches: ["--quick"],
    run: runKernels)

  private static func runKernels(_ arguments: BenchArguments) throws -> String {
    let threads = try arguments.count("--threads", unless: ProcessInfo.processInfo.activeProcessorCount)
    let repeats = try arguments.count("--repeat", unless: 20)
    let format = try arguments.format()
    // A small run shows that everything works; what it measures means little.
    let report = try KernelReport(threads: threads, repeats: repeats, isQuick: arguments.has("--quick"))
    return format == .json ? try report.json() : report.text
  }
}

/// What `glm-bench kernels` measured.
struct KernelReport: Encodable {
  let limits: MachineLimits
  var kernels: [KernelTiming] = []
  var functions: [FunctionTiming] = []
  var passes: [PassTiming] = []

  init(threads: Int, repeats: Int, isQuick: Bool) throws {
    limits = MachineLimits.measured(
      threads: threads, numbers: isQuick ? 1 << 16 : 64_000_000, bursts: isQuick ? 2 : 200)
    let budget = isQuick ? 1e-4 : 0.05
    let inUse = KernelSet.active
    for set in KernelSet.available.reversed() {
      KernelSet.force(set)
      defer { KernelSet.force(inUse) }
      for columns in isQuick ? [3, 21] : [10, 20, 21, 100, 400] {
        kernels += KernelTimer.timings(columns: columns, budget: budget)
      }
      functions += FunctionTiming.all(KernelTimer(rows: 512, budget: budget))
    }
    for (rows, columns) in isQuick ? [(2000, 3)] : PassTiming.sizes {
      passes.append(try PassTiming(rows: rows, columns: columns, repeats: repeats, limits: limits))
    }
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  var text: String {
    func column(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    func fixed(_ x: Double, _ digits: Int = 1) -> String { String(format: "%.\(digits)f", x) }
    func padded(_ text: String, _ width: Int) -> String {
      text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
    }
    let peaks = limits.peakGigaflops.sorted { $0.value > $1.value }.map { "\($0.key) \(fixed($0.value))" }
    var lines = [
      "\(limits.threads) threads: \(fixed(limits.streamGigabytes)) GB/s read of \(limits.streamBytes / 1_000_000) MB; "
        + "GFLOP/s in registers: " + peaks.joined(separator: ", "),
      "",
      "kernels on one thread, a block of rows in cache; operations of the formula, bytes of the columns once",
      padded("kernel", 28) + padded("set", 10) + "   rows columns planes  GFLOP/s     GB/s",
    ]
    for k in kernels {
      lines.append(
        padded(k.kernel, 28) + padded(k.set, 10) + column("\(k.rows)", 7) + column("\(k.columns)", 8)
          + column("\(k.planes)", 7)
          + column(fixed(k.gigaflops), 9) + column(fixed(k.gigabytes), 9))
    }
    lines += ["", padded("function", 28) + padded("set", 10) + "ns an element"]
    for f in functions {
      lines.append(padded(f.function, 28) + padded(f.set, 10) + column(fixed(f.nanoseconds, 2), 13))
    }
    lines += [
      "",
      "a pass of logistic regression in memory against bytes/stream + n p^2/peak + 0.5 ns n",
      "      rows columns        ms  bound ms   ratio  target",
    ]
    for p in passes {
      lines.append(
        column("\(p.rows)", 10) + column("\(p.columns)", 8) + column(fixed(1e3 * p.seconds, 3), 10)
          + column(fixed(1e3 * p.bound, 3), 10) + column(fixed(p.ratio, 2), 8) + column(fixed(p.target), 8))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

import Foundation
import GLM
import GLMEstimation
import GLMFamilies
import GLMModel

extension Benchmark {
  /// `glm-bench certainty`: what the certificate of existence and the refinement add to the time of a fit.
  static let certainty = Benchmark(
    name: "certainty",
    usage: "certainty [--rows N] [--columns P] [--repeat R] [--threads N] [--format text|json]", operands: 0,
    flags: ["--rows", "--columns", "--repeat", "--threads", "--format"], run: runCertainty)

  private static func runCertainty(_ arguments: BenchArguments) throws -> String {
    let rows = try arguments.count("--rows", unless: 100_000)
    let columns = try arguments.count("--columns", unless: 10)
    let repeats = try arguments.count("--repeat", unless: 5)
    let threads = try arguments.count("--threads", unless: ProcessInfo.processInfo.activeProcessorCount)
    let format = try arguments.format()
    let workload = LogisticWorkload(rows: rows, columns: columns)
    let likelihood = try Bernoulli().likelihood(through: Logit(), for: .values)
    var report = CertaintyReport(rows: rows, columns: columns, threads: threads)
    let variants = CertaintyReport.Variant.all
    // A small fit is timed many at a time, or the clock would be what is measured.
    let batch = max(1, 20_000 / (rows * (columns + 1)))
    var seconds = variants.map { _ in [Double]() }
    for round in 0...repeats {
      for (v, variant) in variants.enumerated() {
        var estimator = Estimator(threads: threads)
        estimator.omission = variant.omission.union(.compact)
        let start = ContinuousClock.now
        for _ in 0..<batch {
          let fit = try estimator.fit(likelihood, to: workload.source)
          guard fit.outcome.isOptimum else { throw BenchUsageError(message: "the fit is no optimum") }
          report.passes[variant.name] = fit.passes
        }
        // The first round warms up.
        if round > 0 { seconds[v].append((ContinuousClock.now - start) / .seconds(1) / Double(batch)) }
      }
    }
    for (v, variant) in variants.enumerated() {
      report.seconds[variant.name] = seconds[v]
      report.ratios[variant.name] = median(zip(seconds[0], seconds[v]).map { $0 / $1 })
    }
    return format == .json ? try report.json() : report.text
  }
}

/// The middle one of `values`, or the mean of the two in the middle.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  if sorted.isEmpty { return .nan }
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

/// What `glm-bench certainty` measured.
private struct CertaintyReport: Encodable {
  struct Variant {
    let name: String
    let omission: Omission

    static let all = [
      Variant(name: "with both", omission: []),
      Variant(name: "without refinement", omission: .refinement),
      Variant(name: "without certificate", omission: .existence),
      Variant(name: "without both", omission: [.existence, .refinement]),
    ]
  }

  let rows: Int
  let columns: Int
  let threads: Int
  /// Each repeat, by variant.
  var seconds: [String: [Double]] = [:]
  /// The median over the repeats of the time with both over the time of the variant.
  var ratios: [String: Double] = [:]
  var passes: [String: Int] = [:]

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  var text: String {
    func fixed(_ x: Double) -> String { String(format: "%.3g", x) }
    var lines = ["logistic regression, \(rows) rows x \(columns) columns, \(threads) threads"]
    for variant in Variant.all {
      let own = seconds[variant.name] ?? []
      lines.append(
        variant.name.padding(toLength: 22, withPad: " ", startingAt: 0)
          + "\(fixed(1e3 * median(own))) ms (median), \(passes[variant.name] ?? 0) passes"
          + (variant.omission.isEmpty ? "" : ", ratio \(fixed(ratios[variant.name] ?? .nan))"))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

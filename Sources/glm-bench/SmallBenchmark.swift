import Foundation
import GLM
import GLMEstimation
import GLMFamilies
import GLMModel

extension Benchmark {
  /// `glm-bench small`: many small fits, one at a time and through the batch.
  static let small = Benchmark(
    name: "small",
    usage:
      "small [--rows N] [--columns P] [--count N] [--family F] [--repeat R] [--threads N] [--format text|json]",
    operands: 0,
    flags: ["--rows", "--columns", "--count", "--family", "--repeat", "--threads", "--format"], run: runSmall)

  private static func runSmall(_ arguments: BenchArguments) throws -> String {
    let rows = try arguments.count("--rows", unless: 100)
    let columns = try arguments.count("--columns", unless: 5)
    let count = try arguments.count("--count", unless: 10_000)
    let repeats = try arguments.count("--repeat", unless: 5)
    let threads = try arguments.count("--threads", unless: ProcessInfo.processInfo.activeProcessorCount)
    let workload = LogisticWorkload(rows: rows, columns: columns)
    let likelihood = try Bernoulli().likelihood(through: Logit(), for: .values)
    var lines = ""
    for (name, omission) in [("compact", Omission()), ("long", Omission.compact)] {
      var estimator = Estimator(threads: threads)
      estimator.omission = omission
      var best = Double.infinity
      for _ in 0..<repeats {
        let start = ContinuousClock.now
        for _ in 0..<count {
          let fit = try estimator.fit(likelihood, to: workload.source)
          guard fit.outcome.isOptimum else { throw BenchUsageError(message: "the fit is no optimum") }
        }
        best = min(best, (ContinuousClock.now - start) / .microseconds(1) / Double(count))
      }
      let fit = try estimator.fit(likelihood, to: workload.source)
      lines += "\(name): \(best) us a fit, \(fit.passes) passes, digits \(fit.attainedDigits ?? -1) \(fit.decrement) \(fit.coefficients)\n"
    }
    return lines
  }
}

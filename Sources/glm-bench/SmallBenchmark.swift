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
      "small [--rows N] [--columns P] [--count N] [--family F] [--only WAY] [--repeat R] [--threads N]"
      + " [--format text|json]",
    operands: 0,
    flags: ["--rows", "--columns", "--count", "--family", "--only", "--repeat", "--threads", "--format"],
    run: runSmall)

  private static func runSmall(_ arguments: BenchArguments) throws -> String {
    let workload = try SmallWorkload(arguments)
    let repeats = try arguments.count("--repeat", unless: 5)
    let only = arguments["--only"]
    let ways = SmallWorkload.Way.allCases.filter { only == nil || only == $0.rawValue }
    if ways.isEmpty {
      let names = SmallWorkload.Way.allCases.map(\.rawValue).joined(separator: ", ")
      throw BenchUsageError(message: "--only takes one of \(names)")
    }
    var report = SmallReport(workload)
    for way in ways {
      // The first round warms up.
      for round in 0...repeats {
        let start = ContinuousClock.now
        let optima = try workload.run(way)
        let time = (ContinuousClock.now - start) / .microseconds(1) / Double(workload.count)
        if round > 0 { report.microseconds[way.rawValue, default: []].append(time) }
        report.optima[way.rawValue] = optima
      }
    }
    return try arguments.format() == .json ? report.json() : report.text
  }
}

/// Small problems to fit: one design with simulated responses.
private struct SmallWorkload {
  /// One fit at a time; the same by the long path; the kinds of batches.
  enum Way: String, CaseIterable { case single, long, responses, columns, weights, each }

  let rows: Int
  let columns: Int
  let count: Int
  let threads: Int
  let family: String
  let likelihood: any Likelihood
  let source: MemorySource
  /// Responses, weights and columns to choose from, one after the other.
  private let responses, weights, others: [[Double]]
  /// The sources of single fits.
  private let sources: [MemorySource]

  init(_ arguments: BenchArguments) throws {
    rows = try arguments.count("--rows", unless: 100)
    columns = try arguments.count("--columns", unless: 5)
    count = try arguments.count("--count", unless: 10_000)
    threads = try arguments.count("--threads", unless: ProcessInfo.processInfo.activeProcessorCount)
    family = arguments["--family"] ?? "bernoulli"
    let workload = LogisticWorkload(rows: rows, columns: columns)
    var random = Mixer(state: 7)
    func uniform() -> Double { Double.random(in: 0..<1, using: &random) }
    let n = rows
    let draw: (Double) -> Double
    switch family {
    case "bernoulli":
      likelihood = try Bernoulli().likelihood(through: Logit(), for: .values)
      draw = { uniform() < 1 / (1 + Double.exp(-$0)) ? 1 : 0 }
    case "poisson":
      likelihood = try Poisson().likelihood(through: Log(), for: .values)
      draw = { eta in
        // The inverse of the distribution function.
        var (u, k, p) = (uniform(), 0.0, Double.exp(-Double.exp(eta)))
        while u > p, k < 1000 {
          u -= p
          k += 1
          p *= Double.exp(eta) / k
        }
        return k
      }
    case "gaussian":
      likelihood = try Gaussian().likelihood(through: Identity(), for: .values)
      draw = { $0 + 2 * uniform() - 1 }
    case "gamma":
      likelihood = try Gamma().likelihood(through: Log(), for: .values)
      draw = { Double.exp($0) * -Double.log(1 - uniform()) }
    default: throw BenchUsageError(message: "--family takes bernoulli, poisson, gaussian or gamma")
    }
    let predictors = workload.predictors
    responses = (0..<64).map { _ in predictors.map { draw($0) } }
    // Multinomial counts: how often a bootstrap sample has each row.
    weights = (0..<64).map { _ in
      var own = Array(repeating: 0.0, count: n)
      for _ in 0..<n { own[Int(uniform() * Double(n))] += 1 }
      return own
    }
    others = (0..<64).map { _ in (0..<n).map { _ in (uniform() * 3).rounded(.down) } }
    sources = responses.map { workload.source.replacing(response: [ColumnStorage($0)]) }
    source = sources[0]
  }

  /// Fits all, and says how many are optima.
  func run(_ way: Way) throws -> Int {
    var estimator = Estimator(threads: threads)
    switch way {
    case .single, .long:
      if way == .long { estimator.omission = .compact }
      var optima = 0
      for i in 0..<count {
        if try estimator.fit(likelihood, to: sources[i % 64]).outcome.isOptimum { optima += 1 }
      }
      return optima
    case .responses:
      return optima(
        BatchEstimator(estimator).fitResponses(likelihood, to: source, count: count) { i, out in
          fill(&out, responses[i % 64])
        })
    case .weights:
      estimator.weightKind = .frequency
      return optima(
        BatchEstimator(estimator).fitWeights(likelihood, to: source, count: count) { i, out in
          fill(&out, weights[i % 64])
        })
    case .columns:
      return optima(
        BatchEstimator(estimator).fitColumns(likelihood, to: source, count: count) { i, out in
          fill(&out, others[i % 64])
        })
    case .each:
      return optima(
        BatchEstimator(estimator).fitEach(count: count) { i in
          (likelihood, sources[i % 64])
        })
    }
  }

  private func optima(_ batch: BatchEstimates) -> Int { batch.endings.count { $0.isOptimum } }
}

private func fill(_ out: inout MutableSpan<Double>, _ values: [Double]) {
  for i in 0..<out.count { out[i] = values[i] }
}

/// What `glm-bench small` measured.
private struct SmallReport: Encodable {
  let rows: Int
  let columns: Int
  let count: Int
  let threads: Int
  let family: String
  /// Microseconds a fit, each repeat, by way.
  var microseconds: [String: [Double]] = [:]
  /// How many of the fits are optima.
  var optima: [String: Int] = [:]

  init(_ workload: SmallWorkload) {
    (rows, columns, count) = (workload.rows, workload.columns, workload.count)
    (threads, family) = (workload.threads, workload.family)
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  var text: String {
    var lines = ["\(family), \(count) fits of \(rows) rows x \(columns) columns, \(threads) threads"]
    for way in SmallWorkload.Way.allCases {
      guard let own = microseconds[way.rawValue] else { continue }
      lines.append(
        way.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
          + String(format: "%8.2f us a fit (least), %8.2f (median)", own.min() ?? .nan, median(own))
          + ", \(optima[way.rawValue] ?? 0) optima")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

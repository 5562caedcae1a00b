import Foundation
import GLMAlgebra
import GLMEstimation
import GLMInference

/// What `glm-bench fit` measured.
struct FitReport: Encodable {
  let workload: String
  let rows: Int
  /// Without the intercept.
  let columns: Int
  let family: String
  let link: String
  let solver: String
  /// One word, as the `glm` command has it; coefficients that are no optimum are told as they are.
  let outcome: String
  /// Whether standard errors were left out.
  let noInference: Bool
  let threads: Int
  /// The instruction set of the kernels.
  let kernelSet: String
  /// The time of each repeat.
  let seconds: [Double]
  /// Iterations and passes over the rows of the descent.
  let iterations: Int
  let passes: Int
  let loss: Double?
  let dispersion: Double?
  /// Plane by plane, the intercept first; null for what is not finite.
  let coefficients: [Double?]
  /// One a coefficient; null where there is none, and nothing at all with ``noInference``.
  let standardErrors: [Double?]?
  /// Bytes before the first fit, with the rows in memory, and the most while fits were made.
  let memoryBefore: Int?
  let peakMemory: Int?
  /// What of the difference is code that was read meanwhile.
  let codeMemory: Int?

  init(
    _ input: FitInput, _ estimate: Estimate, _ inference: WaldInference?, seconds: [Double],
    noInference: Bool, threads: Int, memoryBefore: Int?, peakMemory: Int?, codeMemory: Int?
  ) {
    workload = input.name
    rows = input.source.rowCount
    columns = input.columns
    family = input.response.familyName
    link = input.response.linkName
    solver = estimate.solver
    outcome = estimate.outcome.name
    self.noInference = noInference
    self.threads = threads
    kernelSet = KernelSet.active.rawValue
    self.seconds = seconds
    iterations = estimate.iterations
    passes = estimate.passes
    func finite(_ x: Double?) -> Double? { x.flatMap { $0.isFinite ? $0 : nil } }
    loss = finite(estimate.loss)
    dispersion = finite(try? estimate.pearsonDispersion())
    coefficients = estimate.coefficients.map { finite($0) }
    standardErrors =
      noInference
      ? nil
      : inference?.coefficients.map { finite($0?.standardError) } ?? estimate.coefficients.map { _ in nil }
    self.memoryBefore = memoryBefore
    self.peakMemory = peakMemory
    self.codeMemory = codeMemory
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  var text: String {
    func milliseconds(_ x: Double) -> String { String(format: "%.4g", 1e3 * x) }
    var lines = [
      "\(workload): \(rows) rows x \(columns) columns, \(family) through \(link), \(solver), \(threads) threads, "
        + kernelSet,
      "seconds       " + seconds.map { String(format: "%.5f", $0) }.joined(separator: " "),
      "fastest       \(milliseconds(seconds.min() ?? .nan)) ms, median \(milliseconds(median(seconds))) ms"
        + (noInference ? ", without standard errors" : ", with standard errors"),
      "outcome       \(outcome) after \(iterations) iterations, \(passes) passes; loss \(loss.map { "\($0)" } ?? "not finite")",
    ]
    if let memoryBefore, let peakMemory {
      func megabytes(_ x: Int) -> String { String(format: "%.1f", Double(x) / 1e6) }
      lines.append(
        "memory        \(megabytes(memoryBefore)) MB with the rows, at most \(megabytes(peakMemory - memoryBefore)) MB more for fits"
          + (codeMemory.map { ", \(megabytes($0)) MB of it code" } ?? "")
      )
    }
    lines.append("coefficient   standard error")
    for (j, value) in coefficients.enumerated() where j < 12 {
      let error = standardErrors.flatMap { $0[j] }
      func shown(_ x: Double?) -> String { x.map { String(format: "%.8g", $0) } ?? "-" }
      lines.append(shown(value).padding(toLength: 18, withPad: " ", startingAt: 0) + shown(error))
    }
    if coefficients.count > 12 { lines.append("and \(coefficients.count - 12) more") }
    return lines.joined(separator: "\n") + "\n"
  }
}

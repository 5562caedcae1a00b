import Foundation
import GLM

extension Benchmark {
  /// `glm-bench tails`: what a probability link says at linear predictors, to the last bit, for a comparison with more
  /// digits elsewhere (Tests/Fixtures/probability_links.py --check).
  static let tails = Benchmark(
    name: "tails", usage: "tails FILE --link LINK", operands: 1, flags: ["--link"], run: runTails)

  /// FILE has one linear predictor a line; a line of the report has log μ, log(1 − μ), a, b, A and B of
  /// ``ProbabilityTails``, then dμ/dη, as hexadecimal floating-point numbers.
  private static func runTails(_ arguments: BenchArguments) throws -> String {
    guard let name = arguments["--link"] else { throw BenchUsageError(message: "--link is missing") }
    guard let link = try Catalog.link(name).probability else {
      throw BenchUsageError(message: "\(name) is no link of a probability")
    }
    let text = try String(contentsOfFile: arguments.operands[0], encoding: .utf8)
    var report = ""
    for line in text.split(separator: "\n") {
      guard let predictor = Double(line) else { throw BenchUsageError(message: "\(line) is no number") }
      let tails = link.tails(predictor)
      let values = [
        tails.logMean, tails.logComplement, tails.logMeanSlope, tails.logComplementSlope,
        tails.logMeanCurvature, tails.logComplementCurvature, tails.slope,
      ]
      report += values.map { String(format: "%a", $0) }.joined(separator: " ") + "\n"
    }
    return report
  }
}

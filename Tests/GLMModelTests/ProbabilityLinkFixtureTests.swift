import Foundation
import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Probability links at 2,000 linear predictors each, against correctly rounded values.
@Suite struct ProbabilityLinkFixtureTests {
  static let links: [any Link] = [
    Logit(), Probit(), ComplementaryLogLog(), LogLog(), Cauchit(), Log(), Identity(), SquareRoot(), Inverse(),
    InverseSquare(), Power(3), Power(0.3), Power(-0.7),
  ]

  /// Seven doubles a line, their bits as hexadecimal digits without a space between.
  private static func lines(of link: any Link) throws -> [[Double]] {
    let name = link.name.replacing(":", with: "_") + ".txt"
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Fixtures/probability_links")
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    return text.split(separator: "\n").map { line in
      let digits = Array(line.utf8)
      return stride(from: 0, to: digits.count, by: 16).map { start in
        Double(
          bitPattern: UInt64(String(decoding: digits[start..<start + 16], as: UTF8.self), radix: 16) ?? .max)
      }
    }
  }

  /// Units in the last place between two numbers; a smallest denormal counts as none.
  private static func distance(_ got: Double, _ truth: Double) -> Double {
    if got == truth || (got - truth).magnitude <= .leastNonzeroMagnitude { return 0 }
    guard got.isFinite, truth.isFinite else { return .infinity }
    return (got - truth).magnitude / truth.ulp
  }

  /// log μ and log(1 − μ) within 2 units in the last place; a and b within as many of their logarithm, or of
  /// themselves where that is coarser; A and B to 1e-13, of a² and b² where they pass through 0; what is below the
  /// smallest normal number, of that.
  @Test(arguments: links) func `tails agree to the last places`(_ link: any Link) throws {
    let probability = try #require(link.probability)
    let lines = try Self.lines(of: link)
    #expect(lines.count >= 1990)
    var findings = Findings()
    for line in lines {
      let t = probability.tails(line[0])
      for (name, got, truth) in [("log μ", t.logMean, line[1]), ("log(1 − μ)", t.logComplement, line[2])] {
        findings.check(Self.distance(got, truth) <= 2, "\(name) at \(line[0]): \(got), not \(truth)")
      }
      for (name, got, truth) in [("a", t.logMeanSlope, line[3]), ("b", t.logComplementSlope, line[4])] {
        let size = Double.log(truth.magnitude).magnitude
        let bound = 2 * max(size.ulp * truth.magnitude, truth.ulp) + .leastNonzeroMagnitude
        findings.check(
          got == truth || (got - truth).magnitude <= bound, "\(name) at \(line[0]): \(got), not \(truth)")
      }
      let floor = probability.isLogConcave ? 0 : 1.0
      for (name, got, truth, slope) in [
        ("A", t.logMeanCurvature, line[5], line[3]), ("B", t.logComplementCurvature, line[6], line[4]),
      ] {
        let bound = 1e-13 * max(truth.magnitude, floor * slope * slope, .leastNormalMagnitude)
        findings.check(
          got == truth || (got - truth).magnitude <= bound, "\(name) at \(line[0]): \(got), not \(truth)")
      }
    }
    #expect(findings.isClean, "\(findings)")
  }
}

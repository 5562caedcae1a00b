import Foundation
import Testing

/// NIST's linear least-squares data through the command line, at the defaults: 13 digits of every number.
///
/// The truth is that of the decimal data. With data rounded to double and exact powers the exact solution itself has
/// 13.2 digits of it (Wampler2), so that nothing may be lost on the way.
@Suite struct NISTTests {
  /// A data set; `Tests/Fixtures/nist_cases.py` says what the fields are.
  struct Case: Decodable {
    var formula: String
    var coefficients, standardErrors: [String]
    var residualDeviation: String

    init(named name: String) throws {
      let file = GLMCommand.fixtures.appending(path: "nist/\(name).json")
      self = try JSONDecoder().decode(Case.self, from: Data(contentsOf: file))
    }
  }

  @Test(arguments: [
    "Filip", "Longley", "NoInt1", "NoInt2", "Norris", "Pontius", "Wampler1", "Wampler2", "Wampler3",
    "Wampler4",
    "Wampler5",
  ])
  func `has thirteen digits`(name: String) throws {
    let truth = try Case(named: name)
    let command = try GLMCommand(
      "fit", "nist/\(name).csv", truth.formula, "--family", "gaussian", "--format", "json")
    #expect(command.status == 0)
    let fit = try FitJSON(command)
    #expect(fit.outcome == "optimum")
    try #require(fit.coefficients.count == truth.coefficients.count)
    for (row, (coefficient, error)) in zip(
      fit.coefficients, zip(truth.coefficients, truth.standardErrors))
    {
      try expectClose(row.estimate, coefficient, "coefficient of \(row.term)")
      try expectClose(row.standardError, error, "standard error of \(row.term)")
    }
    try expectClose(fit.dispersion.value?.squareRoot(), truth.residualDeviation, "residual deviation")
  }

  /// Within 10⁻¹³ of the magnitude of the truth, or of 1 where that is 0: an exact fit has no standard errors.
  private func expectClose(_ value: Double?, _ text: String, _ what: String) throws {
    let (value, truth) = (try #require(value, "no \(what)"), try #require(Double(text)))
    let error = (value - truth).magnitude / (truth == 0 ? 1 : truth.magnitude)
    #expect(error <= 1e-13, "\(what): \(value) for \(text), \(-log10(error)) digits")
  }
}

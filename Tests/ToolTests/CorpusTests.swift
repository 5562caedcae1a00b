import Foundation
import GLMTestSupport
import Testing

/// Classic data through the command line against answers in 256-bit arithmetic.
@Suite struct CorpusTests {
  /// Ten digits of each number; of the coefficients thirteen and of their errors twelve in the norm.
  @Test(arguments: CorpusCase.names)
  func `agrees with the witness`(name: String) throws {
    let truth = try CorpusCase(named: name)
    let command = try GLMCommand(
      ["fit", "corpus/\(name).csv", truth.formula, "--format", "json"] + truth.flags)
    #expect(command.status == 0)
    #expect(command.complaint == "")
    let fit = try FitJSON(command)
    #expect(fit.outcome == "optimum")
    let terms = (truth.responses ?? [""]).flatMap { response in truth.terms.map { [$0, response] } }
    #expect(fit.coefficients.map { [$0.term, $0.response ?? ""] } == terms)
    expectClose(fit.coefficients.map(\.estimate), truth.coefficients, norm: 13)
    expectClose(fit.coefficients.map(\.standardError), truth.standardErrors, norm: 12)
    expectClose([fit.deviance], [truth.deviance])
    #expect(fit.dispersion.estimated == (truth.dispersion != nil))
    let dispersion = fit.dispersion.estimated ? fit.dispersion.value : nil
    for (value, truth) in [
      (fit.logLikelihood, truth.logLikelihood), (fit.aic, truth.aic), (dispersion, truth.dispersion),
    ] {
      #expect((value == nil) == (truth == nil))
      if let truth { expectClose([value], [truth]) }
    }
    let diagonal = fit.covariance.indices.map { fit.covariance[$0][$0]?.squareRoot() }
    expectClose(diagonal, truth.standardErrors)
  }

  @Test func `a probit model is exact where the tail is far`() throws {
    let command = try GLMCommand(
      "fit", "torture/probit_tail.csv", "y ~ x", "--family", "bernoulli", "--link", "probit", "--offset",
      "off",
      "--format", "json")
    #expect(command.status == 0)
    let fit = try FitJSON(command)
    expectClose(
      fit.coefficients.map(\.estimate), ["2.0939767884243680315", "-7.4010156741124409013"], digits: 12)
    expectClose(
      fit.coefficients.map(\.standardError), ["1.7138873554911628799", "5.269073100737711981"], digits: 12)
    expectClose([fit.deviance], ["1263.8915414472897407"], digits: 12)
  }

  /// Each number, and all of them in the norm.
  private func expectClose(
    _ values: [Double?], _ truth: [String?], digits: Int = 10, norm: Int? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let tolerance = pow(10, -Double(digits))
    let exact = truth.map { text in text.map { Double($0) ?? .nan } }
    #expect(values.count == exact.count, sourceLocation: sourceLocation)
    var (error, size) = (0.0, 0.0)
    for (value, truth) in zip(values, exact) {
      guard let truth else {
        #expect(value == nil, sourceLocation: sourceLocation)
        continue
      }
      let gap = abs((value ?? .nan) - truth)
      #expect(gap <= tolerance * abs(truth), "\(value ?? .nan) for \(truth)", sourceLocation: sourceLocation)
      error += gap * gap
      size += truth * truth
    }
    let share = pow(10, -Double(norm ?? digits))
    #expect(error.squareRoot() <= share * size.squareRoot(), sourceLocation: sourceLocation)
  }
}

import Foundation
import GLM
import GLMTestSupport
import Testing

/// Classic models against 256-bit answers, through the API: the cases and the format are those of the tool's tests.
@Suite struct GoldenTests {
  static func fit(_ name: String, solver: (any Solver)? = nil) throws -> (CorpusCase, Fit) {
    let truth = try CorpusCase(named: name)
    var model = GeneralizedLinearModel(
      truth.formula, response: try Catalog.responseModel(family: truth.family, link: truth.link))
    model.options.frame = FrameOptions(
      weights: truth.weights.map { .precision($0) }, trials: truth.trials, exposure: truth.exposure,
      offset: truth.offset, levels: truth.levels,
      contrasts: truth.contrasts.mapValues { $0 == "sum" ? .sum : .helmert })
    model.options.start = truth.start
    model.options.solver = solver
    return (truth, try model.fit(Table(contentsOf: CorpusCase.folder.appending(path: "\(name).csv").path)))
  }

  /// Digits in which two numbers agree.
  static func digits(_ x: Double, _ truth: String) -> Double {
    guard let value = Double(truth), x != value else { return 17 }
    return -log10(abs(x - value) / abs(value))
  }

  @Test(arguments: CorpusCase.names)
  func agreesToElevenDigits(name: String) throws {
    let (truth, fit) = try Self.fit(name)
    #expect(fit.outcome == .optimum(isGlobal: fit.estimate.likelihood.isConvex))
    let rows = try fit.inference().coefficients
    #expect(rows.count == truth.coefficients.count)
    for (i, row) in rows.enumerated() {
      guard let estimate = truth.coefficients[i], let error = truth.standardErrors[i] else {
        #expect(row == nil)
        continue
      }
      let row = try #require(row)
      #expect(Self.digits(row.estimate, estimate) >= 11, "coefficient \(i)")
      #expect(Self.digits(row.standardError, error) >= 11, "standard error \(i)")
    }
    #expect(Self.digits(fit.statistics.deviance, truth.deviance) >= 12)
    for (value, truth) in [
      (fit.statistics.logLikelihood, truth.logLikelihood), (fit.statistics.aic, truth.aic),
      (fit.statistics.dispersionIsEstimated ? fit.statistics.dispersion : nil, truth.dispersion),
    ] {
      #expect((value == nil) == (truth == nil))
      if let value, let truth { #expect(Self.digits(value, truth) >= 12) }
    }
  }

  /// L-BFGS ends at the same estimate to 8 digits.
  @Test(arguments: CorpusCase.names)
  func lbfgsMeetsNewton(name: String) throws {
    let (truth, fit) = try Self.fit(name, solver: LBFGS())
    #expect(fit.outcome.isOptimum, "\(fit.outcome)")
    for (x, value) in zip(fit.estimate.coefficients, truth.coefficients) {
      if let value { #expect(Self.digits(x, value) >= 8) } else { #expect(x == 0) }
    }
  }

  /// A row at η = −40 with y = 1: log Φ(−40) counts as it is.
  @Test func probitTail() throws {
    let path = GLMTestFiles.path("Tests/ToolTests/Fixtures/torture/probit_tail.csv")
    var model = GeneralizedLinearModel("y ~ x", family: .bernoulli, link: .probit)
    model.options.frame.offset = "off"
    let fit = try model.fit(Table(contentsOf: path))
    #expect(fit.outcome == .optimum(isGlobal: true))
    let errors = try fit.inference().coefficients.map { $0?.standardError ?? .nan }
    for (x, truth) in [
      (fit.estimate.coefficients[0], "2.0939767884243680315"),
      (fit.estimate.coefficients[1], "-7.4010156741124409013"),
      (errors[0], "1.7138873554911628799"), (errors[1], "5.269073100737711981"),
      (fit.statistics.deviance, "1263.8915414472897407"),
    ] { #expect(Self.digits(x, truth) >= 12) }
  }
}

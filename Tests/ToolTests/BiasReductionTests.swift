import Foundation
import Testing

/// `--estimator` through the command line: published answers, what the report says, and what does not go together.
@Suite struct BiasReductionTests {
  /// A case of Tests/Fixtures/bias_reduction_corpus.py.
  struct Case: Decodable, Sendable, CustomStringConvertible {
    let data: String
    let formula: String
    let flags: [String]
    let estimator: String
    let digits: Int
    let coefficients: [Double]
    let standardErrors: [Double]
    let deviance: Double?
    let dispersion: Double?

    var description: String { "\(data) \(estimator) to \(digits)" }
  }

  static let cases: [Case] = {
    do {
      let file = GLMCommand.fixtures.appending(path: "bias_reduction.json")
      return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    } catch { preconditionFailure("\(error)") }
  }()

  @Test(arguments: cases) func `agrees with published answers`(_ item: Case) throws {
    let command = try GLMCommand(
      ["fit", item.data, item.formula, "--format", "json", "--estimator", item.estimator] + item.flags)
    #expect(command.status == 0 && command.complaint == "")
    let fit = try FitJSON(command)
    #expect(fit.outcome == "optimum" && fit.estimator == item.estimator && !fit.global)
    let tolerance = pow(10, -Double(item.digits))
    func expectClose(_ value: Double?, _ truth: Double, _ floor: Double = 0) {
      #expect(
        abs((value ?? .nan) - truth) <= tolerance * max(abs(truth), floor), "\(value ?? .nan) for \(truth)")
    }
    #expect(fit.coefficients.count == item.coefficients.count)
    for (row, (estimate, error)) in zip(fit.coefficients, zip(item.coefficients, item.standardErrors)) {
      // A coefficient that is 0 by symmetry is told beside its error.
      expectClose(row.estimate, estimate, abs(estimate) < 1e-12 ? error : 0)
      expectClose(row.standardError, error)
      #expect(row.pValue != nil && row.lower != nil && row.upper != nil)
    }
    if let deviance = item.deviance { expectClose(fit.deviance, deviance) }
    if let dispersion = item.dispersion { expectClose(fit.dispersion.value, dispersion) }
    #expect(fit.aic == nil && fit.bic == nil && fit.logLikelihood != nil && fit.separation == nil)
  }

  @Test func `the report says which estimator it is`() throws {
    let report = try GLMCommand(
      "fit", "torture/sep_complete_1.csv", "y ~ x", "--family", "bernoulli", "--estimator", "median-br"
    ).output
    #expect(report.contains("estimator  median bias reduction (adjusted score)\n"))
    #expect(report.contains("Solution of the adjusted score equations after "))
    #expect(!report.contains("AIC"))
    let gamma = try GLMCommand(
      "fit", "corpus/clotting_gamma_inverse.csv", "lot1 ~ log(u)", "--family", "gamma", "--link",
      "inverse",
      "--estimator", "mean-br"
    ).output
    let words = gamma.split(separator: "\n").first { $0.hasPrefix("dispersion") }
    #expect(words?.hasSuffix("estimated, its own adjusted score") == true, "\(gamma)")
  }

  @Test func `a comparison takes the estimator`() throws {
    let comparison = try GLMCommand(
      "compare", "torture/sep_complete_1.csv", "y ~ x", "--family", "bernoulli", "--links",
      "logit,probit,cloglog",
      "--estimator", "mean-br", "--format", "json")
    #expect(comparison.status == 0)
    let models = try #require(comparison.object()["models"] as? [[String: Any]])
    #expect(models.map { $0["estimator"] as? String } == ["mean-br", "mean-br", "mean-br"])
    #expect(models.map { $0["outcome"] as? String } == ["optimum", "optimum", "optimum"])
    let effects = try #require(models[1]["averageMarginalEffects"] as? [[String: Any]])
    #expect(effects[0]["standardError"] is Double)
  }

  @Test func `quasi families take Pearson's dispersion`() throws {
    let fit = try FitJSON(
      GLMCommand(
        "fit", "corpus/warpbreaks_poisson.csv", "breaks ~ wool + tension", "--family", "quasi-poisson",
        "--estimator",
        "mean-br", "--format", "json"))
    #expect(fit.outcome == "optimum" && fit.dispersion.estimated && fit.logLikelihood == nil)
    let degrees = 54.0 - 4
    #expect(abs((fit.dispersion.value ?? .nan) - (fit.pearson ?? .nan) / degrees) < 1e-12 * degrees)
  }

  @Test(arguments: [
    (
      ["--prior", "normal:1"],
      "the prior normal:1 does not go with --estimator mean-br: leave --prior out, or use --estimator ml"
    ),
    (
      ["--solver", "newton"],
      "--solver does not go with --estimator mean-br: leave it out: there is one way to solve the adjusted score equations"
    ),
    (
      ["--dispersion", "deviance"],
      "--dispersion does not go with --estimator mean-br: leave it out: an unknown dispersion is estimated with the "
        + "coefficients"
    ),
    (
      ["--weights", "sampling:w"],
      "a column of sampling weights does not go with --estimator mean-br: use --estimator ml, or weights of another kind"
    ),
  ])
  func `what does not go together is refused`(_ flags: [String], _ complaint: String) throws {
    for command in [
      ["fit", "x.csv", "y ~ x"],
      ["compare", "x.csv", "y ~ x", "--family", "bernoulli", "--links", "logit,probit"],
    ] {
      if command[0] == "compare", flags[0] == "--dispersion" { continue }
      let result = try GLMCommand(command + ["--estimator", "mean-br"] + flags)
      #expect(result.status == 2)
      #expect(result.complaint.hasPrefix("glm: \(complaint)"), "\(result.complaint)")
    }
  }
}

import Foundation
import GLM
import GLMAlgebra
import GLMTestSupport
import Testing

/// A thousand random small models with known coefficients: what a fit attains, and what it says that it attains.
@Suite struct AttainedDigitsTests {
  /// A model with its answer; `Tests/Fixtures/random_problems.py` says what the fields are.
  struct Problem: Decodable, Sendable {
    var family, link: String
    var intercept: Bool
    var columns: [[Double]]
    var y: [Double]
    var failures, offset, weights: [Double]?
    var coefficients, errors: [[Double]]
    var condition, noise: Double

    static let all: [Problem] = {
      let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/random_problems.jsonl")
      let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []
      return lines.compactMap { try? JSONDecoder().decode(Problem.self, from: Data($0.utf8)) }
    }()

    var model: String { "\(family) \(link)" }

    func fit() throws -> Fit {
      var all = [TableColumn("y", y)]
      all += columns.enumerated().map { TableColumn("x\($0 + 1)", $1) }
      if let failures { all.append(TableColumn("f", failures)) }
      if let offset { all.append(TableColumn("o", offset)) }
      if let weights { all.append(TableColumn("w", weights)) }
      let terms = [intercept ? "1" : "0"] + columns.indices.map { "x\($0 + 1)" }
      var model = GeneralizedLinearModel(
        (failures == nil ? "y" : "cbind(y, f)") + " ~ " + terms.joined(separator: " + "),
        response: try Catalog.responseModel(family: family, link: link))
      model.options.frame = FrameOptions(
        weights: weights == nil ? nil : .precision("w"), offset: offset == nil ? nil : "o")
      return try model.fit(Table(columns: all))
    }

    /// The digits to which coefficients are right, in the norm: −log₁₀ of the largest error over the largest
    /// coefficient, at most 16, since the coefficients are doubles.
    func digits(_ values: [Double]) -> Double {
      let error = zip(values, coefficients).reduce(0) { max($0, (($1.0 - $1.1[0]) - $1.1[1]).magnitude) }
      let size = coefficients.reduce(0) { max($0, $1[0].magnitude) }
      return error.isNaN ? -.infinity : min(16, -Double.log10(error / size))
    }

    /// The digits that double precision allows. Data and sums may be exact, but a residual that is not that of least
    /// squares is the difference of two terms with rounded means: were each off by 16 units of 2⁻⁵³ in the worst of all
    /// directions, the coefficients would move by 16 × `noise`.
    var attainable: Double { noise == 0 ? 13 : min(13, -Double.log10(16 * noise)) }
  }

  @Test func `there are a thousand problems`() {
    #expect(Problem.all.count == 1000)
    #expect(Set(Problem.all.map(\.model)) == Set(Self.models))
    #expect(Problem.all.count { $0.condition > 1e6 } >= 50)
    #expect(Problem.all.count { $0.attainable == 13 } >= 900)
  }

  static let models = [
    "gaussian identity", "bernoulli logit", "bernoulli probit", "bernoulli cloglog", "bernoulli cauchit",
    "poisson log",
    "poisson sqrt", "gamma log", "gamma inverse", "inverse-gaussian log", "negative-binomial:2 log",
  ]

  @Test(arguments: models) func `digits are attained, and never fewer than reported`(model: String) throws {
    var (reported, attained, errors) = (Findings(), Findings(), Findings())
    for (i, problem) in Problem.all.enumerated() where problem.model == model {
      let fit = try problem.fit()
      guard fit.outcome.isOptimum, fit.estimate.coefficients.count == problem.coefficients.count else {
        attained.check(false, "\(i): \(fit.outcome)")
        continue
      }
      let digits = problem.digits(fit.estimate.coefficients)
      attained.check(digits >= problem.attainable, "\(i): \(digits) digits, condition \(problem.condition)")
      if let claim = fit.estimate.attainedDigits {
        reported.check(claim <= digits, "\(i): \(claim) reported of \(digits)")
        // A bound that is always low would say nothing.
        reported.check(claim >= 10 || problem.condition > 1e3, "\(i): \(claim) reported of \(digits)")
      } else {
        reported.check(false, "\(i): none reported")
      }
      guard problem.condition < 1e6 else { continue }
      for (row, exact) in zip(try fit.inference().coefficients, problem.errors) {
        let gap = (((row?.standardError ?? .nan) - exact[0]) - exact[1]).magnitude / exact[0]
        errors.check(gap <= 1e-12, "\(i): a standard error is off by \(gap), condition \(problem.condition)")
      }
    }
    #expect(attained.isClean, "\(attained)")
    #expect(reported.isClean, "\(reported)")
    #expect(errors.isClean, "\(errors)")
  }
}

import Foundation
import GLM
import Testing

/// The fields of JSON, and that no number loses a bit.
@Suite struct JSONContractTests {
  private static let fields: Set = [
    "formula", "family", "link", "rows", "rank", "outcome", "iterations", "global", "coefficients",
    "covariance",
    "dispersion", "pearson", "deviance", "nullDeviance", "residualDegreesOfFreedom", "nullDegreesOfFreedom",
    "logLikelihood", "parameters", "aic", "bic", "prior", "solver", "estimator",
  ]
  private static let coefficientFields: Set = [
    "term", "estimate", "standardError", "statistic", "pValue", "lower", "upper", "aliased",
  ]

  private func keys(_ object: Any?) throws -> Set<String> {
    Set(try #require(object as? [String: Any]).keys)
  }

  private func coefficients(_ object: [String: Any]) throws -> [[String: Any]] {
    try #require(object["coefficients"] as? [[String: Any]])
  }

  @Test func `a fit has the fields of the contract, and null where a number does not exist`() throws {
    let fit = try GLMCommand(
      "fit", "torture/constant_column.csv", "y ~ k + x1", "--family", "poisson", "--format", "json"
    ).object()
    #expect(Set(fit.keys) == Self.fields.union(["attainedDigits"]))
    #expect(try keys(fit["rows"]) == ["used", "dropped"])
    #expect(try keys(fit["dispersion"]) == ["value", "estimated"])
    let rows = try coefficients(fit)
    for row in rows {
      let isAliased = row["aliased"] as? Bool == true
      #expect(Set(row.keys) == Self.coefficientFields.union(isAliased ? ["relation"] : []))
    }
    #expect(rows[1]["relation"] as? String == "7")
    #expect(rows[1]["estimate"] is NSNull && rows[1]["upper"] is NSNull)
    let infinite = try GLMCommand(
      "fit", "torture/sep_complete_1.csv", "y ~ x", "--family", "bernoulli", "--format", "json"
    ).object()
    #expect(Set(infinite.keys) == Self.fields.union(["separation"]))
    #expect(infinite["aic"] is NSNull)
    let edge = try GLMCommand(
      "fit", "torture/logbin_titanic.csv", "surv ~ c2 + c3 + crew + female + adult", "--family", "bernoulli",
      "--link", "log", "--weights", "frequency:n", "--format", "json"
    ).object()
    #expect(Set(edge.keys) == Self.fields.union(["boundary", "weights"]))
    #expect(try keys(edge["boundary"]) == ["optimum", "rows"])
    // `rows` are those of the data, counting from 1 at the first below the header; `limits` are one a coefficient.
    let separation: Set = ["kind", "exact", "terms", "direction", "limits", "rows"]
    #expect(try keys(infinite["separation"]) == separation)
    let quasi = try #require(
      try GLMCommand(
        "fit", "torture/sep_quasi_endometrial.csv", "HG ~ NV + PI + EH", "--family", "bernoulli", "--format",
        "json"
      ).object()["separation"] as? [String: Any])
    #expect(Set(quasi.keys) == separation.union(["limit"]))
    let limit = try #require(quasi["limit"] as? [String: Any])
    #expect(Set(limit.keys) == ["coefficients", "logLikelihood", "deviance", "rows", "rank"])
    let moved = try coefficients(limit)[1]
    #expect(Set(moved.keys) == ["term", "estimate", "standardError"] && moved["estimate"] is NSNull)
    let kinked = try GLMCommand(
      "fit", "torture/constant_column.csv", "y ~ x1", "--prior", "laplace:1", "--format", "json"
    ).object()
    #expect(Set(kinked.keys) == Self.fields.union(["optimalityResidual"]))
    let classes = try GLMCommand(
      "fit", "corpus/womenlf_multinomial.csv", "partic ~ hincome", "--family", "softmax", "--format", "json"
    ).object()
    for row in try coefficients(classes) {
      #expect(Set(row.keys) == Self.coefficientFields.union(["response"]))
    }
  }

  @Test func `a comparison has the fields of the contract`() throws {
    let comparison = try GLMCommand(
      "compare", "corpus/birthwt_logit.csv", "low ~ age + race", "--family", "bernoulli", "--links",
      "logit,probit", "--format", "json", "--level", "0.5"
    ).object()
    #expect(Set(comparison.keys) == ["formula", "family", "models", "largestDifferenceInMeans"])
    let models = try #require(comparison["models"] as? [[String: Any]])
    #expect(models.map { $0["link"] as? String } == ["logit", "probit"])
    for model in models {
      #expect(Set(model.keys) == Self.fields.union(["attainedDigits", "averageMarginalEffects"]))
      let effects = try #require(model["averageMarginalEffects"] as? [[String: Any]])
      #expect(Set(effects[0].keys) == ["variable", "estimate", "standardError"])
      #expect(Set(effects[1].keys) == ["variable", "level", "estimate", "standardError"])
      let first = try coefficients(model)[0]
      let (estimate, error) = (first["estimate"] as? Double, first["standardError"] as? Double)
      let reach = try #require(first["upper"] as? Double) - (estimate ?? .nan)
      #expect(abs(reach / (error ?? .nan) - 0.6744897501960817) < 1e-12)
    }
  }

  @Test func `numbers are those of the library, to the bit`() throws {
    let data = GLMCommand.fixtures.appending(path: "corpus/birthwt_logit.csv")
    let formula = "low ~ age + lwt + race"
    let shown = try FitJSON(
      GLMCommand("fit", data.path, formula, "--family", "bernoulli", "--link", "probit", "--format", "json"))
    let fit = try GeneralizedLinearModel(formula, family: .bernoulli, link: .probit)
      .fit(try Table(contentsOf: data.path))
    let wald = try fit.inference()
    #expect(shown.coefficients.map(\.estimate) == fit.model.coefficients.map(\.estimate))
    #expect(shown.coefficients.map(\.standardError) == wald.coefficients.map { $0?.standardError })
    #expect(shown.coefficients.map(\.pValue) == wald.coefficients.map { $0?.pValue })
    #expect(shown.coefficients.map(\.lower) == wald.coefficients.map { $0?.lower })
    #expect(shown.deviance == fit.statistics.deviance)
    #expect(shown.bic == fit.statistics.bic)
    for i in shown.covariance.indices {
      #expect(shown.covariance[i] == shown.covariance.indices.map { wald.covariance[i, $0] })
    }
  }
}

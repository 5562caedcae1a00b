import Testing

/// Fits that other software gets wrong: the verdict, its exit status, and the finite answers.
@Suite struct OutcomeTests {
  private func fit(_ arguments: String...) throws -> (FitJSON, Int32) {
    let command = try GLMCommand(["fit"] + arguments + ["--format", "json"])
    return (try FitJSON(command), command.status)
  }

  @Test func `complete separation has no estimate`() throws {
    let (fit, status) = try fit("torture/sep_complete_1.csv", "y ~ x", "--family", "bernoulli")
    #expect(status == 3)
    #expect(fit.outcome == "infinite")
    #expect(!fit.global)
    let separation = try #require(fit.separation)
    #expect(separation.kind == "complete")
    #expect(separation.terms == ["(Intercept)", "x"])
    #expect(separation.direction[0] < 0 && separation.direction[1] > 0)
    #expect(separation.exact && separation.limits == ["-inf", "+inf"])
    #expect(separation.rows == Array(1...10) && separation.limit == nil)
    #expect(fit.coefficients.allSatisfy { $0.standardError == nil && $0.pValue == nil && $0.lower == nil })
    #expect(fit.covariance.joined().allSatisfy { $0 == nil })
    #expect(fit.aic == nil && fit.bic == nil)
  }

  @Test func `quasi-complete separation names what moves`() throws {
    let (fit, status) = try fit(
      "torture/sep_quasi_endometrial.csv", "HG ~ NV + PI + EH", "--family", "bernoulli")
    #expect(status == 3)
    #expect(fit.outcome == "infinite")
    let separation = try #require(fit.separation)
    #expect(separation.kind == "quasi" && separation.exact)
    #expect(separation.terms == ["NV"] && separation.direction == [1])
    #expect(separation.limits == ["finite", "+inf", "finite", "finite"])
    // Those with NV = 1, counting from 1 at the first row below the header.
    #expect(separation.rows.count == 13 && separation.rows.first == 22)
    let limit = try #require(separation.limit)
    #expect(limit.rows == 66 && limit.rank == 3)
    #expect(limit.coefficients.map(\.term) == ["(Intercept)", "NV", "PI", "EH"])
    #expect(limit.coefficients[1].estimate == nil && limit.coefficients[1].standardError == nil)
    #expect(abs((limit.coefficients[3].estimate ?? .nan) + 2.9026056137775759085) < 1e-11)
    #expect(abs((limit.coefficients[3].standardError ?? .nan) - 0.84555156210050224245) < 1e-11)
    #expect(abs((limit.deviance ?? .nan) - 55.393260357181111877) < 1e-11)
    #expect(limit.logLikelihood.map { abs($0 + 55.393260357181111877 / 2) < 1e-11 } == true)
  }

  @Test func `ones alone have no estimate`() throws {
    let (fit, status) = try fit("torture/all_ones_logit.csv", "y ~ x", "--family", "bernoulli")
    #expect(status == 3)
    #expect(fit.outcome == "infinite")
    #expect(fit.separation?.kind == "complete")
    #expect(fit.separation?.terms.first == "(Intercept)")
    #expect(fit.separation?.limits == ["+inf", "undetermined"])
  }

  @Test func `a start from which other software diverges`() throws {
    let (fit, status) = try fit(
      "torture/logit_null_start.csv", "y ~ 1", "--family", "bernoulli", "--start", "-1.81")
    #expect(status == 0)
    #expect(fit.coefficients.map(\.estimate) == [1.0986122886681098])
  }

  @Test func `a constant column is aliased`() throws {
    let (fit, status) = try fit("torture/constant_column.csv", "y ~ k + x1", "--family", "poisson")
    #expect(status == 0)
    #expect(fit.coefficients.map(\.aliased) == [false, true, false])
    #expect(fit.coefficients[1].estimate == nil && fit.coefficients[1].standardError == nil)
    #expect(fit.covariance[1].allSatisfy { $0 == nil } && fit.covariance[0][1] == nil)
    let truth = [1.026852767638184505, 0.046224058099200814457]
    for (row, exact) in zip([fit.coefficients[0], fit.coefficients[2]], truth) {
      #expect(abs((row.estimate ?? .nan) - exact) <= 1e-12)
    }
    #expect(fit.rank == 2)
  }

  @Test func `a fit that runs out of iterations is no optimum`() throws {
    let (fit, status) = try fit(
      "corpus/birthwt_logit.csv", "low ~ age + smoke", "--family", "bernoulli", "--solver", "lbfgs",
      "--max-iterations=2")
    #expect(status == 3)
    #expect(fit.outcome == "iterations" && fit.iterations == 2 && fit.solver == "lbfgs")
    #expect(fit.coefficients.allSatisfy { $0.pValue == nil })
  }

  @Test func `a comparison with a fit that is no optimum`() throws {
    let command = try GLMCommand(
      "compare", "torture/sep_complete_1.csv", "y ~ x", "--family", "bernoulli", "--links", "logit,probit")
    #expect(command.status == 3)
    #expect(command.output.contains("logit: NO FINITE ESTIMATE: its coefficients are told in the limit."))
  }

  @Test func `a penalized fit has no standard errors`() throws {
    let (fit, status) = try fit(
      "torture/sep_complete_1.csv", "y ~ x", "--family", "bernoulli", "--prior", "normal:1")
    #expect(status == 0)
    #expect(fit.outcome == "optimum" && fit.prior.hasPrefix("normal:1"))
    #expect(fit.coefficients.allSatisfy { $0.standardError == nil })
    #expect(fit.optimalityResidual == nil)
  }

  @Test func `a prior with corners reports its optimality`() throws {
    let (fit, status) = try fit(
      "corpus/birthwt_logit.csv", "low ~ age + smoke", "--family", "bernoulli", "--prior", "laplace:100")
    #expect(status == 0)
    #expect(fit.solver == "proximal-gradient")
    let residual = try #require(fit.optimalityResidual)
    #expect(residual >= 0 && residual < 1e-6)
    #expect(fit.coefficients[2].estimate == 0)
  }
}

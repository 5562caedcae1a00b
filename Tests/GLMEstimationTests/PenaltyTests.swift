import GLMAlgebra
import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// What priors do to fits.
@Suite struct PenaltyTests {
  private func model(_ name: String) throws -> LikelihoodCase {
    try #require(likelihoodCases.first { $0.name == name })
  }

  /// Separated rows: no estimate without a prior, a finite one with.
  @Test(arguments: holdingPriorCases, ["bernoulli logit", "bernoulli probit", "bernoulli cloglog"])
  func priorsMakeSeparatedDataFinite(_ item: PriorCase, _ name: String) throws {
    let model = try model(name)
    let data = SmallData(
      columns: [[-3, -2, -1.5, -1, 1, 1.5, 2, 3], [0.3, -1, 1, 0, 0.5, -0.2, 1, -1]],
      response: [0, 0, 0, 0, 1, 1, 1, 1])
    let free = try Estimator(threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(free.outcome.name == "infinite", "\(free.outcome)")
    let fit = try Estimator(prior: item.prior, threads: 1).fit(model.likelihood, to: model.source(data))
    #expect(fit.outcome == .optimum(isGlobal: true), "\(fit.outcome)")
    #expect(fit.coefficients.allSatisfy { $0.magnitude < 50 } && fit.coefficients[1] > 0.1)
    #expect(fit.inverseInformation == nil, "no standard errors under a prior")
    #expect(
      relativeDifference(fit.penalizedLoss, fit.loss + item.prior.value(fit.coefficients, layout: fit.layout))
        < 1e-15)
  }

  /// Every solver that can, to the same estimate, under every prior; the others say whom to ask.
  @Test(arguments: solverCases, holdingPriorCases) func solversMeetUnderPriors(
    _ item: SolverCase, _ prior: PriorCase
  ) throws {
    for name in ["bernoulli logit", "poisson log", "categorical of 3", "gaussian identity"] {
      let model = try model(name)
      let source = model.source(model.data(columnCount: 3))
      let best = try Estimator(prior: prior.prior, threads: 1).fit(model.likelihood, to: source)
      #expect(best.outcome.isOptimum, "\(best.outcome)")
      let estimator = Estimator(prior: prior.prior, solver: item.solver, threads: 1)
      if prior.prior.hasKink, !item.solver.handlesKinks {
        #expect(
          throws: FitError.priorNeedsAnotherSolver(
            prior: prior.prior.name, solver: item.solver.name, use: ProximalGradient().name)
        ) { try estimator.fit(model.likelihood, to: source) }
        continue
      }
      let fit = try estimator.fit(model.likelihood, to: source)
      #expect(fit.outcome.isOptimum, "\(name): \(fit.outcome)")
      #expect(largestDifference(fit.coefficients, best.coefficients, floor: 1) < 1e-8, "\(name)")
    }
  }

  /// At the estimate the gradient of the loss is met by the prior's: the KKT conditions, computed here.
  @Test(arguments: [0.1, 1, 4, 12]) func optimalityUnderLaplace(rate: Double) throws {
    for model in canonicalCases where model.likelihood.meanCount == 1 {
      let data = model.data(columnCount: 4)
      let fit = try Estimator(prior: LaplacePrior(rate: rate), threads: 1).fit(
        model.likelihood, to: model.source(data))
      #expect(fit.outcome.isOptimum, "\(model): \(fit.outcome)")
      let residuals = zip(data.responses, data.predictors(fit.coefficients)).map {
        model.likelihood.residual($0, at: $1)[0]
      }
      for (j, column) in data.modelColumns.enumerated() {
        let slope = dot(column, residuals)
        let size = zip(column, residuals).reduce(1) { $0 + ($1.0 * $1.1).magnitude }
        let b = fit.coefficients[j]
        if j == 0 {
          #expect(slope.magnitude < 1e-9 * size, "the intercept is free")
        } else if b == 0 {
          #expect(slope.magnitude <= rate + 1e-9 * size)
        } else {
          #expect((slope - (b < 0 ? -rate : rate)).magnitude < 1e-9 * size)
        }
      }
      #expect(fit.optimalityResidual.map { $0 < 1e-8 } == true)
    }
  }

  /// λ ≥ max |∇| at zero slopes with the intercept fitted gives exactly zero; a little less gives at least one slope.
  @Test(arguments: canonicalCases) func largestUsefulRate(_ model: LikelihoodCase) throws {
    let data = model.data(columnCount: 3)
    let planes = model.likelihood.predictorCount
    var alone = data
    alone.columns = []
    let null = try Estimator(threads: 1).fit(model.likelihood, to: model.source(alone))
    #expect(null.outcome.isOptimum)
    var largest = 0.0
    let residuals = zip(data.responses, alone.predictors(null.coefficients, planes: planes)).map {
      model.likelihood.residual($0, at: $1)
    }
    for column in data.columns {
      for k in 0..<planes { largest = max(largest, dot(column, residuals.map { $0[k] }).magnitude) }
    }
    func slopes(_ rate: Double) throws -> [Double] {
      let fit = try Estimator(prior: LaplacePrior(rate: rate), threads: 1).fit(
        model.likelihood, to: model.source(data))
      #expect(fit.outcome.isOptimum, "\(fit.outcome)")
      return zip(fit.coefficients, fit.layout.isIntercept).filter { !$0.1 }.map(\.0)
    }
    for factor in [1 + 1e-6, 1.5, 1e3] {
      #expect(try slopes(largest * factor).allSatisfy { $0 == 0 }, "λ = \(factor) max|∇|")
    }
    #expect(try slopes(largest * 0.99).contains { $0 != 0 })
  }

  /// A prior of no precision is no prior, and a precision of 1e12 holds everything at 0.
  @Test(arguments: canonicalCases) func limitsOfPrecision(_ model: LikelihoodCase) throws {
    let source = model.source(model.data(columnCount: 2))
    let flat = try Estimator(threads: 1).fit(model.likelihood, to: source)
    for prior in [NormalPrior(precision: 0), LaplacePrior(rate: 0)] as [any Prior] {
      let fit = try Estimator(prior: prior, threads: 1).fit(model.likelihood, to: source)
      #expect(sameBits(fit.coefficients, flat.coefficients) && fit.outcome == flat.outcome)
      #expect(fit.inverseInformation != nil)
    }
    let held = try Estimator(prior: NormalPrior(precision: 1e12), threads: 1).fit(
      model.likelihood, to: source)
    #expect(held.outcome.isOptimum)
    for (b, isIntercept) in zip(held.coefficients, held.layout.isIntercept) where !isIntercept {
      #expect(b.magnitude < 1e-8)
    }
  }
}

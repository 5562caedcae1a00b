import GLMAlgebra
import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Adjusted score equations solved from their definitions, by summing over the responses (Tests/Fixtures/bias_reduction.py).
@Suite struct BiasReductionWitnessTests {
  struct Model: Sendable, CustomStringConvertible {
    let name: String
    let likelihood: any Likelihood
    let responses: [RowResponse]
    var weights: [Double]?
    var offset: [Double]?

    init(
      _ name: String, _ make: () throws -> any Likelihood, _ responses: [Double], trials: Double = 1,
      weights: [Double]? = nil, offset: [Double]? = nil
    ) {
      self.name = name
      do { likelihood = try make() } catch { preconditionFailure("\(name): \(error)") }
      self.responses = responses.map { RowResponse($0, trials: trials) }
      self.weights = weights
      self.offset = offset
    }

    var description: String { name }
  }

  private static let amounts = [0.5, 1.5, 0.75, 2.5, 1.25, 6]
  static let models: [Model] = [
    Model(
      "bernoulli probit", { try Bernoulli().likelihood(through: .probit, for: .values) }, [0, 0, 0, 0, 1, 1]),
    Model(
      "bernoulli cloglog trials", { try Bernoulli().likelihood(through: .cloglog, for: .successesOfTrials) },
      [0, 1, 0, 2, 3, 3], trials: 3),
    Model(
      "bernoulli cauchit trials", { try Bernoulli().likelihood(through: .cauchit, for: .successesOfTrials) },
      [0, 1, 1, 2, 1, 3], trials: 3),
    Model(
      "poisson log", { try Poisson().likelihood(through: .log, for: .values) }, [0, 0, 0, 2, 1, 4],
      offset: [0, 0.5, 0, -0.25, 0.25, 0]),
    Model(
      "poisson sqrt", { try Poisson().likelihood(through: .squareRoot, for: .values) }, [1, 0, 2, 2, 3, 6],
      offset: [1, 1, 1, 1, 1, 1]),
    Model(
      "negative-binomial log", { try NegativeBinomial(theta: 2).likelihood(through: .log, for: .values) },
      [0, 2, 0, 1, 3, 5]),
    Model(
      "gamma log", { try Gamma().likelihood(through: .log, for: .values) }, amounts,
      weights: [1, 2, 1, 0.5, 1, 3]),
    Model(
      "gamma inverse", { try Gamma().likelihood(through: .inverse, for: .values) },
      [2, 1.5, 0.75, 1, 0.5, 0.375]),
    Model("inverse-gaussian log", { try InverseGaussian().likelihood(through: .log, for: .values) }, amounts),
    Model(
      "gaussian log", { try Gaussian().likelihood(through: .log, for: .values) },
      [0.5, 1.5, 0.75, 2.5, 2.25, 6]),
    Model("categorical", { try Categorical().likelihood(for: .classes(count: 3)) }, [0, 1, 0, 2, 1, 2]),
  ]

  @Test(arguments: models, biasReducing)
  func `agrees with the definitions to twelve digits`(_ model: Model, _ method: EstimationMethod) throws {
    let fixture = try FixtureTable("bias_reduction.csv")
    let line = try #require(fixture.lines.first { $0[0] == model.name && $0[1] == method.rawValue })
    let truth = fixture.numbers(line, from: 2)
    let fit = try reduced(
      method, model.likelihood, [[-1.5, -0.5, -0.25, 0.5, 1.25, 2]], model.responses, weights: model.weights,
      offset: model.offset)
    #expect(fit.outcome.isOptimum)
    let found = fit.coefficients + (model.likelihood.dispersion == .estimated ? [fit.dispersion ?? .nan] : [])
    #expect(largestDifference(found, truth) < 1e-12, "\(found), not \(truth)")
  }
}

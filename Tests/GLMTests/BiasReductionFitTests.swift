import Foundation
import GLM
import Testing

/// Bias reduction through the typed front doors: statistics, inference, prediction and the model file.
@Suite struct BiasReductionFitTests {
  private func table() throws -> Table {
    try Table(columns: ["y": [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], "x": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]])
  }

  @Test func `a separated model has inference, but no AIC`() throws {
    let model = GeneralizedLinearModel(
      "y ~ x", family: .bernoulli, link: .probit, method: .medianBiasReduction)
    let fit = try model.fit(table())
    #expect(fit.outcome == .optimum(isGlobal: false))
    #expect(fit.statistics.aic == nil && fit.statistics.bic == nil)
    #expect(fit.statistics.logLikelihood == -fit.statistics.deviance / 2)
    let wald = try fit.inference()
    #expect(wald.degreesOfFreedom == nil)
    let inverse = try #require(fit.estimate.inverseInformation)
    #expect(wald.coefficients[1]?.standardError == inverse[1, 1].squareRoot())
    let predictions = try fit.predict(table(), level: 0.9).predictions
    #expect(predictions.intervals?.count == 10)
    let loaded = try FittedModel(json: fit.model.json())
    #expect(loaded == fit.model && loaded.estimator == "median-br")
    #expect(try loaded.predict(table(), level: 0.9).predictions == predictions)
  }

  /// A file of a program that knew no estimators is still read.
  @Test func `a model file without an estimator is one of maximum likelihood`() throws {
    let fit = try GeneralizedLinearModel("x ~ y", family: .gaussian).fit(table())
    #expect(fit.model.estimator == "ml")
    let text = String(decoding: try fit.model.json(), as: UTF8.self)
    let older = text.replacingOccurrences(of: "\"estimator\" : \"ml\",\n", with: "")
    #expect(older != text)
    #expect(try FittedModel(json: Data(older.utf8)).estimator == nil)
  }

  /// The dispersion is that of the estimator everywhere: statistics, covariance, log-likelihood.
  @Test func `a dispersion estimated with the coefficients is the one that is used`() throws {
    let table = try Table(columns: ["y": [1, 3, 2, 6, 7, 4], "x": [1, 2, 3, 4, 5, 6]])
    let fit = try GeneralizedLinearModel("y ~ x", family: .gaussian, method: .medianBiasReduction).fit(table)
    let dispersion = fit.statistics.deviance / (4 - 2.0 / 3)
    let told = try #require(fit.statistics.dispersion)
    #expect(abs(told / dispersion - 1) < 1e-12 && fit.statistics.dispersionIsEstimated)
    let wald = try fit.inference()
    #expect(wald.degreesOfFreedom == 4)
    let inverse = try #require(fit.estimate.inverseInformation)
    #expect(abs(wald.covariance[0, 0] / (told * inverse[0, 0]) - 1) < 1e-14)
    let likelihood = -3 * log(2 * .pi * told) - fit.statistics.deviance / (2 * told)
    #expect(abs((fit.statistics.logLikelihood ?? .nan) / likelihood - 1) < 1e-13)
  }

  /// The null deviance is that of the null model by maximum likelihood, also when the model is the null model.
  @Test func `an intercept alone has a null deviance of its own`() throws {
    let ml = try GeneralizedLinearModel("y ~ 1", family: .poisson).fit(
      Table(columns: ["y": [1, 0, 4, 2]]))
    let fit = try GeneralizedLinearModel("y ~ 1", family: .poisson, method: .meanBiasReduction).fit(
      Table(columns: ["y": [1, 0, 4, 2]]))
    #expect(abs(exp(try #require(fit["(Intercept)"])) - 7.5 / 4) < 1e-13)
    #expect(fit.statistics.deviance > ml.statistics.deviance)
    #expect(abs((fit.statistics.nullDeviance ?? .nan) / ml.statistics.deviance - 1) < 1e-12)
  }

  @Test func `logistic and softmax regression take it`() throws {
    let rows = (1...10).map { [Double($0)] }
    let two = try LogisticRegression(method: .meanBiasReduction).fit(rows: rows, rows.map { $0[0] > 5 })
    #expect(two.fit.outcome.isOptimum)
    #expect(abs(two.fit.estimate.coefficients[1] - 0.97064956932608350084) < 1e-13)
    let three = try SoftmaxRegression(method: .jeffreys).fit(rows: rows, rows.map { Int($0[0] / 4) })
    #expect(three.fit.outcome.isOptimum)
  }

  @Test func `a prior beside it is an error`() throws {
    #expect(throws: FitError.methodNeedsFlatPrior(method: "jeffreys", prior: "normal:1")) {
      try GeneralizedLinearModel(
        "y ~ x", family: .bernoulli, prior: NormalPrior(precision: 1), method: .jeffreys
      ).fit(table())
    }
  }
}

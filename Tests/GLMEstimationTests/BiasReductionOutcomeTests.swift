import GLMAlgebra
import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Where maximum likelihood has no estimate, and where adjusted scores have none.
@Suite struct BiasReductionOutcomeTests {
  static let links: [any ProbabilityLink] = [Logit(), Probit(), ComplementaryLogLog(), LogLog()]

  private static let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

  /// Complete and quasi-complete separation, and a response that is all one value.
  static let responses: [[Double]] = [
    [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  ]

  @Test(arguments: biasReducing, responses)
  func `separated data have finite estimates`(_ method: EstimationMethod, _ response: [Double]) throws {
    for link in Self.links {
      let likelihood = link.bernoulli(trials: false)
      let ml = try reduced(.maximumLikelihood, likelihood, [Self.x], response.map { RowResponse($0) })
      #expect(ml.outcome.name == "infinite")
      let fit = try reduced(method, likelihood, [Self.x], response.map { RowResponse($0) })
      #expect(fit.outcome.isOptimum, "\(link.name): \(fit.outcome)")
      #expect(fit.coefficients.allSatisfy { $0.magnitude < 40 })
    }
  }

  @Test(arguments: [EstimationMethod.meanBiasReduction, .jeffreys])
  func `through the cauchit too, but for the median`(_ method: EstimationMethod) throws {
    for response in Self.responses {
      let fit = try reduced(
        method, Cauchit().bernoulli(trials: false), [Self.x], response.map { RowResponse($0) })
      #expect(fit.outcome.isOptimum, "\(fit.outcome)")
    }
    // With successes only and a symmetric column the adjusted score of the median is above 0 everywhere.
    let median = try reduced(
      .medianBiasReduction, Cauchit().bernoulli(trials: false), [Self.x],
      Self.responses[3].map { RowResponse($0) })
    #expect(median.outcome.name == "stalled", "\(median.outcome)")
    #expect(median.inverseInformation == nil && median.dispersion == nil)
  }

  /// Ten successes and nothing else: the logit of 10½ to ½; (6n + 1)/6 to 1/6 by the median.
  @Test func `a constant response has a known estimate`() throws {
    let ten = Array(repeating: RowResponse(1), count: 10)
    let logit = Logit().bernoulli(trials: false)
    let mean = try reduced(.meanBiasReduction, logit, [], ten)
    #expect(relativeDifference(mean.coefficients[0], Double.log(21)) < 1e-13)
    let median = try reduced(.medianBiasReduction, logit, [], ten)
    #expect(relativeDifference(median.coefficients[0], Double.log(61)) < 1e-13)
  }

  @Test(arguments: biasReducing) func `empty cells of counts have finite estimates`(
    _ method: EstimationMethod
  ) throws {
    let counts: [Double] = [0, 0, 0, 4, 2, 7, 0, 0, 0, 3, 5, 1]
    let groups = (1..<4).map { g in (0..<12).map { $0 / 3 == g ? 1.0 : 0 } }
    for likelihood in [
      try Poisson().likelihood(through: .log, for: .values),
      try NegativeBinomial(theta: 1.5).likelihood(through: .log, for: .values),
    ] {
      let fit = try reduced(method, likelihood, groups, counts.map { RowResponse($0) })
      #expect(fit.outcome.isOptimum, "\(fit.outcome)")
      let none = try reduced(method, likelihood, groups, counts.map { _ in RowResponse(0) })
      #expect(none.outcome.isOptimum && none.coefficients[0] < 0, "\(none.outcome)")
    }
  }

  @Test(arguments: biasReducing) func `separated classes have finite estimates`(_ method: EstimationMethod)
    throws
  {
    let likelihood = CategoricalLikelihood(classes: 3)
    let fit = try reduced(
      method, likelihood, [Self.x], [0, 0, 0, 1, 1, 1, 1, 2, 2, 2].map { RowResponse($0) })
    #expect(fit.outcome.isOptimum, "\(fit.outcome)")
    // A class that never happened.
    let never = try reduced(
      method, likelihood, [Self.x], [0, 1, 0, 1, 1, 0, 1, 0, 0, 1].map { RowResponse($0) })
    #expect(never.outcome.isOptimum, "\(never.outcome)")
  }

  /// One row: a Poisson count and a probability have an estimate, an unknown dispersion has not.
  @Test func `one row`() throws {
    let count = try reduced(
      .meanBiasReduction, try Poisson().likelihood(through: .log, for: .values), [], [RowResponse(3)])
    #expect(relativeDifference(count.coefficients[0], Double.log(3.5)) < 1e-13)
    let normal = try reduced(
      .meanBiasReduction, try Gaussian().likelihood(through: .identity, for: .values), [], [RowResponse(3)])
    guard case .stalled(let why) = normal.outcome else {
      Issue.record("\(normal.outcome)")
      return
    }
    #expect(why.hasPrefix("no degrees of freedom"))
  }

  /// The estimate by Jeffreys's prior of a risk of 1 lies on the edge: there the penalty is infinite.
  @Test func `an estimate that does not exist is not reported`() throws {
    let fit = try reduced(
      .jeffreys, try Bernoulli().likelihood(through: .log, for: .values), [[0, 0, 1, 1]],
      [1, 0, 1, 1].map { RowResponse($0) })
    #expect(!fit.outcome.isOptimum && fit.inverseInformation == nil, "\(fit.outcome)")
  }

  /// Twenty counts whose variance is 20 μ²: with three coefficients the adjusted score of the intercept is at least
  /// 3/2 − 20 θ, above 0 everywhere.
  @Test func `where the adjusted score has no zero it stalls`() throws {
    let n = 20
    let x = (0..<n).map { Double($0) / 10 - 1 }
    let z = (0..<n).map { Double(($0 * 7) % n) / 10 - 1 }
    let y = (0..<n).map { RowResponse(Double(($0 * 3) % 5)) }
    let fit = try reduced(
      .meanBiasReduction, try NegativeBinomial(theta: 0.05).likelihood(through: .log, for: .values), [x, z], y
    )
    #expect(fit.outcome.name == "stalled" && fit.inverseInformation == nil, "\(fit.outcome)")
  }

  @Test func `limits and cancellation end it`() throws {
    let likelihood = Probit().bernoulli(trials: false)
    let responses = Self.responses[0].map { RowResponse($0) }
    let limited = try reduced(
      .medianBiasReduction, likelihood, [Self.x], responses, options: SolverOptions(maximumIterations: 2))
    #expect(limited.outcome == .iterations && limited.iterations == 2)
    #expect(throws: FitError.cancelled) {
      try reduced(
        .jeffreys, likelihood, [Self.x], responses, options: SolverOptions(isCancelled: { true }))
    }
  }

  /// What does not go together is an error before the first pass.
  @Test func `refusals are typed`() throws {
    let data = SmallData(columns: [Self.x], response: Self.responses[0])
    let logit = Logit().bernoulli(trials: false)
    #expect(throws: FitError.methodNeedsFlatPrior(method: "mean-br", prior: "normal:1")) {
      try Estimator(prior: NormalPrior(precision: 1), method: .meanBiasReduction).fit(
        logit, to: data.source())
    }
    #expect(
      throws: FitError.noBiasReduction(
        method: "jeffreys", why: "it has a solver of its own, and lbfgs was asked for")
    ) {
      try Estimator(solver: LBFGS(), method: .jeffreys).fit(logit, to: data.source())
    }
    #expect(
      throws: FitError.noBiasReduction(
        method: "median-br", why: "sampling weights leave no likelihood whose bias could be told")
    ) {
      try Estimator(weightKind: .sampling, method: .medianBiasReduction).fit(logit, to: data.source())
    }
    #expect(
      throws: FitError.noBiasReduction(
        method: "mean-br", why: "the model does not tell its third moments")
    ) {
      try Estimator(method: .meanBiasReduction).fit(Silent(), to: data.source())
    }
    #expect(
      throws: FitError.noBiasReduction(
        method: "mean-br", why: "there are 59 linear predictors, and 50 are the most")
    ) {
      try Estimator(method: .meanBiasReduction).fit(CategoricalLikelihood(classes: 60), to: data.source())
    }
  }

  /// A likelihood that says nothing of third order.
  private struct Silent: ScalarLikelihood {
    var support: Support { .binary }
    var curvatures: Set<Curvature> { [.expected, .observed] }
    var dispersion: Dispersion { .known(1) }

    func terms(_ response: Double, _ predictor: Double, _ curvature: Curvature?) -> ScalarTerms {
      let gap = predictor - response
      return ScalarTerms(loss: 0.5 * gap * gap, residual: -gap, curvature: 1)
    }

    func mean(_ predictor: Double) -> (mean: Double, slope: Double) { (predictor, 1) }

    func start(response: Span<Double>, predictors: inout MutableSpan<Double>) {
      for i in 0..<predictors.count { predictors[i] = response[i] }
    }
  }
}

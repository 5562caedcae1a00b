import GLMAlgebra
import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// What is known of adjusted scores by algebra, over ``likelihoodCases`` where it is true of all.
@Suite struct BiasReductionLawTests {
  /// The adjustment of Jeffreys's prior is the gradient of ½ log det F.
  @Test(arguments: likelihoodCases) func `the adjustment of Jeffreys is a gradient`(_ item: LikelihoodCase)
    throws
  {
    let data = item.data(rowCount: 18)
    let source = item.source(data)
    let k = item.likelihood.predictorCount
    let layout = CoefficientLayout(columns: source.columns, planes: k)
    let objective = ModelObjective(
      source: source, likelihood: item.likelihood, prior: FlatPrior(),
      frame: Frame(layout: layout, shift: nil, active: Array(0..<layout.count)), threads: 1, totalWeight: 18)
    let point = (0..<k).flatMap { [item.middle[$0] + 0.01, item.slope[$0] * 0.9] }
    func factor(_ point: [Double]) throws -> Cholesky {
      Cholesky(try #require(try objective.evaluate(point, .curvature(.expected)).information))
    }
    let moments = try #require(item.likelihood.thirdMoments)
    let told = try objective.scoreAdjustment(
      moments, .jeffreys, at: point, root: factor(point).inverseRoot(), directions: [], dispersion: nil,
      isFrequency: false)
    var findings = Findings()
    for j in point.indices {
      let numerical = derivative(at: point[j], reach: 0.02, roughness: 64) { x in
        var moved = point
        moved[j] = x
        return (try? factor(moved)).map { 0.5 * $0.logDeterminant } ?? .nan
      }
      findings.check(
        (numerical.value - told.score[j]).magnitude <= 1e-7 * max(1, told.score[j].magnitude)
          + numerical.error,
        "\(told.score[j]), not \(numerical.value)")
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Every estimator solves its equations for every family and link.
  @Test(arguments: likelihoodCases, biasReducing)
  func `every model has its estimate`(_ item: LikelihoodCase, _ method: EstimationMethod) throws {
    let fit = try item.reduced(method, item.data())
    #expect(fit.outcome == .optimum(isGlobal: false), "\(fit.outcome)")
    #expect(fit.method == method && fit.decrement <= 1e-16)
    #expect(fit.inverseInformation != nil && fit.coefficients.allSatisfy(\.isFinite))
    let dispersion = try #require(fit.dispersion)
    if case .known(let value) = item.likelihood.dispersion { #expect(dispersion == value) }
    #expect(dispersion > 0)
  }

  /// From the data or from other coefficients: the same solution.
  @Test(arguments: likelihoodCases, biasReducing)
  func `the start does not matter`(_ item: LikelihoodCase, _ method: EstimationMethod) throws {
    let data = item.data()
    let start = zip(item.middle, item.slope).flatMap { [$0 * 1.1, $1 * 0.7] }
    let (a, b) = (try item.reduced(method, data), try item.reduced(method, data, start: start))
    #expect(a.outcome.isOptimum && b.outcome == a.outcome, "\(a.outcome), \(b.outcome)")
    #expect(largestDifference(a.coefficients, b.coefficients, floor: 1) < 1e-10)
  }

  /// For a canonical link and a known dispersion Jeffreys's prior is mean bias reduction.
  @Test(arguments: canonicalCases.filter { $0.likelihood.dispersion != .estimated })
  func `Jeffreys is mean bias reduction for canonical links`(_ item: LikelihoodCase) throws {
    let data = item.data()
    let mean = try item.reduced(.meanBiasReduction, data)
    let jeffreys = try item.reduced(.jeffreys, data)
    #expect(largestDifference(mean.coefficients, jeffreys.coefficients, floor: 0.1) < 1e-11)
  }

  /// Coefficients of a normal linear model have no bias; the dispersion is RSS over n − p, n − p − 2/3, or n + p + 2 for
  /// the joint mode under Jeffreys's prior.
  @Test func `a normal linear model keeps its coefficients`() throws {
    let x = [[0.5, 1, 2.5, 3, 4.25, 6, 7.5, 9], [1.0, 0, 1, 1, 0, 0, 1, 1]]
    let y = [1.5, 0.25, 3, 4.5, 3, 6.25, 9, 8].map { RowResponse($0) }
    let weights = [1.0, 2, 1, 0.5, 1, 3, 1, 1]
    let likelihood = try Gaussian().likelihood(through: .identity, for: .values)
    let ml = try reduced(.maximumLikelihood, likelihood, x, y, weights: weights)
    for (method, divisor) in [
      (EstimationMethod.meanBiasReduction, 5.0), (.medianBiasReduction, 5 - 2.0 / 3), (.jeffreys, 13),
    ] {
      let fit = try reduced(method, likelihood, x, y, weights: weights)
      #expect(fit.outcome.isOptimum)
      #expect(largestDifference(fit.coefficients, ml.coefficients) < 1e-12)
      #expect(relativeDifference(fit.dispersion ?? .nan, 2 * ml.loss / divisor) < 1e-12)
    }
  }

  /// A saturated 2 × 2 table: half a count in every cell. One Poisson mean a group: half a count in the group.
  @Test func `saturated models add half a count`() throws {
    let logit = try Bernoulli().likelihood(through: .logit, for: .successesOfTrials)
    for (a, b, m, n) in [(3.0, 7.0, 10.0, 12.0), (0, 5, 4, 5), (0, 0, 1, 3)] {
      for method in [EstimationMethod.meanBiasReduction, .jeffreys] {
        let fit = try reduced(
          method, logit, [[0, 1]], [RowResponse(a, trials: m), RowResponse(b, trials: n)])
        let first = Double.log((a + 0.5) / (m - a + 0.5))
        let second = Double.log((b + 0.5) / (n - b + 0.5))
        #expect(fit.outcome.isOptimum)
        #expect(largestDifference(fit.coefficients, [first, second - first], floor: 1) < 1e-13)
      }
    }
    let log = try Poisson().likelihood(through: .log, for: .values)
    let counts: [Double] = [0, 0, 3, 1, 2, 6, 0, 0, 0]
    let groups = (0..<3).map { g in (0..<9).map { $0 / 3 == g ? 1.0 : 0 } }
    let fit = try reduced(
      .meanBiasReduction, log, groups, counts.map { RowResponse($0) }, hasIntercept: false)
    let expected = [3.0, 9, 0].map { Double.log(($0 + 0.5) / 3) }
    #expect(largestDifference(fit.coefficients, expected) < 1e-13)
  }

  /// A median of one Poisson mean: the score plus 1/6 a group (Kenne Pagui, Salvan and Sartori 2017).
  @Test func `one Poisson mean by the median adds a sixth`() throws {
    let log = try Poisson().likelihood(through: .log, for: .values)
    for y in [0.0, 1, 17] {
      let fit = try reduced(.medianBiasReduction, log, [], [RowResponse(y)])
      #expect(fit.outcome.isOptimum)
      #expect(relativeDifference(fit.coefficients[0], Double.log(y + 1.0 / 6), floor: 1) < 1e-13)
    }
  }

  /// Other columns with the same span: the same linear predictors. Median: only scales.
  @Test(arguments: likelihoodCases, biasReducing)
  func `the fit follows a change of columns`(_ item: LikelihoodCase, _ method: EstimationMethod) throws {
    let data = item.data(columnCount: 2)
    var other = data
    let isMedian = method == .medianBiasReduction
    other.columns = [
      data.columns[0].indices.map { 4 * data.columns[0][$0] + (isMedian ? 0 : data.columns[1][$0] - 3) },
      data.columns[1].map { -0.5 * $0 },
    ]
    let (a, b) = (try item.reduced(method, data), try item.reduced(method, other))
    #expect(a.outcome.isOptimum && b.outcome == a.outcome, "\(a.outcome), \(b.outcome)")
    let planes = item.likelihood.predictorCount
    let first = data.predictors(a.coefficients, planes: planes).flatMap(\.self)
    let second = other.predictors(b.coefficients, planes: planes).flatMap(\.self)
    #expect(largestDifference(first, second, floor: 1) < 1e-9)
    #expect(relativeDifference(a.dispersion ?? .nan, b.dispersion ?? .nan) < 1e-9)
  }

  /// The median is of the user's coefficients, whatever the columns are shifted by inside: a column far from 0 beside a
  /// column of ones, which is shifted, and beside a column of twos, which is not.
  @Test func `the median is of the user's coefficients`() throws {
    let x = [50.5, 51, 52.25, 53, 54.5, 55, 57, 58]
    let y: [Double] = [0, 0, 1, 0, 1, 0, 1, 1]
    let likelihood = try Bernoulli().likelihood(through: .probit, for: .values)
    let responses = y.map { RowResponse($0) }
    let shifted = try reduced(.medianBiasReduction, likelihood, [x], responses)
    let plain = try reduced(
      .medianBiasReduction, likelihood, [x.map { _ in 2 }, x], responses, hasIntercept: false)
    #expect(shifted.frame.shift != nil && plain.frame.shift == nil)
    #expect(
      largestDifference(shifted.coefficients, [2 * plain.coefficients[0], plain.coefficients[1]]) < 1e-9)
  }

  @Test(arguments: likelihoodCases, biasReducing)
  func `a frequency of two is the row twice, and weight 0 is no row`(
    _ item: LikelihoodCase, _ method: EstimationMethod
  ) throws {
    var data = item.data()
    data.weights = (0..<data.rowCount).map { [1.0, 2, 0, 1, 1][$0 % 5] }
    var twice = data.rows(
      (0..<data.rowCount).flatMap { Array(repeating: $0, count: [1, 2, 0, 1, 1][$0 % 5]) })
    twice.weights = nil
    let a = try item.reduced(method, data, weightKind: .frequency)
    let b = try item.reduced(method, twice)
    #expect(a.outcome.isOptimum && b.outcome.isOptimum, "\(a.outcome), \(b.outcome)")
    #expect(largestDifference(a.coefficients, b.coefficients, floor: 1) < 1e-10)
    #expect(relativeDifference(a.dispersion ?? .nan, b.dispersion ?? .nan) < 1e-10)
  }

  /// Columns that earlier ones determine change nothing of the others.
  @Test(arguments: biasReducing) func `aliased columns are left out`(_ method: EstimationMethod) throws {
    let x = [0.5, 1, 2.5, 3, 4.25, 6, 7.5, 9]
    let responses = [0.0, 1, 0, 0, 1, 0, 1, 1].map { RowResponse($0) }
    let likelihood = try Bernoulli().likelihood(through: .cloglog, for: .values)
    let alone = try reduced(method, likelihood, [x], responses)
    let fit = try reduced(method, likelihood, [x.map { _ in 7 }, x, x.map { 3 - 2 * $0 }], responses)
    #expect(fit.aliased == [1, 3])
    #expect(largestDifference([fit.coefficients[0], fit.coefficients[2]], alone.coefficients) < 1e-11)
  }

  @Test(arguments: biasReducing) func `threads change no bit`(_ method: EstimationMethod) throws {
    let n = 300
    var generator = SplitMix(seed: 5)
    let x = (0..<n).map { _ in generator.normal() }
    let y = x.map { RowResponse($0 + 2 * generator.normal() > 0.5 ? 1 : 0) }
    let likelihood = try Bernoulli().likelihood(through: .cauchit, for: .values)
    let fits = try [1, 2, 7].map {
      try reduced(method, likelihood, [x], y, threads: $0, blockSize: 3)
    }
    for fit in fits.dropFirst() {
      #expect(sameBits(fit.coefficients, fits[0].coefficients))
      #expect(fit.iterations == fits[0].iterations)
    }
  }
}

import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// The moments of third order against the distribution, the curvature and the link, over ``likelihoodCases``.
@Suite struct ThirdMomentTests {
  /// third(k, l, m) = Σ p r r r and mixed(k, l, m) = −Σ p c r over the responses.
  @Test(arguments: likelihoodCases) func `they are the expectations that they claim to be`(
    _ item: LikelihoodCase
  ) throws {
    let likelihood = item.likelihood
    guard let distribution = likelihood.distribution else { return }
    var findings = Findings()
    let k = likelihood.predictorCount
    for predictors in item.predictors {
      let means = likelihood.means(at: predictors).means
      guard likelihood.isMild(means) else { continue }
      var third = Array(repeating: CompensatedSum(), count: k * k * k)
      var mixed = third
      // What rounding of the terms leaves.
      var size = 0.0
      var trials = 1.0
      for (response, spacing) in likelihood.outcomes(at: predictors) {
        let p = spacing * Double.exp(distribution.logDensity(response, means: means, dispersion: 1))
        let r = likelihood.residual(response, at: predictors)
        let c = likelihood.curvature(response, at: predictors, .observed)
        trials = response.trials
        let largest = r.reduce(0) { max($0, $1.magnitude) }
        size += p * (largest * largest * largest + largest * c.diagonal.reduce(0) { max($0, $1.magnitude) })
        for a in 0..<k {
          for b in 0..<k {
            for m in 0..<k {
              third[(a * k + b) * k + m].add(p * r[a] * r[b] * r[m])
              mixed[(a * k + b) * k + m].add(-p * c[a, b] * r[m])
            }
          }
        }
      }
      let told = try likelihood.thirdMoments(trials: trials, at: predictors)
      for i in third.indices {
        findings.check(
          (third[i].value - told.third[i]).magnitude <= 1e-10 * size,
          "third moment \(told.third[i]), not \(third[i].value), at \(predictors)")
        findings.check(
          (mixed[i].value - told.mixed[i]).magnitude <= 1e-10 * size,
          "mixed moment \(told.mixed[i]), not \(mixed[i].value), at \(predictors)")
      }
    }
    #expect(
      findings.isClean || item.predictors.allSatisfy { !likelihood.isMild(likelihood.means(at: $0).means) },
      "\(findings)")
  }

  /// ∂E(rₖ rₗ)/∂ηₘ = third(k, l, m) + mixed(k, m, l) + mixed(l, m, k): for quasi-likelihoods too.
  @Test(arguments: likelihoodCases) func `the derivative of the expected curvature follows from them`(
    _ item: LikelihoodCase
  ) throws {
    let likelihood = item.likelihood
    var findings = Findings()
    let k = likelihood.predictorCount
    let trials = item.responses.last?.trials ?? 1
    for predictors in item.predictors {
      let told = try likelihood.thirdMoments(trials: trials, at: predictors)
      for m in 0..<k {
        let reach = item.room(at: predictors, plane: m, limit: 0.1 * max(1, predictors[m].magnitude))
        for a in 0..<k {
          for b in 0...a {
            let numerical = derivative(at: predictors[m], reach: reach) { x in
              var moved = predictors
              moved[m] = x
              return likelihood.curvature(
                RowResponse(item.responses[0].value, trials: trials), at: moved, .expected)[a, b]
            }
            let claimed =
              told.third[(a * k + b) * k + m] + told.mixed[(a * k + m) * k + b]
              + told.mixed[(b * k + m) * k + a]
            findings.check(
              numerical.agrees(with: claimed), "\(claimed), not \(numerical.value), at \(predictors)")
          }
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// third + mixed = c d log μ′/dη, for one linear predictor: what mean bias reduction adds.
  @Test(arguments: likelihoodCases.filter { $0.likelihood.predictorCount == 1 })
  func `their sum is the growth of the slope`(_ item: LikelihoodCase) throws {
    var findings = Findings()
    for predictors in item.predictors {
      let told = try item.likelihood.thirdMoments(trials: 1, at: predictors)
      let c = item.likelihood.curvature(RowResponse(1), at: predictors, .expected)[0, 0]
      let reach = item.room(at: predictors, plane: 0, limit: 0.1 * max(1, predictors[0].magnitude))
      let slope = derivative(at: predictors[0], reach: reach) {
        Double.log(item.likelihood.means(at: [$0]).slopes[0][0].magnitude)
      }
      let growth = (told.third[0] + told.mixed[0]) / c
      findings.check(
        (growth - slope.value).magnitude <= 1e-6 * max(1, growth.magnitude) + slope.error,
        "\(growth), not \(slope.value), at \(predictors)")
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Symmetric where they must be, and numbers wherever the curvature is one.
  @Test(arguments: likelihoodCases) func `they are numbers wherever the curvature is`(_ item: LikelihoodCase)
    throws
  {
    var findings = Findings()
    let k = item.likelihood.predictorCount
    for predictors in item.far {
      let c = item.likelihood.curvature(item.responses[0], at: predictors, .expected)
      guard c.entries.allSatisfy(\.isFinite) else { continue }
      let told = try item.likelihood.thirdMoments(trials: item.responses[0].trials, at: predictors)
      findings.check((told.third + told.mixed).allSatisfy { !$0.isNaN }, "not a number at \(predictors)")
      for a in 0..<k {
        for b in 0..<k {
          for m in 0..<k {
            let third = told.third[(a * k + b) * k + m]
            findings.check(
              third == told.third[(b * k + m) * k + a] && third == told.third[(m * k + b) * k + a],
              "third moments without symmetry at \(predictors)")
          }
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// s and e in the tails of the logit, where they are ±1, and of the probit, where s = −η.
  @Test func `tails are told by form`() {
    for x in [40.0, 300, 700] {
      let logit = BernoulliLikelihood(through: Logit(), trials: false).moments(trials: 1, at: x)
      #expect(logit.slopeGrowth == -1 && logit.varianceGrowth == -1)
      let below = BernoulliLikelihood(through: Logit(), trials: false).moments(trials: 1, at: -x)
      #expect(below.slopeGrowth == 1 && below.varianceGrowth == 1)
    }
    for x in [-37.0, -8, -0.5, 0.25, 6, 37] {
      let probit = BernoulliLikelihood(through: Probit(), trials: false).moments(trials: 1, at: x)
      #expect(relativeDifference(probit.slopeGrowth, -x) < 1e-13)
      let cloglog = BernoulliLikelihood(through: ComplementaryLogLog(), trials: false).moments(
        trials: 1, at: x / 10)
      #expect(relativeDifference(cloglog.slopeGrowth, 1 - Double.exp(x / 10), floor: 1e-3) < 1e-13)
      let cauchit = BernoulliLikelihood(through: Cauchit(), trials: false).moments(trials: 1, at: x)
      #expect(relativeDifference(cauchit.slopeGrowth, -2 * x / (1 + x * x)) < 1e-12)
    }
    let log = BernoulliLikelihood(through: LogProbability(), trials: false).moments(trials: 1, at: -1e-12)
    #expect(log.slopeGrowth == 1)
  }
}

extension Likelihood {
  /// The moments of third order of one row.
  func thirdMoments(trials: Double, at predictors: [Double]) throws -> (third: [Double], mixed: [Double]) {
    let count = predictorCount * predictorCount * predictorCount
    var third = Array(repeating: Double.nan, count: count)
    var mixed = third
    let moments = try #require(thirdMoments)
    do {
      var thirdSpan = third.mutableSpan
      var mixedSpan = mixed.mutableSpan
      moments.evaluateThirdMoments(
        response: (responseCount == 2 ? [0, trials] : [0]).span, predictors: predictors.span,
        third: &thirdSpan,
        mixed: &mixedSpan)
    }
    return (third, mixed)
  }
}

import GLMAlgebra
import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// The loops of the textbooks, step by step.
@Suite struct TextbookLoopTests {
  private func logit() throws -> any Likelihood { try Bernoulli().likelihood(through: Logit(), for: .values) }

  private func data() throws -> SmallData {
    let table = try FixtureTable("textbook_loop.csv")
    let rows = table.lines.map { table.numbers($0) }
    return SmallData(
      columns: (0..<3).map { j in rows.map { $0[j] } }, response: rows.map { $0[3] }, hasIntercept: false)
  }

  /// 2,000 steps on the mean loss at α = 0.1 from zero are NumPy's, to 12 digits (Tests/Fixtures/textbook_loop.py).
  @Test func gradientDescentIsNumPys() throws {
    let weights = try FixtureTable("textbook_loop_weights.csv").lines.map { Double($0[1]) ?? .nan }
    let data = try data()
    let solver = GradientDescent(learningRate: .fixed(0.1), averaging: .mean, maximumIterations: 2000)
    let fit = try Estimator(solver: solver, threads: 2).fit(try logit(), to: data.source())
    #expect(data.rowCount == 200 && fit.iterations == 2000 && fit.outcome == .iterations)
    #expect(largestDifference(fit.coefficients, Array(weights[0..<3])) < 1e-12, "\(fit.coefficients)")
    let right = zip(data.predictors(fit.coefficients), data.responses).filter {
      ($0[0] > 0) == ($1.value == 1)
    }
    #expect(Double(right.count) / 200 == weights[3])
  }

  /// θ := θ(1 − αλ) − α Σ (σ − y) x, written out, is what the solver does, and meets Newton's ridge.
  @Test func ridgeLoopMeetsNewton() throws {
    let data = try data()
    let (alpha, lambda) = (0.02, 3.0)
    let x = data.columns
    var theta = [0.0, 0, 0]
    var after100 = theta
    for step in 1...2000 {
      let eta = data.predictors(theta).map { $0[0] }
      let errors = zip(eta, data.responses).map { Double.logistic($0) - $1.value }
      theta = theta.indices.map { theta[$0] * (1 - alpha * lambda) - alpha * dot(errors, x[$0]) }
      if step == 100 { after100 = theta }
    }
    let prior = NormalPrior(precision: lambda)
    func descent(_ steps: Int) throws -> Estimate {
      let solver = GradientDescent(learningRate: .fixed(alpha), maximumIterations: steps)
      return try Estimator(prior: prior, solver: solver, threads: 1).fit(try logit(), to: data.source())
    }
    #expect(largestDifference(try descent(100).coefficients, after100) < 1e-12)
    let newton = try Estimator(prior: prior, threads: 1).fit(try logit(), to: data.source())
    #expect(newton.outcome.isOptimum)
    #expect(largestDifference(theta, newton.coefficients) < 1e-8)
    #expect(largestDifference(try descent(2000).coefficients, newton.coefficients) < 1e-8)
  }

  /// ISTA with a fixed α: θ := soft(θ − α∇, αλ), written out.
  @Test func proximalLoopIsISTA() throws {
    let data = try data()
    let (alpha, lambda) = (0.02, 4.0)
    let x = data.columns
    var theta = [0.0, 0, 0]
    for _ in 0..<300 {
      let eta = data.predictors(theta).map { $0[0] }
      let errors = zip(eta, data.responses).map { Double.logistic($0) - $1.value }
      theta = theta.indices.map { j in
        let u = theta[j] - alpha * dot(errors, x[j])
        let size = max(0, u.magnitude - alpha * lambda)
        return u < 0 ? -size : size
      }
    }
    let prior = LaplacePrior(rate: lambda)
    let solver = ProximalGradient(stepSize: .fixed(alpha), maximumIterations: 300)
    let fit = try Estimator(prior: prior, solver: solver, threads: 1).fit(try logit(), to: data.source())
    #expect(largestDifference(fit.coefficients, theta) < 1e-12, "\(fit.coefficients), \(theta)")
    let best = try Estimator(prior: prior, threads: 1).fit(try logit(), to: data.source())
    #expect(largestDifference(best.coefficients, theta, floor: 1) < 1e-8)
  }

  /// A learning rate that is too large ends with the last good point and says so.
  @Test func tooLargeARateStalls() throws {
    let data = try data()
    let solver = GradientDescent(learningRate: .fixed(5), averaging: .sum)
    let fit = try Estimator(solver: solver, threads: 1).fit(try logit(), to: data.source())
    guard case .stalled(let why) = fit.outcome else {
      Issue.record("\(fit.outcome)")
      return
    }
    #expect(why.contains("learning rate") && fit.loss.isFinite)
  }
}

import GLMEstimation
import GLMFamilies
import GLMModel
import Testing

/// Verdicts that an earlier engine got wrong.
@Suite struct ExistenceRegressionTests {
  private func outcome(
    _ link: some Link, _ columns: [[Double]], _ y: [Double], _ solver: any Solver = Newton()
  ) throws -> Outcome {
    let likelihood = try Bernoulli().likelihood(through: link, for: .values)
    return try Estimator(solver: solver).fit(likelihood, to: Matrix(columns: columns).source(response: y))
      .outcome
  }

  /// Residuals of the separated rows underflow, and the columns' scales are equal: a certificate that tried one pattern
  /// of rounding errors held by accident.
  @Test func underflowIsNoProof() throws {
    let x: [Double] = [-1, 2, 2, 2, 1, -1, -1, -1, 1]
    let y: [Double] = [1, 1, 1, 1, 1, 0, 0, 0, 1]
    for solver in [Newton(), LBFGS()] as [any Solver] {
      #expect(try outcome(.cloglog, [x], y, solver).name == "infinite")
    }
  }

  /// The reference level is pure, so that the intercept and the other levels run off together: no single column is
  /// flat, only their combination.
  @Test func aPureReferenceLevel() throws {
    let level = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 1, 2]
    let y: [Double] = [0, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0]
    let z: [Double] = [0.3, -1.2, 0.8, 0.1, -0.4, 1.1, 0.6, -0.9, 0.2, 1.4, -0.7, 0.5, -1.5, 0.9]
    let dummies = [1, 2].map { l in level.map { $0 == l ? 1.0 : 0 } }
    for link in [Logit(), Probit(), ComplementaryLogLog()] as [any Link] {
      let found = try outcome(link, dummies + [z], y)
      guard case .infinite(let recession) = found else {
        Issue.record("\(link.name): \(found)")
        continue
      }
      #expect(!recession.isComplete && recession.rows == 4)
      #expect(abs(recession.direction[0] + 1) < 1e-6 && abs(recession.direction[3]) < 1e-6)
    }
  }

  /// A probability far below those beside it is lost to a sum, and must not cost the certificate.
  @Test func smallReferenceClasses() throws {
    let x: [Double] = [-8, -7, -6, -1, 0, 1, 0.5, 6, 7, 8, -0.2, 0.3]
    let classes: [Double] = [1, 2, 1, 0, 1, 2, 0, 2, 1, 2, 2, 0]
    let scaled = x.map { $0 * 40 }
    let fit = try Estimator().fit(
      CategoricalLikelihood(classes: 3), to: Matrix(columns: [scaled]).source(response: classes))
    #expect(fit.outcome == .optimum(isGlobal: true))
  }
}

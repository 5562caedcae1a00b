import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Two ways to say the same likelihood say the same.
@Suite struct AgreementTests {
  /// Every row of `first` and `second` at the same place, to a relative `tolerance` of the row's own size.
  private func expectEqual(
    _ first: any Likelihood, _ second: any Likelihood, _ responses: [RowResponse], _ predictors: [[Double]],
    tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var findings = Findings()
    for response in responses {
      for at in predictors {
        for kind in first.curvatures.intersection(second.curvatures) {
          let (a, b) = (
            first.rows([response], at: [at], .curvature(kind)).all,
            second.rows([response], at: [at], .curvature(kind)).all
          )
          findings.check(
            largestDifference(a, b, floor: 1e-300) <= tolerance, "\(response) at \(at): \(a), \(b)")
        }
        let (a, b) = (first.means(at: at), second.means(at: at))
        findings.check(relativeDifference(a.means.last!, b.means.last!) <= tolerance, "means at \(at)")
        findings.check(
          relativeDifference(a.slopes.last![0], b.slopes.last![0]) <= tolerance, "slopes at \(at)")
      }
    }
    #expect(findings.isClean, "\(findings)", sourceLocation: sourceLocation)
  }

  private let line: [[Double]] = stride(from: -30.0, through: 30, by: 2.3).map { [$0] }

  @Test func chainRuleIsPoissonLog() {
    expectEqual(
      LinkedLikelihood(family: Poisson(), link: Log()), PoissonLogLikelihood(),
      [0, 1, 3, 1000].map { RowResponse($0) }, line + [[-300], [100], [300], [600]], tolerance: 1e-12)
  }

  @Test func chainRuleIsBernoulliLogitNearZero() throws {
    expectEqual(
      LinkedLikelihood(family: Bernoulli(), link: Logit()),
      try Bernoulli().likelihood(through: Logit(), for: .values), [RowResponse(0), RowResponse(1)],
      line.filter { $0[0].magnitude < 6 }, tolerance: 1e-12)
  }

  @Test func twoClassesAreBernoulli() throws {
    expectEqual(
      CategoricalLikelihood(classes: 2), try Bernoulli().likelihood(through: Logit(), for: .values),
      [RowResponse(0), RowResponse(1)], line + [[-700], [700], [-40], [40], [1e-8]], tolerance: 1e-12)
  }

  @Test func identityIsLeastSquares() throws {
    let likelihood = try Gaussian().likelihood(through: Identity(), for: .values)
    for at in line {
      let row = likelihood.rows([RowResponse(3)], at: [at], .curvature(.expected))
      #expect(row.all == [0.5 * (3 - at[0]) * (3 - at[0]), 3 - at[0], 1])
    }
  }

  /// Successes of trials are so many rows of one trial, less the loss of the saturated fit.
  @Test(arguments: [Logit(), Probit(), ComplementaryLogLog()] as [any Link]) func trialsAreRows(
    _ link: any Link
  ) throws {
    let one = try Bernoulli().likelihood(through: link, for: .values)
    let many = try Bernoulli().likelihood(through: link, for: .successesOfTrials)
    for at in line where at[0].magnitude < 5 {
      let hit = one.rows([RowResponse(1)], at: [at], .curvature(.observed))
      let miss = one.rows([RowResponse(0)], at: [at], .curvature(.observed))
      let row = many.rows([RowResponse(2, trials: 5)], at: [at], .curvature(.observed))
      let entropy = 2 * Double.log(0.4) + 3 * Double.log(0.6)
      let loss = 2 * hit.loss[0] + 3 * miss.loss[0] + entropy
      #expect((row.loss[0] - loss).magnitude < 1e-14 * (10 + 2 * hit.loss[0] + 3 * miss.loss[0]))
      #expect(
        (row.residual[0][0] - 2 * hit.residual[0][0] - 3 * miss.residual[0][0]).magnitude
          < 1e-14 * (2 * hit.residual[0][0].magnitude + 3 * miss.residual[0][0].magnitude))
      #expect(
        relativeDifference(row.curvature[0][0], 2 * hit.curvature[0][0] + 3 * miss.curvature[0][0]) < 1e-14)
    }
  }

  /// The same bits whether the link is named or in an existential, and through a wrapper that knows no tails only
  /// where it says it does not.
  @Test func existentialsChooseTheSameLikelihood() throws {
    for item in probabilityLinkCases {
      guard let link = item.link.probability else { continue }
      let box: any Family = Bernoulli()
      for shape in [ResponseShape.values, .successesOfTrials] {
        let direct = link.bernoulli(trials: shape == .successesOfTrials)
        let boxed = try box.likelihood(through: item.link, for: shape)
        let model = try FamilyWithLink(box, item.link).likelihood(for: shape)
        for x in item.predictors {
          let rows = [direct, boxed, model].map {
            $0.rows([RowResponse(1, trials: 3)], at: [[x]], .curvature(.observed)).all
          }
          #expect(sameBits(rows[0], rows[1]) && sameBits(rows[0], rows[2]), "\(item) at \(x)")
        }
      }
    }
    // Identity and Log as links of a family know their probability forms.
    let log = try Bernoulli().likelihood(through: Log(), for: .values)
    #expect(log.loss(RowResponse(0), at: [-1e-20]) == -Double.log(1e-20))
  }

  /// The loop over a block is the function of one row.
  @Test func blockLoopIsTheRow() {
    let likelihood = PoissonLogLikelihood()
    for at in line {
      let row = likelihood.withoutVectors.rows([RowResponse(4)], at: [at], .curvature(.observed))
      let terms = likelihood.terms(4, at[0], .observed)
      #expect(row.all == [terms.loss, terms.residual, terms.curvature])
    }
  }
}

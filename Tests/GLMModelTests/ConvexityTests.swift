import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// A loss says that it is convex exactly where it is.
@Suite struct ConvexityTests {
  static let truths: [(family: any Family, link: any Link, isConvex: Bool)] = [
    (Gaussian(), Identity(), true), (Gaussian(), Log(), false), (Gaussian(), Inverse(), false),
    (Gaussian(), SquareRoot(), false), (Poisson(), Log(), true), (Poisson(), Identity(), true),
    (Poisson(), SquareRoot(), true), (Poisson(), Power(0.3), true), (Poisson(), Inverse(), false),
    (Poisson(), Power(1.2), false), (Gamma(), Inverse(), true), (Gamma(), Log(), true),
    (Gamma(), Power(-0.5), true),
    (Gamma(), Identity(), false), (Gamma(), InverseSquare(), false),
    (InverseGaussian(), InverseSquare(), true),
    (InverseGaussian(), Inverse(), true), (InverseGaussian(), Power(-1.5), true),
    (InverseGaussian(), Log(), false),
    (InverseGaussian(), Identity(), false), (NegativeBinomial(theta: 2), Log(), true),
    (NegativeBinomial(theta: 2), Identity(), false), (NegativeBinomial(theta: 2), SquareRoot(), false),
    (NegativeBinomial(theta: 2), Inverse(), false), (Tweedie(power: 1), Log(), true),
    (Tweedie(power: 1.4), Log(), true),
    (Tweedie(power: 2), Log(), true), (Tweedie(power: 2.1), Log(), false),
    (Tweedie(power: -0.5), Log(), false),
    (Tweedie(power: 1.3), Power(-0.3), true), (Tweedie(power: 1.7), Power(-0.7), true),
    (Tweedie(power: 1.3), Power(0.7), true), (Tweedie(power: 1.3), Power(-0.4), false),
    (Tweedie(power: 1.3), Identity(), false), (Bernoulli(), Logit(), true), (Bernoulli(), Probit(), true),
    (Bernoulli(), ComplementaryLogLog(), true), (Bernoulli(), LogLog(), true),
    (Bernoulli(), Cauchit(), false),
    (Bernoulli(), Log(), true), (Bernoulli(), Identity(), true), (Bernoulli(), SquareRoot(), true),
    (Bernoulli(), Power(1.5), false), (Bernoulli(), Inverse(), false), (QuasiBernoulli(), LogLog(), true),
    (QuasiBernoulli(), Cauchit(), false), (QuasiPoisson(), Log(), true), (QuasiPoisson(), Inverse(), false),
    (quasi("mu^2"), Log(), true), (quasi("mu^3"), Log(), false), (quasi("mu(1-mu)"), Logit(), true),
    (quasi("mu^2/3+mu"), Log(), true), (quasi("mu+2*mu^2"), Identity(), false),
    (quasi("1"), Identity(), true), (quasi("7"), Identity(), true),
    (quasi("3*mu"), Log(), true), (quasi("3*mu"), Identity(), true), (quasi("2*mu^2"), Inverse(), true),
    (quasi("2*mu^3"), Log(), false), (quasi("7"), Log(), false),
    (quasi("mu+mu^1.5"), Log(), true), (quasi("2*mu+mu^2"), Log(), true),
    (quasi("mu+3*mu^1.5+mu^2/7"), Log(), true), (quasi("mu+mu^1.5"), Power(0.3), true),
    (quasi("mu+mu^1.5"), Power(0.7), false), (quasi("2*mu+mu^2"), Identity(), false),
    (quasi("mu+mu^3"), Log(), false), (quasi("1+mu"), Log(), false),
  ]

  @Test func `every pair says whether it is convex`() throws {
    for (family, link, isConvex) in Self.truths {
      let likelihood = try family.likelihood(through: link, for: .values)
      #expect(likelihood.isConvex == isConvex, "\(family.name) through \(link.name)")
    }
  }

  /// Where it says no, some response has a loss that bends down somewhere. (Where it says yes, none has: that is a law
  /// of curvatures.)
  @Test func `what is not convex bends down`() throws {
    for (family, link, isConvex) in Self.truths where !isConvex {
      let likelihood = try family.likelihood(through: link, for: .values)
      let responses = [0, 1e-6, 0.3, 1, 12, 1e7].filter { likelihood.complaint(RowResponse($0)) == nil }
      let grid =
        stride(from: -30.0, through: 30, by: 0.5).map { $0 }
        + stride(from: -30.0, through: 30, by: 0.5).map { Double.exp($0) }
      let bends = responses.contains { response in
        grid.contains { x in
          guard likelihood.domain.contains([x]), x != 0 else { return false }
          let row = likelihood.rows([RowResponse(response)], at: [[x]], .curvature(.observed)).curvature[0][0]
          return row < 0
        }
      }
      #expect(bends, "\(family.name) through \(link.name)")
    }
  }

  @Test(arguments: ["mu+mu^1.5", "2*mu+mu^2", "mu+3*mu^1.5+mu^2/7"])
  func `sums of powers from 1 to 2 do not bend down`(_ variance: String) throws {
    let likelihood = try Quasi(variance: variance).likelihood(through: Log(), for: .values)
    for response in [0, 1e-6, 0.3, 1, 12, 1e7] {
      for predictor in stride(from: -30.0, through: 30, by: 0.25) {
        let rows = likelihood.rows([RowResponse(response)], at: [[predictor]], .curvature(.observed))
        let bound = -1e-14 * rows.residual[0][0].magnitude
        #expect(rows.curvature[0][0] >= bound, "\(response) at \(predictor)")
      }
    }
  }

  /// Edges belong to the domain where the mean on them is a possible response with a finite loss.
  @Test func `domains end where means do`() throws {
    func domain(_ family: any Family, _ link: any Link) throws -> PredictorDomain {
      try family.likelihood(through: link, for: .values).domain
    }
    for link in [SquareRoot(), Identity(), Power(0.3), Power(2)] as [any Link] {
      for family in [Poisson(), NegativeBinomial(theta: 1), Tweedie(power: 1.9), QuasiPoisson()]
        as [any Family]
      {
        let domain = try domain(family, link)
        #expect(
          domain.contains([0]) && domain.contains([1e300]) && !domain.contains([-1e-300]), "\(family.name)")
      }
      for family in [Gamma(), InverseGaussian(), Tweedie(power: 2), quasi("mu^2")] as [any Family] {
        let domain = try domain(family, link)
        #expect(!domain.contains([0]) && domain.contains([1e-300]), "\(family.name)")
      }
    }
    for link in [Inverse(), InverseSquare(), Power(-0.3)] as [any Link] {
      for family in [Gaussian(), Poisson(), Gamma(), NegativeBinomial(theta: 1)] as [any Family] {
        let domain = try domain(family, link)
        #expect(!domain.contains([0]) && domain.contains([1e-300]), "\(family.name)")
      }
    }
    for family in [Gaussian(), Tweedie(power: 0), quasi("1"), quasi("1+mu^2")] as [any Family] {
      #expect(try domain(family, Identity()).isEverywhere, "\(family.name)")
    }
    for family in [Gamma(), NegativeBinomial(theta: 1), Tweedie(power: 1.5), quasi("mu+mu^2")] as [any Family]
    {
      #expect(
        try domain(family, Log()).isEverywhere && domain(family, Power(0)).isEverywhere, "\(family.name)")
    }
    let falling = try domain(Bernoulli(), Inverse())
    #expect(falling.contains([1]) && falling.contains([1e300]) && !falling.contains([1 - 1e-15]))
    let wedderburn = try domain(quasi("mu^2*(1-mu)^2"), Inverse())
    #expect(!wedderburn.contains([1]) && wedderburn.contains([1.001]))
  }
}

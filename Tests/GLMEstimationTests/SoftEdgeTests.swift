import GLMAlgebra
import GLMEstimation
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Edges of the domain on which a loss is finite, where a fit can come to rest without being stopped.
@Suite struct SoftEdgeTests {
  private static let groups = SmallData(columns: [[0, 0, 0, 1, 1, 1]], response: [0, 0, 0, 3, 5, 2])

  /// A group of zeros has the mean 0, which no finite standard error belongs to.
  @Test(arguments: [SquareRoot(), Identity(), Power(0.7), Power(0.3)] as [any Link], [1.0, 1.3, 1.5])
  func `a group of zeros lies on the edge`(link: any Link, power: Double) throws {
    let family: any Family = power == 1 ? Poisson() : Tweedie(power: power)
    let likelihood = try family.likelihood(through: link, for: .values)
    let fit = try Estimator(threads: 1).fit(likelihood, to: Self.groups.source())
    #expect(fit.outcome.name == "boundary", "\(fit.outcome) at \(fit.coefficients)")
    #expect(fit.inverseInformation == nil)
    let mean = likelihood.means(at: [fit.coefficients[0]]).means[0]
    #expect(mean >= 0 && mean < 1e-4)
  }

  @Test(arguments: [SquareRoot(), Identity()] as [any Link])
  func `so does one of negative binomial counts`(link: any Link) throws {
    let likelihood = try NegativeBinomial(theta: 2).likelihood(through: link, for: .values)
    let fit = try Estimator(threads: 1).fit(likelihood, to: Self.groups.source())
    #expect(fit.outcome.name == "boundary", "\(fit.outcome) at \(fit.coefficients)")
  }

  /// Small means are means: nine orders of magnitude apart, and both inside.
  @Test(arguments: [SquareRoot(), Identity()] as [any Link])
  func `small means are not on the edge`(link: any Link) throws {
    let data = SmallData(columns: [[0, 0, 1, 1]], response: [1e-9, 3e-9, 1, 3])
    let likelihood = try QuasiPoisson().likelihood(through: link, for: .values)
    let fit = try Estimator(threads: 1).fit(likelihood, to: data.source())
    #expect(fit.outcome == .optimum(isGlobal: true), "\(fit.outcome)")
    #expect((likelihood.means(at: [fit.coefficients[0]]).means[0] / 2e-9 - 1).magnitude < 1e-6)
  }
}

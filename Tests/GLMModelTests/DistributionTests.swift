import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Distributions of responses against sixty digits, and their quantiles where sums would take for ever.
@Suite struct DistributionTests {
  private static let families: [any Family] = [
    Gamma(), InverseGaussian(), Poisson(), Bernoulli(), NegativeBinomial(theta: 0.05),
    NegativeBinomial(theta: 2),
    NegativeBinomial(theta: 1e7),
  ]

  @Test func `densities and probabilities agree with sixty digits`() throws {
    var findings = Findings()
    for line in try FixtureTable("distributions.csv").lines {
      let family = try #require(Self.families.first { $0.name == line[0] }, "\(line[0])")
      let distribution = try #require(family.distribution)
      let values = Array(line[1...].map { Double($0) ?? .nan })
      let (trials, mean, dispersion, y) = (values[0], values[1], values[2], values[3])
      let response = RowResponse(y, trials: trials)
      let density = distribution.logDensity(response, means: [mean], dispersion: dispersion)
      findings.check(
        (density - values[4]).magnitude <= 4e-14 * (1 + values[4].magnitude),
        "\(line): log density \(density)")
      // y/(φμ) is rounded before it is a gamma variable, and the wider that is spread the less it matters.
      let rounding = 1e-14 * (1 + Double.log(values[5]).magnitude) + 4 * .ulpOfOne / dispersion
      let cumulative = distribution.cumulative(response, means: [mean], dispersion: dispersion)
      findings.check(
        (cumulative - values[5]).magnitude <= rounding * values[5], "\(line): P = \(cumulative)")
      if values[5] > 1e-9, values[5] < 1 - 1e-9, !family.support.isWhole {
        let quantile = distribution.quantile(values[5], trials: trials, means: [mean], dispersion: dispersion)
        findings.check((quantile / y - 1).magnitude < 1e-6, "\(line): quantile \(quantile)")
      }
    }
    #expect(findings.looked > 600)
    #expect(findings.isClean, "\(findings)")
  }

  /// Large means and trials take no longer than small ones.
  @Test func `quantiles of large counts`() {
    for mean in [1e6, 1e12, 1e15] {
      for (distribution, deviation) in [
        (PoissonDistribution(), mean.squareRoot()),
        (NegativeBinomialDistribution(theta: 1e9), (mean + mean * mean * 1e-9).squareRoot()),
      ] as [(any Distribution, Double)] {
        for z in [-3.0, 0, 2] {
          let k = distribution.quantile(Normal.cumulative(z), trials: 1, means: [mean], dispersion: 1)
          #expect(((k - mean) / deviation - z).magnitude < 2e-2, "\(k)")
          let at = distribution.cumulative(RowResponse(k), means: [mean], dispersion: 1)
          let below = distribution.cumulative(RowResponse(k - 1), means: [mean], dispersion: 1)
          #expect(at >= Normal.cumulative(z) && below < Normal.cumulative(z))
        }
      }
    }
    let half = BinomialDistribution().quantile(0.5, trials: 1e12, means: [0.25], dispersion: 1)
    #expect(half == 2.5e11)
  }

  @Test func `hostile arguments give a number or none`() {
    let values: [Double] = [-1, 0, 1e-300, 0.5, 1, 3.7, 1e16, 1e300, .infinity, .nan]
    for family in Self.families {
      guard let distribution = family.distribution else { continue }
      for mean in values {
        for y in values {
          for dispersion in [0, 1e-300, 1, 1e300, .infinity, .nan] as [Double] {
            let p = distribution.cumulative(RowResponse(y, trials: 5), means: [mean], dispersion: dispersion)
            #expect(p.isNaN || (p >= 0 && p <= 1), "\(family.name) P(\(y)) = \(p) at \(mean), \(dispersion)")
            _ = distribution.logDensity(RowResponse(y, trials: 5), means: [mean], dispersion: dispersion)
            _ = distribution.quantile(y, trials: 5, means: [mean], dispersion: dispersion)
          }
        }
      }
    }
  }
}

import GLMAlgebra
import GLMFamilies
import GLMModel
import GLMTestSupport
import Testing

/// Residuals at linear predictors in twice the precision.
@Suite struct PreciseRowTests {
  /// Exact in binary, and more digits than a double has.
  @Test func `least squares give the residual exactly`() throws {
    let families: [any Family] = [Gaussian(), quasi("1"), Tweedie(power: 0)]
    for family in families {
      let likelihood = try family.likelihood(through: Identity(), for: .values)
      #expect(
        likelihood.preciseRow(RowResponse(1), at: 0x1p-60, low: 0x1p-112)
          == PreciseRow(loss: 0.5, residual: 1, residualLow: -0x1p-60 - 0x1p-112, curvature: 1))
      // At the response itself only the low part is left.
      let near = likelihood.preciseRow(RowResponse(1e15), at: 1e15, low: 0x1.8p-30)
      #expect(
        near == PreciseRow(loss: 0x1.2p-60, residual: -0x1.8p-30, residualLow: 0, curvature: 1),
        "\(family.name)")
      // Beyond the range of numbers it is what the row itself says.
      let far = likelihood.preciseRow(RowResponse(1e308), at: -1.7e308, low: 1e280)
      #expect(far == PreciseRow(loss: .infinity, residual: .infinity, residualLow: 0, curvature: 1))
    }
  }

  private static let families: [any Family] =
    [Poisson(), QuasiPoisson(), Gamma(), InverseGaussian(), Gaussian()]
    + [1.5, 2.7].map { Tweedie(power: $0) } + [2, 1e9].map { NegativeBinomial(theta: $0) }

  /// Through the logarithm the residual has 29 digits of the terms it is the difference of, and the loss is right to
  /// 1e-13, or as those digits allow, however near the response is to the mean.
  @Test func `residuals through the logarithm agree with eighty digits`() throws {
    var findings = Findings()
    for line in try FixtureTable("precise_rows.csv").lines {
      let family = try #require(Self.families.first { $0.name == line[0] }, "\(line[0])")
      let likelihood = try family.likelihood(through: Log(), for: .values)
      let v = line[1...].map { Double($0) ?? .nan }
      let row = likelihood.preciseRow(RowResponse(v[0]), at: v[1], low: v[2])
      let error = ((row.residual - v[4]) + (row.residualLow - v[5])).magnitude
      findings.check(error <= 1e-29 * v[6], "\(line): \(row.residual), \(row.residualLow)")
      // What 29 digits of the residual say of a loss that is its square.
      let size = 1e-29 * v[6]
      let bound = 1e-13 * v[3] + size * (2 * v[4].magnitude + size) / row.curvature
      findings.check((row.loss - v[3]).magnitude <= bound, "\(line): loss \(row.loss)")
      let usual = likelihood.rows([RowResponse(v[0])], at: [[v[1]]], .curvature(.expected)).curvature[0][0]
      findings.check(row.curvature == usual, "\(line): curvature \(row.curvature), not \(usual)")
    }
    #expect(findings.looked > 2000)
    #expect(findings.isClean, "\(findings)")
  }

  /// Where a likelihood has no form of its own the low part is first order, and where it has one they agree.
  @Test(arguments: likelihoodCases.filter { $0.likelihood.predictorCount == 1 })
  func `residuals move with the low part`(_ item: LikelihoodCase) {
    var findings = Findings()
    for (response, predictors) in item.pairs(item.predictors) {
      let x = predictors[0]
      for low in [0, 0.25 * x.ulp, -0.5 * x.ulp] {
        for kind in item.likelihood.curvatures {
          let row = item.likelihood.preciseRow(response, at: x, low: low, kind)
          let usual = item.likelihood.rows([response], at: [[x]], .curvature(.observed))
          let (r, c) = (usual.residual[0][0], usual.curvature[0][0])
          let bound = 1e-13 * (r.magnitude + c.magnitude + response.value.magnitude) + 1e-300
          findings.check(
            (row.residual + row.residualLow - (r - c * low)).magnitude <= bound,
            "\(response) at \(x) + \(low): \(row.residual), not \(r)")
          findings.check(
            (row.loss - usual.loss[0]).magnitude <= 1e-13 * (1 + usual.loss[0] + r.magnitude),
            "\(response) at \(x) + \(low): loss \(row.loss), not \(usual.loss[0])")
          findings.check(row.residualLow.magnitude <= 4 * (r.ulp + c.magnitude * x.ulp), "\(row)")
        }
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// Far out nothing is NaN, in the low part neither.
  @Test(arguments: likelihoodCases.filter { $0.likelihood.predictorCount == 1 })
  func `low parts are never NaN`(_ item: LikelihoodCase) {
    var findings = Findings()
    for (response, predictors) in item.pairs(item.far + item.beyond) {
      let low = 0.25 * predictors[0].ulp
      let row = item.likelihood.preciseRow(response, at: predictors[0], low: low, .observed)
      findings.check(
        !row.loss.isNaN && !row.residual.isNaN && row.residualLow.isFinite && !row.curvature.isNaN,
        "\(response) at \(predictors): \(row)")
    }
    #expect(findings.isClean, "\(findings)")
  }
}

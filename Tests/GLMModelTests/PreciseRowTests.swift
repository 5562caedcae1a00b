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
}

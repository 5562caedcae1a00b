import GLMAlgebra
import GLMModel

/// A constant variance through the identity: loss (y − η)²/2, residual y − η, both curvatures 1.
///
/// The residual is a difference of known numbers, and at predictors in twice the precision so is it.
struct LeastSquaresLikelihood: ScalarLikelihood {
  private let family: any Family

  init(_ family: any Family) { self.family = family }

  var support: Support { family.support }
  var curvatures: Set<Curvature> { [.expected, .observed] }
  var isConvex: Bool { true }
  var hasConstantCurvature: Bool { true }
  var hasOneCurvature: Bool { true }
  var dispersion: Dispersion { family.dispersion }
  var distribution: (any Distribution)? { family.distribution }
  var preciseError: Double { 0x1p-100 }

  func terms(_ response: Double, _ predictor: Double, _ curvature: Curvature?) -> ScalarTerms {
    let residual = response - predictor
    return ScalarTerms(loss: 0.5 * residual * residual, residual: residual, curvature: 1)
  }

  func evaluatePrecisely(
    response: Span<Double>, predictors: Span<Double>, low: Span<Double>, kind: Curvature,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    residualLow: inout MutableSpan<Double>, curvature: inout MutableSpan<Double>
  ) {
    for i in 0..<loss.count {
      let gap = DoubleDouble.sum(response[i], -predictors[i]) - DoubleDouble(low[i])
      curvature[i] = 1
      guard gap.isFinite else {
        let row = terms(response[i], predictors[i], nil)
        (loss[i], residual[i], residualLow[i]) = (row.loss, row.residual, 0)
        continue
      }
      residual[i] = gap.high
      residualLow[i] = gap.low
      loss[i] = 0.5 * gap.high * gap.high
    }
  }

  func mean(_ predictor: Double) -> (mean: Double, slope: Double) { (predictor, 1) }

  func start(response: Span<Double>, predictors: inout MutableSpan<Double>) {
    for i in 0..<predictors.count {
      predictors[i] = family.startingMean(response[i], inside: .real)
    }
  }

  func isOrdinary(_ response: Span<Double>, rows: Int) -> Bool { support.containsAll(response) }

  func pearson(_ response: RowResponse, at predictors: (Int) -> Double) -> Double? {
    let residual = response.value - predictors(0)
    return residual * residual
  }

  func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? {
    family.logNormalizer(response, weight: weight, dispersion: dispersion)
  }

  func likelihoodDispersion(deviance: Double, observations: Double, totalWeight: Double) -> Double {
    family.likelihoodDispersion(deviance: deviance, observations: observations, totalWeight: totalWeight)
  }
}

/// The slope and the variance do not change: there is no bias to take off.
extension LeastSquaresLikelihood: ScalarThirdMoments {
  var thirdMoments: (any ThirdMoments)? { self }

  func moments(trials: Double, at predictor: Double) -> RowMoments {
    RowMoments(curvature: 1, slopeGrowth: 0, varianceGrowth: 0)
  }

  func normalizerDerivatives(precision: Double) -> NormalizerDerivatives? {
    family.normalizerDerivatives(precision: precision)
  }
}

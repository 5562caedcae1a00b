import GLMAlgebra
import GLMModel

/// What the short path asks of a likelihood, asked once. An object, so that many fits share it at no cost.
final class CompactModel: Sendable {
  let likelihood: any Likelihood
  /// The curvature far from the optimum, whose matrix at the end tells the standard errors; and the one near it.
  let far: Curvature
  let near: Curvature
  /// Whether the curvature near the optimum is the derivative of the residual.
  let isNewton: Bool
  /// Whether responses are 0 or 1 and the predictor is the logarithm of the odds, or nearly: what discriminant analysis
  /// estimates.
  let isLogistic: Bool
  let dispersion: Dispersion
  let preciseError: Double
  let largestCurvatureRatio: Double?
  /// The share r²/c of a row above which it counts no more as noise.
  let limit: Double

  /// Nil for a likelihood that the short path is not for: of several predictors, with an edge, or not known to be convex.
  init?(_ likelihood: any Likelihood) {
    guard likelihood.predictorCount == 1, likelihood.isConvex, likelihood.domain.isEverywhere else {
      return nil
    }
    self.likelihood = likelihood
    let hasOne = likelihood.hasOneCurvature
    // A set is made of memory: it is asked for only where it says something.
    let curvatures = hasOne ? [] : likelihood.curvatures
    far = hasOne ? .expected : curvatures.preferred
    isNewton = hasOne || curvatures.contains(.observed)
    near = hasOne ? .expected : curvatures.nearOptimum
    isLogistic = hasOne && likelihood.responseCount == 1 && likelihood.support == .binary
    dispersion = likelihood.dispersion
    preciseError = likelihood.preciseError
    largestCurvatureRatio = likelihood.largestCurvatureRatio
    limit = dispersion.largestShare
  }

  /// What one unit of log-likelihood is on the scale of the loss.
  func scale(of value: Double, rows: Int, totalWeight: Double) -> Double {
    dispersion.unit(of: value, rows: rows, totalWeight: totalWeight)
  }
}

extension Estimator {
  /// Whether the short path may answer for this estimator at all.
  var allowsCompactFits: Bool {
    solver == nil && start == nil && prior.isFlat && !prior.hasKink && method == .maximumLikelihood
      && wantsInference
      && weightKind != .sampling && options.progress == nil && options.maximumIterations == nil
      && omission.isDisjoint(with: [.existence, .refinement, .compact])
  }
}

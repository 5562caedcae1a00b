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
    let curvatures = likelihood.curvatures
    self.likelihood = likelihood
    far = curvatures.preferred
    isNewton = curvatures.contains(.observed)
    near = curvatures.nearOptimum
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

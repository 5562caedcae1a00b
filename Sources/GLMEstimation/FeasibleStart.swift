import GLMAlgebra
import GLMModel

/// A point inside the domain, for links whose means are restricted: the squared violation of the domain's
/// half-spaces, with a margin, is a loss like any other and is minimized by the same engine.
enum FeasibleStart {
  static func find(
    _ objective: ModelObjective, from start: [Double], options: SolverOptions
  ) throws -> [Double] {
    for margin in [1, 0.1, 0.01, 1e-3, 1e-5] {
      let violation = ModelObjective(
        source: objective.source,
        likelihood: DomainViolation(base: objective.likelihood, margin: margin), prior: FlatPrior(),
        frame: objective.frame, threads: objective.threads, totalWeight: objective.totalWeight)
      var quiet = options
      quiet.progress = nil
      quiet.maximumIterations = 100
      let result = try Newton().minimize(violation, from: start, options: quiet)
      if try objective.evaluate(result.point, .loss).value.isFinite { return result.point }
    }
    throw FitError.noFeasibleStart
  }
}

/// ½ Σ max(0, a · η − b + margin)² over the constraints of another likelihood's domain.
struct DomainViolation: Likelihood {
  let base: any Likelihood
  let margin: Double

  var predictorCount: Int { base.predictorCount }
  var responseCount: Int { base.responseCount }
  var support: Support { base.support }
  var curvatures: Set<Curvature> { [.expected, .observed] }
  var isConvex: Bool { true }
  var dispersion: Dispersion { .known(1) }

  func evaluate(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    let rows = loss.count
    let planes = base.predictorCount
    let constraints = base.domain.constraints
    for i in 0..<rows {
      loss[i] = 0
      if order.wantsResidual { for k in 0..<planes { residual[k * rows + i] = 0 } }
      if order.wantedCurvature != nil {
        // A trace of curvature everywhere keeps the information regular.
        for k in 0..<planes {
          for l in 0...k { curvature[PackedSymmetric.index(k, l) * rows + i] = k == l ? 1e-8 : 0 }
        }
      }
      for constraint in constraints {
        var excess = margin - constraint.bound
        for k in 0..<planes { excess += constraint.normal[k] * predictors[k * rows + i] }
        guard excess > 0 else { continue }
        loss[i] += 0.5 * excess * excess
        if order.wantsResidual {
          for k in 0..<planes { residual[k * rows + i] -= excess * constraint.normal[k] }
        }
        if order.wantedCurvature != nil {
          for k in 0..<planes {
            for l in 0...k {
              curvature[PackedSymmetric.index(k, l) * rows + i] += constraint.normal[k] * constraint.normal[l]
            }
          }
        }
      }
    }
  }

  func evaluateMeans(
    predictors: Span<Double>, means: inout MutableSpan<Double>, slopes: inout MutableSpan<Double>
  ) {
    for i in 0..<means.count { means[i] = predictors[i] }
  }

  func start(response: Span<Double>, predictors: inout MutableSpan<Double>) {
    base.start(response: response, predictors: &predictors)
  }
}

import GLMAlgebra

/// A family through a link, by the chain rule: residual (y − μ)μ′/V, expected curvature μ′²/V, observed curvature
/// μ′²/V − (y − μ)(μ″V − μ′²V′)/V² (Docs/Mathematics.md, "Other links: the chain rule").
///
/// Not generic itself: the block function is a closure that the initializer specializes, which keeps any user's
/// family as fast as one that the engine knows.
public struct LinkedLikelihood: Likelihood {
  @usableFromInline let block: LikelihoodBlock
  @usableFromInline let meanBlock:
    @Sendable (Span<Double>, inout MutableSpan<Double>, inout MutableSpan<Double>) -> Void
  @usableFromInline let pearsonOfRow: @Sendable (Double, Double) -> Double
  @usableFromInline let family: any Family
  @usableFromInline let link: any Link
  /// The means that both the family and the link can have.
  @usableFromInline let range: MeanRange
  public let domain: PredictorDomain
  public let isConvex: Bool

  /// - Parameter isConvex: whether the pair is known to have a loss convex in η for every response.
  @inlinable
  public init<F: Family, L: Link>(family: F, link: L, isConvex: Bool = false) {
    self.family = family
    self.link = link
    self.isConvex = isConvex
    range = MeanRange(
      support: family.support, startingMean: { family.startingMean($0, inside: $1) }, link: link)
    domain = range.domain
    let rises = range.isIncreasing
    block = { response, predictors, order, loss, residual, curvature in
      let wantsResidual = order.wantsResidual
      let kind = order.wantedCurvature
      for i in 0..<loss.count {
        let y = response[i]
        let inverse = link.inverse(predictors[i])
        let mean = inverse.mean
        guard mean.isFinite else {
          loss[i] = .infinity
          if wantsResidual { residual[i] = (mean > 0) == rises ? -.infinity : .infinity }
          if kind != nil { curvature[i] = .infinity }
          continue
        }
        loss[i] = 0.5 * family.unitDeviance(y, mean)
        guard wantsResidual else { continue }
        guard kind == .observed else {
          let variance = family.variance(mean)
          guard variance > 0, variance < .infinity else {
            let edge = Self.edge(y - mean, inverse, family.variance(Jet(variable: mean)))
            residual[i] = edge.residual
            if kind != nil { curvature[i] = edge.expected }
            continue
          }
          let ratio = inverse.slope / variance
          residual[i] = (y - mean) * ratio
          if kind != nil { curvature[i] = inverse.slope * ratio }
          continue
        }
        let variance = family.variance(Jet(variable: mean))
        guard variance.value > 0, variance.value < .infinity else {
          let edge = Self.edge(y - mean, inverse, variance)
          residual[i] = edge.residual
          curvature[i] = edge.observed
          continue
        }
        let ratio = inverse.slope / variance.value
        let bend = inverse.second / variance.value - ratio * ratio * variance.first
        residual[i] = (y - mean) * ratio
        curvature[i] = inverse.slope * ratio - (y - mean) * bend
      }
    }
    pearsonOfRow = { response, predictor in
      let mean = link.inverse(predictor).mean
      return (response - mean) / family.variance(mean) * (response - mean)
    }
    meanBlock = { predictors, means, slopes in
      for i in 0..<means.count {
        let inverse = link.inverse(predictors[i])
        means[i] = inverse.mean
        if !slopes.isEmpty { slopes[i] = inverse.slope }
      }
    }
  }

  /// What residual and curvatures tend to where V has fallen to 0, from (y − t)/V(t) → −1/V′ at t = y; infinities
  /// where V is beyond `Double`, as the loss is.
  @usableFromInline
  static func edge(
    _ gap: Double, _ inverse: InverseLink, _ variance: Jet
  ) -> (residual: Double, expected: Double, observed: Double) {
    // An underflow of slope and variance together leaves nothing to say: 0, not 0/0.
    if inverse.slope == 0 { return (0, 0, 0) }
    if gap != 0 { return (gap * inverse.slope > 0 ? .infinity : -.infinity, .infinity, .infinity) }
    let ratio = inverse.slope / variance.first
    let observed = inverse.second / variance.first - ratio * ratio * variance.second / 2
    return (-ratio, .infinity, observed.isNaN ? 0 : observed)
  }

  public var predictorCount: Int { 1 }
  public var support: Support { family.support }
  public var curvatures: Set<Curvature> { [.expected, .observed] }
  public var dispersion: Dispersion { family.dispersion }
  public var distribution: (any Distribution)? { family.distribution }

  public func evaluate(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    block(response, predictors, order, &loss, &residual, &curvature)
  }

  public func evaluateMeans(
    predictors: Span<Double>, means: inout MutableSpan<Double>, slopes: inout MutableSpan<Double>
  ) {
    meanBlock(predictors, &means, &slopes)
  }

  public func start(response: Span<Double>, predictors: inout MutableSpan<Double>) {
    for i in 0..<predictors.count {
      predictors[i] = link(family.startingMean(response[i], inside: range.means))
    }
  }

  public func recession(_ response: RowResponse) -> RecessionCone { range.recession(response.value) }

  public func pearson(_ response: RowResponse, at predictors: (Int) -> Double) -> Double? {
    let value = pearsonOfRow(response.value, predictors(0))
    return value.isNaN ? nil : value
  }

  public func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? {
    family.logNormalizer(response, weight: weight, dispersion: dispersion)
  }

  public func likelihoodDispersion(deviance: Double, observations: Double, totalWeight: Double) -> Double {
    family.likelihoodDispersion(deviance: deviance, observations: observations, totalWeight: totalWeight)
  }
}

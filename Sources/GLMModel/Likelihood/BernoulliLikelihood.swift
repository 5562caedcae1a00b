import GLMAlgebra

/// Successes of trials through a probability link: with s successes and f failures,
/// residual s a − f b, expected curvature (s + f) a b, observed curvature s A + f B, where a, b, A and B are the
/// derivatives of log μ and log(1 − μ) (Docs/Mathematics.md, "Other links: the chain rule").
///
/// The loss is half the deviance, Σ s log(s/(nμ)) + f log(f/(n(1 − μ))), by a form that does not cancel near the
/// saturated fit. Through the logit the residual is s − nμ: y − μ again.
public struct BernoulliLikelihood: Likelihood {
  @usableFromInline let block: LikelihoodBlock
  @usableFromInline let link: any ProbabilityLink
  /// Where the means are possible, and which way they go.
  @usableFromInline let range: MeanRange
  public let responseCount: Int
  /// The block function of the link in vectors, where there is one.
  package var vectors: VectorLikelihood?

  /// The same with the link's block function in vectors.
  package init<L: ProbabilityLink>(through link: L, trials: Bool, vectors: VectorLikelihood) {
    self.init(through: link, trials: trials)
    self.vectors = vectors
  }

  /// - Parameter trials: whether the response is (successes, trials) rather than 0 or 1.
  @inlinable
  public init<L: ProbabilityLink>(through link: L, trials: Bool) {
    self.link = link
    range = MeanRange(
      means: .unit, predictors: link.domain, isIncreasing: link.tails(link(0.5)).logMeanSlope > 0)
    responseCount = trials ? 2 : 1
    block = { response, predictors, order, loss, residual, curvature in
      let rows = loss.count
      for i in 0..<rows {
        let n = trials ? response[rows + i] : 1
        let s = response[i]
        let f = n - s
        let t = link.tails(predictors[i])
        loss[i] = BernoulliLikelihood.loss(s, f, n, t)
        guard order.wantsResidual else { continue }
        // 0 · ∞ is 0 here: what did not happen says nothing.
        residual[i] = (s == 0 ? 0 : s * t.logMeanSlope) - (f == 0 ? 0 : f * t.logComplementSlope)
        switch order.wantedCurvature {
        case .expected:
          let product = t.slopeProduct
          curvature[i] = n == 0 || product.isNaN ? 0 : n * product
        case .observed:
          let hits = s == 0 ? 0 : s * t.logMeanCurvature
          let misses = f == 0 ? 0 : f * t.logComplementCurvature
          let sum = hits + misses
          // Of two infinities that of the rarer outcome is the greater.
          curvature[i] = sum.isNaN ? (t.logMean < t.logComplement ? hits : misses) : sum
        case nil: break
        }
      }
    }
  }

  /// Half the deviance of s successes and f failures of n.
  @inlinable
  static func loss(_ s: Double, _ f: Double, _ n: Double, _ t: ProbabilityTails) -> Double {
    if f == 0 { return s == 0 ? 0 : -s * t.logMean }
    if s == 0 { return -f * t.logComplement }
    let (p, q) = (s / n, f / n)
    // μ − p = (f b − s a)(1 − μ)/(n a) or the same times μ/(n b), which the logarithms of a small probability lose.
    let pull = f * t.logComplementSlope - s * t.logMeanSlope
    let gap =
      t.logMean < t.logComplement
      ? pull * (t.complement / t.logMeanSlope) / n : pull * (t.mean / t.logComplementSlope) / n
    if abs(gap) < 0.5 * min(p, q) {
      // Both first-order terms are n · gap and cancel by algebra.
      return s * Double.excessOverLog(onePlus: gap / p) + f * Double.excessOverLog(onePlus: -gap / q)
    }
    let logShare = p < q ? Double.log(p) : Double.log(onePlus: -q)
    let logRest = p < q ? Double.log(onePlus: -p) : Double.log(q)
    return s * (logShare - t.logMean) + f * (logRest - t.logComplement)
  }

  public var predictorCount: Int { 1 }
  public var support: Support { responseCount == 1 ? .binary : .counts }
  public var curvatures: Set<Curvature> { [.expected, .observed] }
  public var isConvex: Bool { link.isLogConcave }
  public var hasOneCurvature: Bool { link.isLogOdds }
  public var dispersion: Dispersion { .known(1) }
  public var exponentialName: String? { link.isLogOdds ? "odds ratio" : nil }

  public var largestCurvatureRatio: Double? { link.isLogOdds ? 1 : nil }

  /// With failures only r = −n b and c = n a b, so that c/|r| = a; with successes only it is b.
  public func curvatureRatio(_ response: RowResponse, at predictors: (Int) -> Double) -> Double? {
    if link.isLogOdds { return 1 }
    let tails = link.tails(predictors(0))
    return (response.value == 0 ? tails.logMeanSlope : tails.logComplementSlope).magnitude
  }
  public var domain: PredictorDomain { range.domain }
  public var distribution: (any Distribution)? { BinomialDistribution() }

  public func complaint(_ response: RowResponse) -> (value: Double, expected: String)? {
    guard support.contains(response.value) else {
      let isProportion = responseCount == 1 && response.value > 0 && response.value < 1
      return (
        response.value,
        support.description + (isProportion ? "; a proportion needs the number of its trials" : "")
      )
    }
    guard responseCount == 2 else { return nil }
    guard Support.counts.contains(response.trials) else {
      return (response.trials, "a whole number of trials, 0 or more")
    }
    return response.value <= response.trials
      ? nil : (response.value, "at most the number of trials, which is \(response.trials)")
  }

  public func evaluate(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    evaluateByVectors(
      response: response, predictors: predictors, order: order, loss: &loss, residual: &residual,
      curvature: &curvature)
  }

  package func evaluateRowByRow(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    block(response, predictors, order, &loss, &residual, &curvature)
  }

  public func evaluateMeans(
    predictors: Span<Double>, means: inout MutableSpan<Double>, slopes: inout MutableSpan<Double>
  ) {
    for i in 0..<means.count {
      let t = link.tails(predictors[i])
      means[i] = t.mean
      if !slopes.isEmpty { slopes[i] = t.slope }
    }
  }

  public func start(response: Span<Double>, predictors: inout MutableSpan<Double>) {
    let rows = predictors.count
    for i in 0..<rows {
      let n = responseCount == 2 ? response[rows + i] : 1
      predictors[i] = link((response[i] + 0.5) / (n + 1))
    }
  }

  public func isOrdinary(_ response: Span<Double>, rows: Int) -> Bool {
    let (successes, trials) = (response.extracting(0..<rows), response.extracting(rows..<response.count))
    guard support.containsAll(successes) else { return false }
    if responseCount == 1 { return true }
    guard Support.counts.containsAll(trials) else { return false }
    for i in 0..<rows where successes[i] > trials[i] || trials[i] == 0 { return false }
    return true
  }

  public func recession(_ response: RowResponse) -> RecessionCone {
    let trials = responseCount == 2 ? response.trials : 1
    if trials == 0 { return .whole }
    return range.recession(response.value / trials)
  }

  public func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? {
    guard responseCount == 2, response.trials > 0 else { return 0 }
    // log C(n, s) + s log(s/n) + f log(f/n), the density of the saturated fit, by Stirling's corrections: nothing
    // of size n log n is formed.
    let (s, n) = (response.value, response.trials)
    let f = n - s
    if s == 0 || f == 0 { return 0 }
    let correction =
      Double.stirlingCorrection(n) - Double.stirlingCorrection(s) - Double.stirlingCorrection(f)
    return weight * (correction + 0.5 * Double.log(n / (2 * .pi * s) / f))
  }
}

extension BernoulliLikelihood: VectorizedLikelihood {}

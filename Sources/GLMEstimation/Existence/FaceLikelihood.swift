import GLMModel

/// A likelihood in the limit where some of a row's comparisons are settled for good: a class that can be ruled out in a
/// row has probability 0 there, and the row speaks for the others only.
///
/// The response has one value more, the number of the row's ``Pattern``.
struct FaceLikelihood: Likelihood {
  /// Which comparisons of a row are settled.
  struct Pattern: Sendable {
    /// What the offset of each linear predictor gains: so much that what it rules out underflows.
    let pushes: [Double]
    /// What is left to be compared.
    let cone: RecessionCone
  }

  private let base: any Likelihood
  /// Pattern number 1 first; 0 means that nothing is settled.
  private let patterns: [Pattern]

  /// exp(−1024) is 0, with room for linear predictors of size 270 on either side.
  private static let push = 1024.0

  init(_ base: any Likelihood, patterns: [Pattern]) {
    precondition(base.responseCount == 1, "the pattern is the second value")
    self.base = base
    self.patterns = patterns
  }

  /// The pattern of a row whose `settled` comparisons are those of `cone` by place; nil where settling them is no matter of
  /// adding something to the predictors.
  static func pattern(_ cone: RecessionCone, settled: [Int], planes: Int) -> Pattern? {
    let (normals, equalities) = cone.halfspaces(planes: planes)
    guard equalities.isEmpty else { return nil }
    let gone = Set(settled)
    let left = normals.indices.filter { !gone.contains($0) }.map { place in normals[place].map { -$0 } }
    var pushes = Array(repeating: 0.0, count: planes)
    switch cone {
    case .largest(let top):
      // The comparisons are with the reference first, where it is not the largest itself, then with the others in order.
      let others = (0..<planes).filter { $0 != top }
      let isReferenceGone = top != nil && gone.contains(0)
      for (place, k) in others.enumerated() where gone.contains(place + (top == nil ? 0 : 1)) {
        pushes[k] = -push
      }
      // The reference stays at 0: what is left is raised above it.
      if isReferenceGone { for k in 0..<planes { pushes[k] += push } }
    default:
      for place in settled {
        let used = normals[place].indices.filter { normals[place][$0] != 0 }
        guard used.count == 1, let k = used.first else { return nil }
        pushes[k] = normals[place][k] > 0 ? push : -push
      }
      // A predictor that a comparison is left of must stay.
      for normal in left where normal.indices.contains(where: { normal[$0] != 0 && pushes[$0] != 0 }) {
        return nil
      }
    }
    return Pattern(pushes: pushes, cone: .halfspaces(left))
  }

  var predictorCount: Int { base.predictorCount }
  var responseCount: Int { 2 }
  var meanCount: Int { base.meanCount }
  var responseDimension: Int { base.responseDimension }
  var support: Support { base.support }
  var curvatures: Set<Curvature> { base.curvatures }
  var isConvex: Bool { base.isConvex }
  var dispersion: Dispersion { base.dispersion }
  var domain: PredictorDomain { base.domain }
  var exponentialName: String? { base.exponentialName }

  private func own(_ response: RowResponse) -> RowResponse { RowResponse(response.value) }

  private func pattern(_ number: Double) -> Pattern? {
    let place = Int(number) - 1
    return patterns.indices.contains(place) ? patterns[place] : nil
  }

  func complaint(_ response: RowResponse) -> (value: Double, expected: String)? {
    base.complaint(own(response))
  }

  func evaluate(
    response: Span<Double>, predictors: Span<Double>, order: EvaluationOrder,
    loss: inout MutableSpan<Double>, residual: inout MutableSpan<Double>,
    curvature: inout MutableSpan<Double>
  ) {
    base.evaluate(
      response: response.extracting(0..<loss.count), predictors: predictors, order: order, loss: &loss,
      residual: &residual, curvature: &curvature)
  }

  func evaluateMeans(
    predictors: Span<Double>, means: inout MutableSpan<Double>, slopes: inout MutableSpan<Double>
  ) {
    base.evaluateMeans(predictors: predictors, means: &means, slopes: &slopes)
  }

  func start(response: Span<Double>, predictors: inout MutableSpan<Double>) {
    base.start(response: response.extracting(0..<response.count / 2), predictors: &predictors)
  }

  func recession(_ response: RowResponse) -> RecessionCone {
    pattern(response.trials)?.cone ?? base.recession(own(response))
  }

  func logNormalizer(_ response: RowResponse, weight: Double, dispersion: Double) -> Double? {
    base.logNormalizer(own(response), weight: weight, dispersion: dispersion)
  }

  func likelihoodDispersion(deviance: Double, observations: Double, totalWeight: Double) -> Double {
    base.likelihoodDispersion(deviance: deviance, observations: observations, totalWeight: totalWeight)
  }
}

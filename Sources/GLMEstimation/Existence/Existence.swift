import GLMAlgebra
import GLMModel

/// Whether the loss has a minimum: the certificate that the last Newton step gives for one pass, or else the search for a
/// direction of recession (Docs/Mathematics.md, "When the estimate does not exist").
struct Existence {
  let objective: ModelObjective
  /// The coefficients, in the objective's own coordinates.
  let point: [Double]
  /// The information and gradient there (without the prior's kink).
  let here: Evaluation

  /// How many patterns of rounding errors the certificate must withstand.
  static let patterns = 3

  enum Verdict {
    case exists
    case infinite(Recession)
    case unknown
  }

  /// Whether the certificate holds at the point, without a search where it does not: one pass at most.
  ///
  /// - Parameter factor: of the information there.
  func isCertified(_ factor: Cholesky) throws -> Bool {
    guard here.information != nil, factor.dependent.isEmpty else { return false }
    if isPlain(factor.quadraticForm(ofInverse: here.gradient)) { return true }
    return try certified(factor.solve(here.gradient.map { -$0 }), factor, Array(point.indices))
  }

  /// Decides: one pass where the certificate holds, linear programs over the rows' comparisons otherwise.
  ///
  /// - Parameter trustsCertificate: whether the certificate is to be had from the point; not where rounding has left the
  ///   point no digit.
  func verdict(
    trustsCertificate: Bool = true, isCancelled: @escaping @Sendable () -> Bool
  ) throws -> Verdict {
    // A prior that holds a coefficient keeps it finite: only the others can run away.
    let frame = objective.frame
    let held = objective.prior.holds(frame.layout)
    let free = frame.active.indices.filter { !held[frame.active[$0]] }
    if free.isEmpty { return .exists }
    // Directions that the fit may be running along.
    var candidates = [spread(free.map { point[$0] }, over: free)]
    if let information = here.information?.selecting(free) {
      let gradient = free.map { here.gradient[$0] }
      let factor = Cholesky(information, tolerance: 1e-14)
      if trustsCertificate, factor.dependent.isEmpty, isPlain(factor.quadraticForm(ofInverse: gradient)) {
        return .exists
      }
      let step = spread(factor.solve(gradient.map { -$0 }), over: free)
      if trustsCertificate, factor.dependent.isEmpty, try certified(step, factor, free) { return .exists }
      candidates.insert(step, at: 0)
    }
    return try RecessionSearch.verdict(
      objective, free: free.map { frame.active[$0] },
      candidates: candidates.map { frame.userCoefficients($0) }, isCancelled: isCancelled)
  }

  /// Whether the certificate holds without a look at the rows.
  ///
  /// - Parameter columns: the factor of XᵀX of some of the rows with weight: the information is at least the smallest curvature
  ///   times that.
  func isCertified(columns: Cholesky) -> Bool {
    guard columns.dependent.isEmpty, here.smallestCurvature > 0 else { return false }
    return isPlain(columns.quadraticForm(ofInverse: here.gradient) / here.smallestCurvature)
  }

  /// The certificate without a look at the rows: no row of curvature c moves by more than (δᵀ H δ/c)^½ along the Newton
  /// step δ, nor by more than (noise/c)^½ through rounding.
  private func isPlain(_ decrement: Double) -> Bool {
    guard let ratio = objective.likelihood.largestCurvatureRatio, objective.likelihood.predictorCount == 1,
      here.smallestCurvature > 0
    else { return false }
    let movement = decrement.squareRoot() + 2 * here.noise.squareRoot()
    return ratio * movement < 0.5 * here.smallestCurvature.squareRoot()
  }

  private func spread(_ values: [Double], over free: [Int]) -> [Double] {
    var all = Array(repeating: 0.0, count: point.count)
    for (i, j) in free.enumerated() { all[j] = values[i] }
    return all
  }

  /// Whether r − CXδ, which is orthogonal to the columns, lies strictly inside the dual of every row's recession
  /// cone, by more than what rounding can have moved it.
  private func certified(_ step: [Double], _ factor: Cholesky, _ free: [Int]) throws -> Bool {
    // What rounding may have done to δ: H⁻¹ applied to errors of the gradient, each column's of its own size, in a few
    // patterns of signs and sizes that no direction of a design is likely to be orthogonal to.
    let errors = (1...Self.patterns).map { pattern in
      let wrong = free.indices.map { j in
        let size = (here.noise * (here.information?[free[j], free[j]] ?? 0)).squareRoot()
        return 2 * size * Double.sin(Double(pattern) * (1 + 2.3 * Double(j)))
      }
      return objective.frame.expand(spread(factor.solve(wrong), over: free))
    }
    let model = objective
    let planes = model.likelihood.predictorCount
    let coefficients = model.frame.expand(point)
    let along = model.frame.expand(step)
    let totals = try Pass(threads: model.threads, sums: 0, maxima: 1).run(over: model.source) {
      block, work, totals in
      let n = block.count
      model.fillPredictors(coefficients, block, work, into: work.predictors)
      model.evaluateRows(block, work, .curvature(model.preferredCurvature))
      model.fillPredictors(along, block, work, into: work.direction, withOffset: false)
      for (pattern, error) in errors.enumerated() {
        model.fillPredictors(error, block, work, into: work.errors[pattern], withOffset: false)
      }
      forEachRow(of: block, model.likelihood) { i, _, response in
        let cone = model.likelihood.recession(response)
        if cone == .origin || cone == .whole { return }
        // How far the row moves, and how far rounding may move it besides.
        let movement = (0..<planes).reduce(0.0) { max($0, work.direction[$1 * n + i].magnitude) }
        let slack = work.errors.reduce(0.0) { largest, error in
          (0..<planes).reduce(largest) { max($0, error[$1 * n + i].magnitude) }
        }
        let ratio = model.likelihood.curvatureRatio(response) { work.predictors[$0 * n + i] }
        if let ratio, ratio * (movement + 4 * slack) < 1 { return }
        func curved(_ k: Int, _ x: (Int) -> Double) -> Double {
          (0..<planes).reduce(0) {
            $0 + work.curvature[PackedSymmetric.index(k, $1) * n + i] * x($1 * n + i)
          }
        }
        // Where residual and curvature both underflow, their ratio is what counts, and a step at rounding level is
        // far below it.
        let vanished = (0..<planes).allSatisfy {
          work.residual[$0 * n + i] == 0 && work.curvature[PackedSymmetric.index($0, $0) * n + i] == 0
        }
        if vanished {
          if movement + 4 * slack > 1e-9 { totals.raise(0, to: 1) }
          return
        }
        let inside = cone.dualContains(
          { work.residual[$0 * n + i] - curved($0) { work.direction[$0] } },
          slack: { k in
            work.errors.reduce(0) { largest, error in max(largest, 4 * abs(curved(k) { error[$0] })) }
          }, planes: planes)
        if !inside { totals.raise(0, to: 1) }
      }
    }
    return !(totals.maximum(0) > 0)
  }
}

/// Each row of weight above 0, with its weight and response.
package func forEachRow(
  of block: borrowing RowBlock, _ likelihood: any Likelihood,
  _ body: (_ row: Int, _ weight: Double, _ response: RowResponse) -> Void
) {
  let n = block.count
  let pairs = likelihood.responseCount == 2
  block.withResponse { response in
    block.withWeights { weights in
      for i in 0..<n {
        var w = 1.0
        if let weights { w = weights[i] }
        if w > 0 { body(i, w, RowResponse(response[i], trials: pairs ? response[n + i] : 1)) }
      }
    }
  }
}

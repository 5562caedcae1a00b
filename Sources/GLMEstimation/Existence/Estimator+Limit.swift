import GLMModel

extension Estimator {
  /// The fit that a fit at infinity tends to: the same likelihood over what the direction of recession leaves where it is
  /// (Docs/Mathematics.md, "When the estimate does not exist"). Nil where nothing is left, and where it could not be fitted.
  func limit(of estimate: Estimate, _ recession: Recession) throws -> Estimate? {
    if recession.isComplete { return nil }
    var patterns: [FaceLikelihood.Pattern] = []
    var numbers: [Int: Int] = [:]
    if !recession.partial.isEmpty {
      guard estimate.likelihood.responseCount == 1,
        let found = try facePatterns(estimate, recession)
      else { return nil }
      (patterns, numbers) = found
    }
    let source = try FaceSource(
      estimate.source, without: recession, patterns: patterns, numbers: numbers,
      planes: estimate.likelihood.predictorCount)
    let likelihood =
      patterns.isEmpty ? estimate.likelihood : FaceLikelihood(estimate.likelihood, patterns: patterns)
    var own = self
    own.start = nil
    own.options.progress = nil
    own.options.maximumIterations = nil
    if !prior.hasKink { own.solver = Newton() }
    do {
      let fit = try own.fitted(
        likelihood, to: source, layout: estimate.layout, pinned: Set(recession.pinned))
      return fit.outcome.isOptimum ? fit : nil
    } catch is FitError {
      return nil
    }
  }

  /// The patterns of the rows that move in some comparisons only, and the number of each such row's.
  private func facePatterns(
    _ estimate: Estimate, _ recession: Recession
  ) throws -> (patterns: [FaceLikelihood.Pattern], numbers: [Int: Int])? {
    struct Kind: Hashable {
      let response: Double
      let settled: [Int]
    }
    var patterns: [FaceLikelihood.Pattern] = []
    var numbers: [Int: Int] = [:]
    var known: [Kind: Int] = [:]
    let workspace = RowWorkspace()
    let source = estimate.source
    let byBlock = Dictionary(grouping: recession.partial.keys.sorted()) { $0 / source.blockSize }
    for index in byBlock.keys.sorted() {
      let rows = byBlock[index] ?? []
      let responses = try source.withBlock(index, in: workspace) { block in
        let first = block.rows.lowerBound
        return block.withResponse { response in rows.map { response[$0 - first] } }
      }
      for (row, response) in zip(rows, responses) {
        let kind = Kind(response: response, settled: recession.partial[row] ?? [])
        if let number = known[kind] {
          numbers[row] = number
          continue
        }
        let cone = estimate.likelihood.recession(RowResponse(response))
        guard
          let pattern = FaceLikelihood.pattern(
            cone, settled: kind.settled, planes: estimate.likelihood.predictorCount)
        else { return nil }
        patterns.append(pattern)
        known[kind] = patterns.count
        numbers[row] = patterns.count
      }
    }
    return (patterns, numbers)
  }
}

import CGLMKernels

/// The outputs of a likelihood of one predictor at predictors in twice the precision.
package typealias CompactPreciseEvaluation = (
  _ response: Span<Double>, _ predictors: Span<Double>, _ low: Span<Double>,
  _ loss: inout MutableSpan<Double>, _ residual: inout MutableSpan<Double>,
  _ residualLow: inout MutableSpan<Double>, _ curvature: inout MutableSpan<Double>
) -> Void

extension CompactRows {
  /// The same as ``evaluate(limit:wantsInformation:_:)`` at coefficients in twice the precision, point + pointLow:
  /// predictors, residuals and products keep what rounding drops. All sums but ``CompactSums/rounding`` are filled, and
  /// the information.
  ///
  /// - Parameter pearson: r²/c of a row by form, given its number and predictor, where a division cannot tell it.
  package func evaluatePrecisely(
    limit: Double, _ likelihood: CompactPreciseEvaluation, pearson: (Int, Double) -> Double?
  ) -> CompactSums {
    let (n, p) = (memory.rows, memory.columns)
    memory.eta.update(from: memory.hasOffset ? memory.offset : memory.zeros, count: n)
    memory.etaLow.update(repeating: 0, count: n)
    let low = memory.hasLow ? UnsafePointer(memory.lowTable) : nil
    glm_add_precise_predictor(
      memory.table, low, address(.point), address(.pointLow), p, n, memory.eta, memory.etaLow)
    do {
      var loss = span(memory.loss).mutableSpan
      var residual = span(memory.residual).mutableSpan
      var residualLow = span(memory.residualLow).mutableSpan
      var curvature = span(memory.curvature).mutableSpan
      let predictors = UnsafeBufferPointer(span(memory.eta)).span
      let lowParts = UnsafeBufferPointer(span(memory.etaLow)).span
      withResponse { likelihood($0, predictors, lowParts, &loss, &residual, &residualLow, &curvature) }
    }
    var rows = kernelRows
    var terms = kernelTerms
    let sums = addPrecisely(limit: limit, pearson)
    if memory.hasWeights { glm_compact_weigh_residuals(memory.weights, &terms, n) }
    glm_compact_precise_products(
      &rows, &terms, low, address(.gradient), address(.gradientLow), address(.information))
    return sums
  }

  /// Adds up the terms times the weights; sizes of predictors count as 1 at least. Row by row where some are at the ends
  /// of the range of numbers.
  private func addPrecisely(limit: Double, _ pearson: (Int, Double) -> Double?) -> CompactSums {
    var rows = kernelRows
    var terms = kernelTerms
    var own = glm_row_sums()
    own.smallest = .infinity
    var sums = CompactSums()
    if glm_compact_precise_sums(&rows, &terms, limit, &own) == 0 {
      sums.loss = own.loss + own.loss_tail
      (sums.noise, sums.pearson, sums.smallest) = (own.noise, own.pearson, own.smallest)
      return sums
    }
    let m = memory
    var loss = CompensatedSum()
    for i in 0..<m.rows {
      let w = m.hasWeights ? m.weights[i] : 1
      guard w > 0 else { continue }
      loss.add(w * m.loss[i])
      let (r, c) = (m.residual[i], m.curvature[i].magnitude)
      let (ratio, size) = (r / c, max(m.eta[i].magnitude, 1))
      sums.smallest = min(sums.smallest, w * c)
      if c > 0 { sums.noise += w * (min(ratio * r, limit) + c * size * size) }
      if r != 0 {
        let isPlain = ratio.isFinite && ratio != 0 && c > 1e-290
        sums.pearson += w * (isPlain ? ratio * r : pearson(i, m.eta[i]) ?? ratio * r)
      }
    }
    sums.loss = loss.value
    return sums
  }
}

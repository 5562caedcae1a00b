import CGLMKernels

/// What the rows add up to besides products with columns.
package struct CompactSums {
  /// Σ w loss.
  package var loss = 0.0
  /// Σ |w loss| + |w r η|.
  package var rounding = 0.0
  /// Σ w (min(r²/c, limit) + c η²), and Σ w r²/c.
  package var noise = 0.0
  package var pearson = 0.0
  /// The smallest w c.
  package var smallest = Double.infinity

  /// Nothing yet.
  package init() {}
}

/// The outputs of a likelihood of one predictor, in its own order.
package typealias CompactEvaluation = (
  _ response: Span<Double>, _ predictors: Span<Double>, _ loss: inout MutableSpan<Double>,
  _ residual: inout MutableSpan<Double>, _ curvature: inout MutableSpan<Double>
) -> Void

extension CompactRows {
  func span(_ start: UnsafeMutablePointer<Double>) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: start, count: rowCount)
  }

  /// The rows as kernels take them.
  var kernelRows: glm_compact_rows {
    glm_compact_rows(
      columns: memory.table, column_count: memory.columns, rows: memory.rows,
      weights: memory.hasWeights ? UnsafePointer(memory.weights) : nil)
  }

  /// What a likelihood says of them, as kernels take it.
  var kernelTerms: glm_compact_terms {
    glm_compact_terms(
      loss: memory.loss, predictors: memory.eta, residual: memory.residual,
      residual_low: memory.residualLow, curvature: memory.curvature)
  }

  /// Evaluates a likelihood at the point, η = Xβ + offset, weighs what it says and adds it up; gradient = −Xᵀ r and, where
  /// that is wanted, information = Xᵀ diag(c) X.
  ///
  /// Of the sums, ``CompactSums/loss`` and ``CompactSums/rounding`` are filled, and ``CompactSums/noise`` to a few digits.
  package func evaluate(limit: Double, wantsInformation: Bool, _ likelihood: CompactEvaluation) -> CompactSums
  {
    var rows = kernelRows
    let offset = memory.hasOffset ? UnsafePointer(memory.offset) : nil
    glm_compact_predictor(&rows, address(.point), offset, memory.eta)
    do {
      var loss = span(memory.loss).mutableSpan
      var residual = span(memory.residual).mutableSpan
      var curvature = span(memory.curvature).mutableSpan
      let predictors = UnsafeBufferPointer(span(memory.eta)).span
      withResponse { likelihood($0, predictors, &loss, &residual, &curvature) }
    }
    var terms = kernelTerms
    var sums = glm_row_sums()
    let information = wantsInformation ? address(.information) : nil
    glm_compact_sums(&rows, &terms, limit, &sums, address(.gradient), information)
    var result = CompactSums()
    result.loss = sums.loss + sums.loss_tail
    (result.rounding, result.noise) = (sums.rounding, sums.noise)
    return result
  }

  /// Whether |rᵢ| outweighs by far what a movement of the coefficients of size `movement` (in the norm of the
  /// information) can do to it, in every row whose residual must lie on one side.
  package func residualsHold(movement: Double) -> Bool {
    let m = memory
    if m.areTwoKinds {
      let (first, side, other) = (m.kindValues[0], m.kindSides[0], m.kindSides[1])
      for i in 0..<m.rows { m.sides[i] = m.response[i] == first ? side : other }
    }
    for i in 0..<m.rows where m.presence[i] > 0 && m.sides[i] != 0 {
      let pull = 2 * m.curvature[i].magnitude.squareRoot() * movement
      if !(m.sides[i] * m.residual[i] > pull) { return false }
    }
    return true
  }
}

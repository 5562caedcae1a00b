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

  /// Evaluates a likelihood at the point, η = Xβ + offset, weighs what it says and adds it up; gradient = −Xᵀ r.
  package func evaluate(limit: Double, _ likelihood: CompactEvaluation) -> CompactSums {
    let m = memory
    let (n, p) = (m.rows, m.columns)
    m.eta.update(from: m.hasOffset ? m.offset : m.zeros, count: n)
    glm_add_linear_predictor(m.table, m.address(.point), p, n, m.eta)
    do {
      var loss = span(m.loss).mutableSpan
      var residual = span(m.residual).mutableSpan
      var curvature = span(m.curvature).mutableSpan
      withResponse { likelihood($0, UnsafeBufferPointer(span(m.eta)).span, &loss, &residual, &curvature) }
    }
    var sums = glm_row_sums()
    sums.smallest = .infinity
    let weights = m.hasWeights ? UnsafePointer(m.weights) : nil
    glm_weigh_losses(weights, m.loss, n, &sums)
    glm_weigh_plane(weights, m.eta, m.residual, m.curvature, n, limit, &sums)
    let gradient = m.address(.gradient)
    gradient.update(repeating: 0, count: p)
    glm_add_transpose_product(m.table, m.residual, p, n, gradient)
    for j in 0..<p { gradient[j] = -gradient[j] }
    var result = CompactSums()
    result.loss = sums.loss + sums.loss_tail
    (result.rounding, result.noise) = (sums.rounding, sums.noise)
    (result.pearson, result.smallest) = (sums.pearson, sums.smallest)
    return result
  }

  /// information = Xᵀ diag(c) X, of the curvatures that were weighed last.
  package func fillInformation() {
    let m = memory
    m.address(.information).update(repeating: 0, count: triangleCount)
    glm_add_gram(m.table, m.curvature, m.columns, m.rows, m.address(.information))
  }

  /// Whether |rᵢ| outweighs by far what a movement of the coefficients of size `movement` (in the norm of the
  /// information) can do to it, in every row whose residual must lie on one side.
  package func residualsHold(movement: Double) -> Bool {
    let m = memory
    for i in 0..<m.rows where m.presence[i] > 0 && m.sides[i] != 0 {
      let pull = 2 * m.curvature[i].magnitude.squareRoot() * movement
      if !(m.sides[i] * m.residual[i] > pull) { return false }
    }
    return true
  }
}

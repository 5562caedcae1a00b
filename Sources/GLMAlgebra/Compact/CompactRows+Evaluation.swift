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

  /// Lends the linear predictors, for a start to be told.
  package func withStart(_ body: (Span<Double>, inout MutableSpan<Double>) -> Void) {
    var predictors = span(memory.eta).mutableSpan
    withResponse { body($0, &predictors) }
  }

  /// Sets the linear predictor of every row to the one of its kind.
  package func fillStart(_ kinds: [UInt8], _ predictors: [Double]) {
    let eta = memory.eta
    for i in 0..<rowCount { eta[i] = predictors[Int(kinds[i])] }
  }

  /// products = Xᵀ (η − offset) over the rows that weigh something.
  package func fillStartProducts() {
    let (m, n) = (memory, rowCount)
    if hasOffset { for i in 0..<n { m.eta[i] -= m.offset[i] } }
    if hasWeights { for i in 0..<n where m.presence[i] == 0 { m.eta[i] = 0 } }
    let products = m.address(.products)
    products.update(repeating: 0, count: columnCount)
    glm_add_transpose_product(m.table, m.eta, columnCount, n, products)
  }

  /// Evaluates a likelihood at the point, η = Xβ + offset, weighs what it says and adds it up; gradient = −Xᵀ r.
  package func evaluate(limit: Double, _ likelihood: CompactEvaluation) -> CompactSums {
    let (m, n) = (memory, rowCount)
    m.eta.update(from: hasOffset ? m.offset : m.zeros, count: n)
    glm_add_linear_predictor(m.table, m.address(.point), columnCount, n, m.eta)
    do {
      var loss = span(m.loss).mutableSpan
      var residual = span(m.residual).mutableSpan
      var curvature = span(m.curvature).mutableSpan
      withResponse { likelihood($0, UnsafeBufferPointer(span(m.eta)).span, &loss, &residual, &curvature) }
    }
    var sums = glm_row_sums()
    sums.smallest = .infinity
    let weights = hasWeights ? UnsafePointer(m.weights) : nil
    glm_weigh_losses(weights, m.loss, n, &sums)
    glm_weigh_plane(weights, m.eta, m.residual, m.curvature, n, limit, &sums)
    let gradient = m.address(.gradient)
    gradient.update(repeating: 0, count: columnCount)
    glm_add_transpose_product(m.table, m.residual, columnCount, n, gradient)
    for j in 0..<columnCount { gradient[j] = -gradient[j] }
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
    glm_add_gram(m.table, m.curvature, columnCount, rowCount, m.address(.information), m.scratch)
  }

  /// Whether |rᵢ| outweighs by far what a movement of the coefficients of size `movement` (in the norm of the
  /// information) can do to it, in every row of which `signs` says the sign that it must have; 0 for none.
  package func residualsHold(movement: Double, signs: [Double]) -> Bool {
    let (m, n) = (memory, rowCount)
    precondition(signs.count >= n)
    for i in 0..<n where m.presence[i] > 0 && signs[i] != 0 {
      let pull = 2 * m.curvature[i].magnitude.squareRoot() * movement
      if !(signs[i] * m.residual[i] > pull) { return false }
    }
    return true
  }
}

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

/// The same at predictors in twice the precision.
package typealias CompactPreciseEvaluation = (
  _ response: Span<Double>, _ predictors: Span<Double>, _ low: Span<Double>,
  _ loss: inout MutableSpan<Double>, _ residual: inout MutableSpan<Double>,
  _ residualLow: inout MutableSpan<Double>, _ curvature: inout MutableSpan<Double>
) -> Void

extension CompactRows {
  private func span(_ start: UnsafeMutablePointer<Double>) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: start, count: rowCount)
  }

  private var weightAddress: UnsafePointer<Double>? { hasWeights ? UnsafePointer(weights) : nil }

  /// η = Xβ + offset.
  package func fillPredictors(_ coefficients: Vector) {
    eta.update(from: hasOffset ? offset : zeros, count: rowCount)
    glm_add_linear_predictor(table, address(coefficients), columnCount, rowCount, eta)
  }

  /// Lends the linear predictors, for a start to be told.
  package func withStart(_ body: (Span<Double>, inout MutableSpan<Double>) -> Void) {
    var predictors = span(eta).mutableSpan
    withResponse { body($0, &predictors) }
  }

  /// products = Xᵀ (η − offset) over the rows that weigh something.
  package func fillStartProducts() {
    if hasOffset { for i in 0..<rowCount { eta[i] -= offset[i] } }
    if hasWeights { for i in 0..<rowCount where presence[i] == 0 { eta[i] = 0 } }
    address(.products).update(repeating: 0, count: columnCount)
    glm_add_transpose_product(table, eta, columnCount, rowCount, address(.products))
  }

  /// Evaluates a likelihood at the linear predictors, weighs what it says and adds it up; gradient = −Xᵀ r and
  /// information = Xᵀ diag(c) X.
  package func evaluate(limit: Double, _ likelihood: CompactEvaluation) -> CompactSums {
    do {
      var own = span(loss).mutableSpan
      var r = span(residual).mutableSpan
      var c = span(curvature).mutableSpan
      withResponse { likelihood($0, UnsafeBufferPointer(span(eta)).span, &own, &r, &c) }
    }
    var sums = glm_row_sums()
    sums.smallest = .infinity
    glm_weigh_losses(weightAddress, loss, rowCount, &sums)
    glm_weigh_plane(weightAddress, eta, residual, curvature, rowCount, limit, &sums)
    let gradient = address(.gradient)
    gradient.update(repeating: 0, count: columnCount)
    glm_add_transpose_product(table, residual, columnCount, rowCount, gradient)
    for j in 0..<columnCount { gradient[j] = -gradient[j] }
    fillInformation()
    var result = CompactSums()
    result.loss = sums.loss + sums.loss_tail
    (result.rounding, result.noise) = (sums.rounding, sums.noise)
    (result.pearson, result.smallest) = (sums.pearson, sums.smallest)
    return result
  }

  /// information = Xᵀ diag(c) X.
  package func fillInformation() {
    address(.information).update(repeating: 0, count: triangleCount)
    glm_add_gram(table, curvature, columnCount, rowCount, address(.information), scratch)
  }

  /// The same as ``evaluate(limit:_:)`` at coefficients in twice the precision, without the information; residuals and
  /// products keep what rounding drops.
  ///
  /// - Parameter pearson: r²/c of a row by form, given its number and predictor, where a division cannot tell it.
  package func evaluatePrecisely(
    limit: Double, _ likelihood: CompactPreciseEvaluation, pearson: (Int, Double) -> Double?
  ) -> CompactSums {
    let p = columnCount
    eta.update(from: hasOffset ? offset : zeros, count: rowCount)
    etaLow.update(repeating: 0, count: rowCount)
    let low = hasLow ? UnsafePointer(lowTable) : nil
    glm_add_precise_predictor(table, low, address(.point), address(.pointLow), p, rowCount, eta, etaLow)
    do {
      var own = span(loss).mutableSpan
      var c = span(curvature).mutableSpan
      var r = span(residual).mutableSpan
      var rest = span(residualLow).mutableSpan
      withResponse {
        likelihood(
          $0, UnsafeBufferPointer(span(eta)).span, UnsafeBufferPointer(span(etaLow)).span, &own, &r, &rest, &c)
      }
    }
    let sums = weighPrecisely(limit: limit, pearson)
    let (gradient, gradientLow) = (address(.gradient), address(.gradientLow))
    gradient.update(repeating: 0, count: p)
    gradientLow.update(repeating: 0, count: p)
    glm_add_precise_transpose(table, low, residual, residualLow, p, rowCount, gradient, gradientLow)
    for j in 0..<p {
      let sum = -(gradient[j] + gradientLow[j])
      gradientLow[j] = -(gradientLow[j] + (gradient[j] + sum))
      gradient[j] = sum
    }
    return sums
  }

  /// Multiplies by the weights and adds up; sizes of predictors count as 1 at least.
  private func weighPrecisely(limit: Double, _ pearson: (Int, Double) -> Double?) -> CompactSums {
    var sums = CompactSums()
    var (loss, shares) = (CompensatedSum(), 0.0)
    for i in 0..<rowCount {
      let w = hasWeights ? weights[i] : 1
      guard w > 0 else {
        (residual[i], residualLow[i], curvature[i]) = (0, 0, 0)
        continue
      }
      loss.add(w * self.loss[i])
      let (r, c) = (residual[i], curvature[i].magnitude)
      let size = max(eta[i].magnitude, 1)
      let ratio = r / c
      sums.rounding += w * (self.loss[i].magnitude + r.magnitude * size)
      sums.smallest = min(sums.smallest, w * c)
      if c > 0 { sums.noise += w * (min(ratio * r, limit) + c * size * size) }
      if r != 0 {
        let isPlain = ratio.isFinite && ratio != 0 && c > 1e-290
        shares += w * (isPlain ? ratio * r : pearson(i, eta[i]) ?? ratio * r)
      }
      guard w != 1 else { continue }
      let product = DoubleDouble.product(w, r)
      residual[i] = product.high
      residualLow[i] = product.low + w * residualLow[i]
      curvature[i] *= w
    }
    sums.loss = loss.value
    sums.pearson = shares
    return sums
  }

  /// Whether |rᵢ| outweighs by far what a movement of the coefficients of size `movement` (in the norm of the
  /// information) can do to it, in every row of which `sign` says the sign that it must have; 0 for none.
  package func residualsHold(movement: Double, sign: (Int) -> Double) -> Bool {
    for i in 0..<rowCount where presence[i] > 0 {
      let side = sign(i)
      if side != 0, !(side * residual[i] > 2 * curvature[i].magnitude.squareRoot() * movement) { return false }
    }
    return true
  }
}

import CGLMKernels

/// The outputs of a likelihood of one predictor at predictors in twice the precision.
package typealias CompactPreciseEvaluation = (
  _ response: Span<Double>, _ predictors: Span<Double>, _ low: Span<Double>,
  _ loss: inout MutableSpan<Double>, _ residual: inout MutableSpan<Double>,
  _ residualLow: inout MutableSpan<Double>, _ curvature: inout MutableSpan<Double>
) -> Void

extension CompactRows {
  /// The same as ``evaluate(limit:_:)`` at coefficients in twice the precision, point + pointLow: predictors, residuals and
  /// products keep what rounding drops.
  ///
  /// - Parameter pearson: r²/c of a row by form, given its number and predictor, where a division cannot tell it.
  package func evaluatePrecisely(
    limit: Double, _ likelihood: CompactPreciseEvaluation, pearson: (Int, Double) -> Double?
  ) -> CompactSums {
    let m = memory
    let (n, p) = (m.rows, m.columns)
    m.eta.update(from: m.hasOffset ? m.offset : m.zeros, count: n)
    m.etaLow.update(repeating: 0, count: n)
    let low = m.hasLow ? UnsafePointer(m.lowTable) : nil
    glm_add_precise_predictor(m.table, low, m.address(.point), m.address(.pointLow), p, n, m.eta, m.etaLow)
    do {
      var loss = span(m.loss).mutableSpan
      var residual = span(m.residual).mutableSpan
      var residualLow = span(m.residualLow).mutableSpan
      var curvature = span(m.curvature).mutableSpan
      withResponse {
        likelihood(
          $0, UnsafeBufferPointer(span(m.eta)).span, UnsafeBufferPointer(span(m.etaLow)).span, &loss,
          &residual, &residualLow, &curvature)
      }
    }
    let sums = weighPrecisely(limit: limit, pearson)
    let (gradient, gradientLow) = (m.address(.gradient), m.address(.gradientLow))
    gradient.update(repeating: 0, count: p)
    gradientLow.update(repeating: 0, count: p)
    glm_add_precise_transpose(m.table, low, m.residual, m.residualLow, p, n, gradient, gradientLow)
    for j in 0..<p { gradient[j] = -(gradient[j] + gradientLow[j]) }
    return sums
  }

  /// Multiplies by the weights and adds up; sizes of predictors count as 1 at least. Four rows at a time, and one by one
  /// where some are of weight 0 or at the ends of the range of numbers.
  private func weighPrecisely(limit: Double, _ pearson: (Int, Double) -> Double?) -> CompactSums {
    typealias Lanes = SIMD4<Double>
    let m = memory
    let (n, isWeighted) = (m.rows, m.hasWeights)
    func lanes(_ numbers: UnsafeMutablePointer<Double>, _ i: Int) -> Lanes {
      UnsafeRawPointer(numbers + i).loadUnaligned(as: Lanes.self)
    }
    var (heads, tails, noises, shares) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    var least = Lanes(repeating: .infinity)
    let (top, one) = (Lanes(repeating: limit), Lanes(repeating: 1))
    var sums = CompactSums()
    var loss = CompensatedSum()
    for start in Swift.stride(from: 0, to: n, by: 4) {
      if start + 4 <= n {
        let w = isWeighted ? lanes(m.weights, start) : one
        let (r, c) = (lanes(m.residual, start), lanes(m.curvature, start))
        let (size, eta) = (r * r, lanes(m.eta, start))
        let isPlain =
          (w .> 0) .& (c .> 1e-290) .& (c .< 1e150) .& (size .< 1e300) .& (size .> 1e-280)
        if all(isPlain) {
          let x = w * lanes(m.loss, start)
          let sum = heads + x
          let shown = sum - heads
          tails += (heads - (sum - shown)) + (x - shown)
          heads = sum
          let share = size / c
          let square = eta * eta
          noises +=
            w
            * (share.replacing(with: top, where: share .> top)
              + c * square.replacing(with: one, where: square .< one))
          shares += w * share
          let own = w * c
          least.replace(with: own, where: own .< least)
          continue
        }
      }
      for i in start..<min(start + 4, n) {
        let w = isWeighted ? m.weights[i] : 1
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
    }
    for lane in 0..<4 {
      loss.add(CompensatedSum(head: heads[lane], tail: tails[lane]))
      sums.noise += noises[lane]
      sums.pearson += shares[lane]
      sums.smallest = min(sums.smallest, least[lane])
    }
    sums.loss = loss.value
    if isWeighted { weighResiduals() }
    return sums
  }

  /// Multiplies residuals, in twice the precision, and curvatures by the weights.
  private func weighResiduals() {
    let m = memory
    for i in 0..<m.rows {
      let w = m.weights[i]
      guard w > 0 else {
        (m.residual[i], m.residualLow[i], m.curvature[i]) = (0, 0, 0)
        continue
      }
      let product = DoubleDouble.product(w, m.residual[i])
      m.residual[i] = product.high
      m.residualLow[i] = product.low + w * m.residualLow[i]
      m.curvature[i] *= w
    }
  }
}

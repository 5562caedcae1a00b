import CGLMKernels

extension CompactRows {
  /// Looks at every response. The first few that are not the same are kinds, and are judged once.
  ///
  /// - Parameter judge: the side on which the residual of a response (its value, and its second value or 1) must lie, 0 for
  ///   none; nil for a response that is impossible or says nothing.
  /// - Returns: the largest |value|; nil where a response was refused.
  package func lookAtResponses(_ judge: (Double, Double) -> Double?) -> Double? {
    if let largest = lookForTwoKinds(judge) { return largest }
    var m = memory
    defer { memory = m }
    let hasTrials = m.responseCount == 2
    let (n, response, sides) = (m.rows, m.response, m.sides)
    let trials = response + (hasTrials ? n : 0)
    func kind(of value: Double, _ second: Double) -> Int? {
      (0..<m.kindCount).first { m.kindValues[$0] == value && m.kindTrials[$0] == second }
    }
    func add(_ value: Double, _ second: Double, _ side: Double) {
      (m.kindValues[m.kindCount], m.kindTrials[m.kindCount], m.kindSides[m.kindCount]) = (value, second, side)
      m.kindCount += 1
    }
    (m.areTwoKinds, m.areFewKinds) = (false, true)
    var largest = 0.0
    for i in 0..<n {
      let (value, second) = (response[i], hasTrials ? trials[i] : 1)
      largest = max(largest, value.magnitude)
      if let known = kind(of: value, second) {
        (sides[i], m.kinds[i]) = (m.kindSides[known], Double(known))
        continue
      }
      guard let side = judge(value, second) else { return nil }
      sides[i] = side
      if m.kindCount < CompactMemory.mostKinds {
        m.kinds[i] = Double(m.kindCount)
        add(value, second, side)
      } else {
        m.areFewKinds = false
      }
    }
    return largest
  }

  /// The larger |value| of responses that are all of two kinds, as a yes and a no; nil where they are not, or were refused.
  private func lookForTwoKinds(_ judge: (Double, Double) -> Double?) -> Double? {
    guard memory.responseCount == 1 else { return nil }
    let (n, response) = (memory.rows, memory.response)
    var i = 0
    while memory.kindCount < 2, i < n {
      let value = response[i]
      if memory.kindCount == 0 || memory.kindValues[0] != value {
        guard let side = judge(value, 1) else { return nil }
        let place = memory.kindCount
        (memory.kindValues[place], memory.kindTrials[place], memory.kindSides[place]) = (value, 1, side)
        memory.kindCount = place + 1
      }
      i += 1
    }
    guard memory.kindCount >= 2 else { return nil }
    let (first, second) = (memory.kindValues[0], memory.kindValues[1])
    guard glm_compact_has_two_kinds(response, n, first, second) != 0 else { return nil }
    (memory.areTwoKinds, memory.areFewKinds) = (true, true)
    return max(first.magnitude, second.magnitude)
  }

  /// Fills the point with the coefficients of the logarithm of the odds that y is 1, for y of 0 and 1, as linear
  /// discriminant analysis tells them from the least squares of y: with b those of n observations, n₁ of them 1, and s =
  /// n/RSS, the slopes are s b and the intercept is log(n₁/n₀) + s (b₀ − ½) + ½ n (1/n₁ − 1/n₀) (Haggstrom, 1983,
  /// Journal of Business & Economic Statistics 1, 229–238). It is the estimate itself where columns are normal within both
  /// classes, and near it elsewhere.
  ///
  /// - Returns: false, and nothing of use, where responses are not of these two kinds, or nearly told by the columns.
  package func startByDiscriminant(intercept: Int, total n: Double) -> Bool {
    guard memory.areTwoKinds, !memory.hasOffset, min(memory.kindValues[0], memory.kindValues[1]) == 0,
      max(memory.kindValues[0], memory.kindValues[1]) == 1
    else { return false }
    var y = UnsafePointer(memory.response)
    if let weights = designWeights {
      for i in 0..<memory.rows { memory.eta[i] = weights[i] * y[i] }
      y = UnsafePointer(memory.eta)
    }
    let products = address(.products)
    products.update(repeating: 0, count: memory.columns)
    glm_add_transpose_product(memory.table, y, memory.columns, memory.rows, products)
    let (yes, no) = (products[intercept], n - products[intercept])
    let rest = yes - solve(.design, .products, into: .point)
    guard yes > 0, no > 0, rest > 1e-3 * yes * no / n else { return false }
    let (scale, point) = (n / rest, address(.point))
    for j in 0..<memory.columns { point[j] *= scale }
    point[intercept] += Double.log(yes / no) - scale / 2 + n / 2 * (1 / yes - 1 / no)
    return true
  }

  /// products = Xᵀ W (η − offset), W as of the design, for η that `start` fills given the responses; it is asked
  /// for each kind of response once where there are few.
  package func fillStartProducts(_ start: (Span<Double>, inout MutableSpan<Double>) -> Void) {
    let m = memory
    let n = m.rows
    if m.areFewKinds {
      let (count, values) = (m.kindCount, m.scratch)
      values.update(from: m.kindValues, count: count)
      if m.responseCount == 2 { (values + count).update(from: m.kindTrials, count: count) }
      var starts = UnsafeMutableBufferPointer(start: m.kindStarts, count: count).mutableSpan
      start(UnsafeBufferPointer(start: UnsafePointer(values), count: m.responseCount * count).span, &starts)
      if m.areTwoKinds {
        let (first, one, two) = (m.kindValues[0], m.kindStarts[0], m.kindStarts[1])
        for i in 0..<n { m.eta[i] = m.response[i] == first ? one : two }
      } else {
        for i in 0..<n { m.eta[i] = m.kindStarts[Int(m.kinds[i])] }
      }
    } else {
      var predictors = span(m.eta).mutableSpan
      withResponse { start($0, &predictors) }
    }
    if m.hasOffset { for i in 0..<n { m.eta[i] -= m.offset[i] } }
    if let weights = designWeights { glm_weigh(weights, m.eta, n) }
    let products = m.address(.products)
    products.update(repeating: 0, count: m.columns)
    glm_add_transpose_product(m.table, m.eta, m.columns, n, products)
  }
}

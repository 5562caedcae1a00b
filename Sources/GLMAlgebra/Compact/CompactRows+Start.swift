import CGLMKernels

extension CompactRows {
  /// Looks at every response. The first few that are not the same are kinds, and are judged once.
  ///
  /// - Parameter judge: the side on which the residual of a response (its value, and its second value or 1) must lie, 0 for
  ///   none; nil for a response that is impossible or says nothing.
  /// - Returns: the largest |value|; nil where a response was refused.
  package func lookAtResponses(_ judge: (Double, Double) -> Double?) -> Double? {
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
    if !hasTrials, m.kindCount < 2 {
      for i in 0..<n where m.kindCount < 2 && kind(of: response[i], 1) == nil {
        guard let side = judge(response[i], 1) else { return nil }
        add(response[i], 1, side)
      }
    }
    if !hasTrials, m.kindCount >= 2 {
      // Two kinds, as of a yes and a no, without a branch a row.
      let (first, second) = (m.kindValues[0], m.kindValues[1])
      let (side, other) = (m.kindSides[0], m.kindSides[1])
      var strangers = 0
      for i in 0..<n {
        let y = response[i]
        let (a, b) = (y == first ? 1 : 0, y == second ? 1 : 0)
        strangers += 1 - (a | b)
        sides[i] = y == first ? side : other
      }
      if strangers == 0 {
        m.areTwoKinds = true
        return max(first.magnitude, second.magnitude)
      }
    }
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

  /// products = Xᵀ (η − offset) over the rows that weigh something, for η that `start` fills given the responses; it is asked
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
    if m.hasWeights { for i in 0..<n where m.presence[i] == 0 { m.eta[i] = 0 } }
    let products = m.address(.products)
    products.update(repeating: 0, count: m.columns)
    glm_add_transpose_product(m.table, m.eta, m.columns, n, products)
  }
}

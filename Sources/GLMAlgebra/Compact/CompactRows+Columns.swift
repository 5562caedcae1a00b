import CGLMKernels

extension CompactRows {
  /// What one look at a column tells of its rows of weight above 0.
  package struct ColumnLook {
    /// The smallest and the largest entry.
    package var low, high: Double
    package var sum: Double
    /// Whether every entry is finite, those of rows of weight 0 included.
    package var isFinite: Bool
  }

  /// Notes which rows weigh something.
  ///
  /// - Returns: how many those are and Σ w; nil where a weight is negative or no finite number.
  package func lookAtWeights() -> (rows: Int, total: Double)? {
    let m = memory
    let n = m.rows
    guard m.hasWeights else {
      m.presence.update(repeating: 1, count: n)
      return (n, Double(n))
    }
    var total = CompensatedSum()
    var count = 0
    for i in 0..<n {
      let w = m.weights[i]
      guard w >= 0, w < .infinity else { return nil }
      m.presence[i] = w > 0 ? 1 : 0
      count += w > 0 ? 1 : 0
      total.add(w)
    }
    return (count, total.value)
  }

  /// Whether every offset is finite.
  package var isOffsetFinite: Bool {
    let m = memory
    guard m.hasOffset else { return true }
    for i in 0..<m.rows where !m.offset[i].isFinite { return false }
    return true
  }

  /// Looks at a column as it was given.
  package func lookAtColumn(_ j: Int) -> ColumnLook {
    let m = memory
    var survey = glm_column_survey(
      low: .infinity, high: -.infinity, sum: 0, sum_tail: 0, is_finite: 1, is_whole: 1)
    glm_survey_column(
      m.raw + j * m.stride, m.hasWeights ? UnsafePointer(m.weights) : nil, m.rows, &survey)
    return ColumnLook(
      low: survey.low, high: survey.high, sum: survey.sum + survey.sum_tail, isFinite: survey.is_finite != 0)
  }

  /// Takes `shift` off column `j` from now on: the column in use is rounded once, and has what rounding drops beside it.
  package func shiftColumn(_ j: Int, by shift: Double) {
    let m = memory
    m.address(.shift)[j] = shift
    guard shift != 0 else {
      m.table[j] = m.rawTable[j]
      m.lowTable[j] = m.rawLowTable[j]
      return
    }
    let (x, y) = (m.raw + j * m.stride, m.hasRawLow ? m.rawLow + j * m.stride : m.zeros)
    let (out, rest) = (m.shifted + j * m.stride, m.shiftedLow + j * m.stride)
    for i in 0..<m.rows {
      let value = DoubleDouble(high: x[i], low: y[i]) - DoubleDouble(shift)
      (out[i], rest[i]) = (value.high, value.low)
    }
    m.table[j] = UnsafePointer(out)
    m.lowTable[j] = UnsafePointer(rest)
  }

  /// Whether something is taken off a column.
  package var isShifted: Bool {
    let m = memory
    return (0..<m.columns).contains { m.address(.shift)[$0] != 0 }
  }

  /// Finds out whether columns in use have low parts.
  package func lookForLowParts() {
    let m = memory
    var bits: UInt64 = 0
    for j in 0..<m.columns where !m.hasRawLow && m.address(.shift)[j] != 0 {
      let rest = m.shiftedLow + j * m.stride
      for i in 0..<m.rows { bits |= rest[i].magnitude.bitPattern }
    }
    memory.hasLow = m.hasRawLow || bits != 0
  }

  /// XᵀX over the rows that weigh something.
  package func fillGram() {
    let m = memory
    m.address(.gram).update(repeating: 0, count: triangleCount)
    let weights = m.hasWeights ? UnsafePointer(m.presence) : nil
    glm_add_gram(m.table, weights, m.columns, m.rows, m.address(.gram))
  }
}

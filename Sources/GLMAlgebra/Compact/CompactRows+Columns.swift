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

  /// What one look at the weights tells.
  package struct WeightLook {
    /// Rows of weight above 0.
    package var rows: Int
    package var total: Double
    /// The largest weight, and that over the smallest above 0.
    package var largest, spread: Double
  }

  /// Notes which rows weigh something.
  ///
  /// - Returns: nil where a weight is negative or no finite number.
  package func lookAtWeights() -> WeightLook? {
    let n = memory.rows
    guard memory.hasWeights else {
      memory.presence.update(repeating: 1, count: n)
      return WeightLook(rows: n, total: Double(n), largest: 1, spread: 1)
    }
    var look = glm_compact_weights()
    glm_compact_look_at_weights(memory.weights, memory.presence, n, &look)
    guard look.is_possible != 0 else { return nil }
    return WeightLook(
      rows: look.present, total: look.total, largest: look.largest, spread: look.largest / look.smallest)
  }

  /// Whether every offset is finite.
  package var isOffsetFinite: Bool {
    let m = memory
    guard m.hasOffset else { return true }
    for i in 0..<m.rows where !m.offset[i].isFinite { return false }
    return true
  }

  /// Looks at a column as it was given; its sum is a plain one unless it is wanted `precisely`.
  package func lookAtColumn(_ j: Int, precisely: Bool) -> ColumnLook {
    var survey = glm_column_survey(
      low: .infinity, high: -.infinity, sum: 0, sum_tail: 0, is_finite: 1, is_whole: 1)
    let (column, weights) = (memory.raw + j * memory.stride, memory.hasWeights ? memory.weights : nil)
    if precisely {
      glm_survey_column(column, weights, memory.rows, &survey)
    } else {
      glm_compact_look_at_column(column, weights, memory.rows, &survey)
    }
    return ColumnLook(
      low: survey.low, high: survey.high, sum: survey.sum + survey.sum_tail, isFinite: survey.is_finite != 0)
  }

  /// Takes `shift` off column `j` from now on: the column in use is rounded once, and has what rounding drops beside it.
  package func shiftColumn(_ j: Int, by shift: Double) {
    address(.shift)[j] = shift
    guard shift != 0 else {
      memory.table[j] = memory.rawTable[j]
      memory.lowTable[j] = memory.rawLowTable[j]
      return
    }
    let m = memory
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
    let shift = address(.shift)
    for j in 0..<memory.columns where shift[j] != 0 { return true }
    return false
  }

  /// Finds out whether columns in use have low parts.
  package func lookForLowParts() {
    let shift = address(.shift)
    var bits: UInt64 = 0
    for j in 0..<memory.columns where !memory.hasRawLow && shift[j] != 0 {
      let rest = memory.shiftedLow + j * memory.stride
      for i in 0..<memory.rows { bits |= rest[i].magnitude.bitPattern }
    }
    memory.hasLow = memory.hasRawLow || bits != 0
  }

  /// gram = Xᵀ W X, or XᵀX over the rows that weigh something: what ``Factor/design`` is the factor of, and start products
  /// are told by.
  package func fillGram(isWeighted: Bool) {
    memory.isDesignWeighted = isWeighted && memory.hasWeights
    address(.gram).update(repeating: 0, count: triangleCount)
    glm_add_gram(memory.table, designWeights, memory.columns, memory.rows, address(.gram))
  }

  /// The last row of XᵀX, to the bit as ``fillGram(isWeighted:)`` fills it where every row weighs 1; the others stay.
  package func fillLastGramRow() {
    precondition(!memory.hasWeights, "rows weigh 1")
    let last = memory.columns - 1
    let row = address(.gram) + last * (last + 1) / 2
    row.update(repeating: 0, count: last + 1)
    if let column = memory.table[last] {
      glm_add_transpose_product(memory.table, column, last + 1, memory.rows, row)
    }
  }

  /// The weights that the design is told by, nil for 1.
  var designWeights: UnsafePointer<Double>? {
    guard memory.hasWeights else { return nil }
    return UnsafePointer(memory.isDesignWeighted ? memory.weights : memory.presence)
  }
}

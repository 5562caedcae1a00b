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

  /// Copies the columns of a block, high parts and low parts, to the rows from `first` on.
  package func copy(_ columns: BlockColumns, low: BlockColumns?, at first: Int) {
    precondition(columns.count == columnCount && first >= 0 && first + columns.rows <= rowCount)
    if low != nil, !hasRawLow {
      hasRawLow = true
      rawLow.update(repeating: 0, count: columnCount * stride)
      for j in 0..<columnCount {
        rawLowTable[j] = UnsafePointer(rawLow + j * stride)
        lowTable[j] = rawLowTable[j]
      }
      hasLow = true
    }
    for j in 0..<columnCount {
      columns.withColumn(j) { copy($0, to: raw + (j * stride + first)) }
      low?.withColumn(j) { copy($0, to: rawLow + (j * stride + first)) }
    }
  }

  /// Copies the response of a block, value by value, to the rows from `first` on.
  package func copyResponse(_ values: Span<Double>, at first: Int, count: Int) {
    precondition(values.count == responseCount * count && first >= 0 && first + count <= rowCount)
    values.withUnsafeBufferPointer { values in
      guard let from = values.baseAddress else { return }
      for k in 0..<responseCount {
        (response + (k * rowCount + first)).update(from: from + k * count, count: count)
      }
    }
  }

  /// Copies weights to the rows from `first` on.
  package func copyWeights(_ values: Span<Double>, at first: Int) {
    precondition(first >= 0 && first + values.count <= rowCount)
    hasWeights = true
    copy(values, to: weights + first)
  }

  /// Copies offsets to the rows from `first` on.
  package func copyOffset(_ values: Span<Double>, at first: Int) {
    precondition(first >= 0 && first + values.count <= rowCount)
    hasOffset = true
    copy(values, to: offset + first)
  }

  private func copy(_ values: Span<Double>, to place: UnsafeMutablePointer<Double>) {
    values.withUnsafeBufferPointer { values in
      if let from = values.baseAddress { place.update(from: from, count: values.count) }
    }
  }

  /// Lends the response for writing, `responseCount` planes.
  package func withMutableResponse(_ body: (inout MutableSpan<Double>) -> Void) {
    var span = UnsafeMutableBufferPointer(start: response, count: responseCount * rowCount).mutableSpan
    body(&span)
  }

  /// Lends the weights for writing: from now on they count.
  package func withMutableWeights(_ body: (inout MutableSpan<Double>) -> Void) {
    hasWeights = true
    var span = UnsafeMutableBufferPointer(start: weights, count: rowCount).mutableSpan
    body(&span)
  }

  /// Lends a column, as given, for writing; it has no low part.
  package func withMutableColumn(_ j: Int, _ body: (inout MutableSpan<Double>) -> Void) {
    precondition(j >= 0 && j < columnCount)
    if hasRawLow { (rawLow + j * stride).update(repeating: 0, count: rowCount) }
    var span = UnsafeMutableBufferPointer(start: raw + j * stride, count: rowCount).mutableSpan
    body(&span)
  }

  /// Copies of the response, of the weights, and of a column as given.
  package var responseValues: [Double] {
    Array(UnsafeBufferPointer(start: response, count: responseCount * rowCount))
  }
  package var weightValues: [Double] { Array(UnsafeBufferPointer(start: weights, count: rowCount)) }
  package func columnValues(_ j: Int) -> [Double] {
    precondition(j >= 0 && j < columnCount)
    return Array(UnsafeBufferPointer(start: raw + j * stride, count: rowCount))
  }

  /// Lends the response for reading.
  package func withResponse<Result>(_ body: (Span<Double>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: UnsafePointer(response), count: responseCount * rowCount).span)
  }

  /// Value `k` of the response of row `i`.
  package func response(_ i: Int, value k: Int = 0) -> Double { response[k * rowCount + i] }

  /// Notes which rows weigh something.
  ///
  /// - Returns: how many those are and Σ w; nil where a weight is negative or no finite number.
  package func lookAtWeights() -> (rows: Int, total: Double)? {
    guard hasWeights else {
      presence.update(repeating: 1, count: rowCount)
      return (rowCount, Double(rowCount))
    }
    var total = CompensatedSum()
    var count = 0
    for i in 0..<rowCount {
      let w = weights[i]
      guard w >= 0, w < .infinity else { return nil }
      presence[i] = w > 0 ? 1 : 0
      count += w > 0 ? 1 : 0
      total.add(w)
    }
    return (count, total.value)
  }

  /// Whether row `i` weighs something.
  package func isPresent(_ i: Int) -> Bool { presence[i] > 0 }

  /// Whether every offset is finite.
  package var isOffsetFinite: Bool {
    guard hasOffset else { return true }
    for i in 0..<rowCount where !offset[i].isFinite { return false }
    return true
  }

  /// Looks at a column as it was given.
  package func lookAtColumn(_ j: Int) -> ColumnLook {
    var survey = glm_column_survey(
      low: .infinity, high: -.infinity, sum: 0, sum_tail: 0, is_finite: 1, is_whole: 1)
    glm_survey_column(raw + j * stride, hasWeights ? UnsafePointer(weights) : nil, rowCount, &survey)
    return ColumnLook(
      low: survey.low, high: survey.high, sum: survey.sum + survey.sum_tail, isFinite: survey.is_finite != 0)
  }

  /// Takes `shift` off column `j` from now on: the column in use is rounded once, and has what rounding drops beside it.
  package func shiftColumn(_ j: Int, by shift: Double) {
    self[.shift, j] = shift
    guard shift != 0 else {
      table[j] = rawTable[j]
      lowTable[j] = rawLowTable[j]
      return
    }
    let (x, y) = (raw + j * stride, hasRawLow ? rawLow + j * stride : zeros)
    let (out, rest) = (shifted + j * stride, shiftedLow + j * stride)
    for i in 0..<rowCount {
      let value = DoubleDouble(high: x[i], low: y[i]) - DoubleDouble(shift)
      (out[i], rest[i]) = (value.high, value.low)
    }
    table[j] = UnsafePointer(out)
    lowTable[j] = UnsafePointer(rest)
  }

  /// Whether something is taken off a column.
  package var isShifted: Bool { (0..<columnCount).contains { self[.shift, $0] != 0 } }

  /// Finds out whether columns in use have low parts.
  package func lookForLowParts() {
    hasLow = hasRawLow
    if hasLow { return }
    var bits: UInt64 = 0
    for j in 0..<columnCount where self[.shift, j] != 0 {
      let rest = shiftedLow + j * stride
      for i in 0..<rowCount { bits |= rest[i].magnitude.bitPattern }
    }
    hasLow = bits != 0
  }

  /// XᵀX over the rows that weigh something.
  package func fillGram() {
    address(.gram).update(repeating: 0, count: triangleCount)
    let weights = hasWeights ? UnsafePointer(presence) : nil
    glm_add_gram(table, weights, columnCount, rowCount, address(.gram), scratch)
  }
}

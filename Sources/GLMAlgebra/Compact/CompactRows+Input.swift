extension CompactRows {
  /// Copies the columns of a block, high parts and low parts, to the rows from `first` on.
  package func copy(_ columns: BlockColumns, low: BlockColumns?, at first: Int) {
    precondition(columns.count == columnCount && first >= 0 && first + columns.rows <= rowCount)
    let m = memory
    if low != nil, !m.hasRawLow {
      memory.hasRawLow = true
      m.rawLow.update(repeating: 0, count: columnCount * m.stride)
      for j in 0..<columnCount {
        m.rawLowTable[j] = UnsafePointer(m.rawLow + j * m.stride)
        m.lowTable[j] = m.rawLowTable[j]
      }
    }
    for j in 0..<columnCount {
      columns.withColumn(j) { copy($0, to: m.raw + (j * m.stride + first)) }
      low?.withColumn(j) { copy($0, to: m.rawLow + (j * m.stride + first)) }
    }
  }

  /// Copies the response of a block, value by value, to the rows from `first` on.
  package func copyResponse(_ values: Span<Double>, at first: Int, count: Int) {
    precondition(values.count == responseCount * count && first >= 0 && first + count <= rowCount)
    let response = memory.response
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
    memory.hasWeights = true
    copy(values, to: memory.weights + first)
  }

  /// Copies offsets to the rows from `first` on.
  package func copyOffset(_ values: Span<Double>, at first: Int) {
    precondition(first >= 0 && first + values.count <= rowCount)
    memory.hasOffset = true
    copy(values, to: memory.offset + first)
  }

  private func copy(_ values: Span<Double>, to place: UnsafeMutablePointer<Double>) {
    values.withUnsafeBufferPointer { values in
      if let from = values.baseAddress { place.update(from: from, count: values.count) }
    }
  }

  /// Lends the response for writing, `responseCount` planes.
  package func withMutableResponse(_ body: (inout MutableSpan<Double>) -> Void) {
    var span = UnsafeMutableBufferPointer(start: memory.response, count: responseCount * rowCount).mutableSpan
    body(&span)
  }

  /// Lends the weights for writing: from now on they count.
  package func withMutableWeights(_ body: (inout MutableSpan<Double>) -> Void) {
    memory.hasWeights = true
    var span = UnsafeMutableBufferPointer(start: memory.weights, count: rowCount).mutableSpan
    body(&span)
  }

  /// Lends a column, as given, for writing; it has no low part.
  package func withMutableColumn(_ j: Int, _ body: (inout MutableSpan<Double>) -> Void) {
    precondition(j >= 0 && j < columnCount)
    let m = memory
    if m.hasRawLow { (m.rawLow + j * m.stride).update(repeating: 0, count: rowCount) }
    var span = UnsafeMutableBufferPointer(start: m.raw + j * m.stride, count: rowCount).mutableSpan
    body(&span)
  }

  /// A copy of the response.
  package var responseValues: [Double] {
    Array(UnsafeBufferPointer(start: memory.response, count: responseCount * rowCount))
  }

  /// A copy of the weights.
  package var weightValues: [Double] { Array(UnsafeBufferPointer(start: memory.weights, count: rowCount)) }

  /// A copy of a column as given.
  package func columnValues(_ j: Int) -> [Double] {
    precondition(j >= 0 && j < columnCount)
    return Array(UnsafeBufferPointer(start: memory.raw + j * memory.stride, count: rowCount))
  }

  /// Lends the response for reading, `responseCount` planes.
  package func withResponse<Result>(_ body: (Span<Double>) -> Result) -> Result {
    let m = memory
    return body(UnsafeBufferPointer(start: UnsafePointer(m.response), count: m.responseCount * m.rows).span)
  }
}

import GLMModel

/// Rows of a logistic regression, the same every time: columns uniform on (−1, 1), slopes of alternating sign.
struct LogisticWorkload {
  let source: MemorySource
  /// The linear predictors that the response was drawn at.
  let predictors: [Double]

  init(rows: Int, columns count: Int) {
    var random = Mixer(state: 42)
    let columns = (0..<count).map { _ in (0..<rows).map { _ in Double.random(in: -1...1, using: &random) } }
    let slopes = (0..<count).map { ($0 % 2 == 0 ? 1 : -1) * 1.5 / Double(count).squareRoot() }
    predictors = (0..<rows).map { i in
      columns.indices.reduce(0.25) { $0 + slopes[$1] * columns[$1][i] }
    }
    let response = predictors.map { predictor in
      Double.random(in: 0..<1, using: &random) < 1 / (1 + Double.exp(-predictor)) ? 1.0 : 0
    }
    source = MemorySource(
      rowCount: rows,
      columns: [.intercept] + (0..<count).map { ColumnDescription(name: "x\($0 + 1)", group: $0 + 1) },
      pieces: [.constant] + columns.map { .dense(ColumnStorage($0)) }, response: [ColumnStorage(response)])
  }
}

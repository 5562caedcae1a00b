import GLMAlgebra
import GLMModel

/// One look at the rows of a block, for a ``Survey``.
///
/// Its sums are the rows, the weight, and the sum of each column; its maxima are for each column −minimum and maximum, then minus the
/// first bad row, the largest response, for each group of columns −minimum and maximum of its sum, and for each column
/// whether it has a number that is not whole, and whether it has a low part.
struct SurveyPass: Sendable {
  let likelihood: any Likelihood
  let columnCount: Int
  let offsetCount: Int
  /// The groups of columns, in order, each with its columns.
  let groups: [(group: Int, columns: [Int])]
  /// The place in `groups` of each column that is alone in its group.
  private let placeOfSingle: [Int: Int]

  init(_ source: any RowSource, _ likelihood: any Likelihood) {
    self.likelihood = likelihood
    columnCount = source.columns.count
    offsetCount = source.offsetCount
    let members = Dictionary(grouping: source.columns.indices) { source.columns[$0].group }
    groups = members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    placeOfSingle = groups.enumerated().reduce(into: [:]) { places, own in
      if own.element.columns.count == 1 { places[own.element.columns[0]] = own.offset }
    }
  }

  var sums: Int { 2 + columnCount }
  var maxima: Int { 4 * columnCount + 2 + 2 * groups.count }

  /// Looks at the rows of one block; the first that is impossible raises the last maximum to minus its index.
  func look(
    at block: borrowing RowBlock, _ work: PassWorkspace, _ totals: inout MergeableSums
  ) {
    let (n, p) = (block.count, columnCount)
    let first = block.rows.lowerBound
    func refuse(_ i: Int) { totals.raise(2 * p, to: -Double(first + i)) }
    let response = RowCheck(likelihood).responses(of: block, refuse)
    totals.add(response.rows, to: 0)
    totals.add(response.weight, to: 1)
    totals.raise(2 * p + 1, to: response.largest)
    for k in 0..<offsetCount {
      block.withOffset(ofPlane: k) { offset in
        guard let offset else { return }
        for i in 0..<n where !offset[i].isFinite { refuse(i) }
      }
    }
    let flags = 2 * p + 2 + 2 * groups.count
    block.withWeights { weights in
      block.withPreciseColumns { columns, low in
        var (smallest, largest) = (0.0, 0.0)
        for j in 0..<p {
          columns.withColumn(j) { x in
            var survey = ColumnSurvey()
            survey.look(at: x, weights: weights)
            if !survey.isFinite {
              for i in 0..<n where !x[i].isFinite { refuse(i) }
            }
            if !survey.isWhole || max(-survey.low, survey.high) > 0x1p53 {
              totals.raise(flags + 2 * j, to: 1)
            }
            totals.add(survey.sum, to: 2 + j)
            totals.raise(2 * j, to: -survey.low)
            totals.raise(2 * j + 1, to: survey.high)
            (smallest, largest) = (survey.low, survey.high)
          }
          let isComputed =
            low?.withColumn(j) { x in (0..<n).contains { x[$0] != 0 && isSaid(weights, $0) } } ?? false
          if isComputed { totals.raise(flags + 2 * j + 1, to: 1) }
          if let place = placeOfSingle[j] {
            totals.raise(2 * p + 2 + 2 * place, to: -smallest)
            totals.raise(2 * p + 3 + 2 * place, to: largest)
          }
        }
        // Groups whose columns add up to 1 in every row, as the indicators of a factor do.
        work.second.reserve(n)
        for (place, (_, members)) in groups.enumerated() where members.count > 1 {
          work.second.fill(0..<n, with: 0)
          for j in members {
            columns.withColumn(j) { x in for i in 0..<n { work.second[i] += x[i] } }
          }
          for i in 0..<n where isSaid(weights, i) {
            totals.raise(2 * p + 2 + 2 * place, to: -work.second[i])
            totals.raise(2 * p + 3 + 2 * place, to: work.second[i])
          }
        }
      }
    }
  }
}

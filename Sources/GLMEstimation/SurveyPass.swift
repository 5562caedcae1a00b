import GLMAlgebra
import GLMModel

/// One look at the rows of a block, for a ``Survey``; it may ride along with another pass.
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
  ///
  /// - Returns: whether all are possible.
  func look(
    at block: borrowing RowBlock, _ work: PassWorkspace, _ totals: inout MergeableSums, sums: Int, maxima: Int
  ) -> Bool {
    let (n, p) = (block.count, columnCount)
    let first = block.rows.lowerBound
    var isPossible = true
    func refuse(_ i: Int) {
      isPossible = false
      totals.raise(maxima + 2 * p, to: -Double(first + i))
    }
    let response = look(atResponseOf: block, refuse)
    totals.add(response.rows, to: sums)
    totals.add(response.weight, to: sums + 1)
    totals.raise(maxima + 2 * p + 1, to: response.largest)
    for k in 0..<offsetCount {
      block.withOffset(ofPlane: k) { offset in
        guard let offset else { return }
        for i in 0..<n where !offset[i].isFinite { refuse(i) }
      }
    }
    let flags = maxima + 2 * p + 2 + 2 * groups.count
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
            totals.add(survey.sum, to: sums + 2 + j)
            totals.raise(maxima + 2 * j, to: -survey.low)
            totals.raise(maxima + 2 * j + 1, to: survey.high)
            (smallest, largest) = (survey.low, survey.high)
          }
          let isComputed =
            low?.withColumn(j) { x in (0..<n).contains { x[$0] != 0 && isSaid(weights, $0) } } ?? false
          if isComputed { totals.raise(flags + 2 * j + 1, to: 1) }
          if let place = placeOfSingle[j] {
            totals.raise(maxima + 2 * p + 2 + 2 * place, to: -smallest)
            totals.raise(maxima + 2 * p + 3 + 2 * place, to: largest)
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
            totals.raise(maxima + 2 * p + 2 + 2 * place, to: -work.second[i])
            totals.raise(maxima + 2 * p + 3 + 2 * place, to: work.second[i])
          }
        }
      }
    }
    return isPossible
  }

  /// Whether no row was refused.
  func isPossible(_ totals: MergeableSums, maxima: Int) -> Bool {
    totals.maximum(maxima + 2 * columnCount) == -.infinity
  }

  /// What the responses and weights of a block tell: the rows that say something, their weight, and the largest |response|
  /// of a row with weight.
  private func look(
    atResponseOf block: borrowing RowBlock, _ refuse: (Int) -> Void
  ) -> (rows: Double, weight: CompensatedSum, largest: Double) {
    let n = block.count
    let wantsSize = likelihood.dispersion == .estimated
    return block.withResponse { response in
      block.withWeights { weights in
        let isOrdinary = likelihood.isOrdinary(response, rows: n)
        var largest = -Double.infinity
        if isOrdinary, weights == nil {
          if wantsSize { for i in 0..<n { largest = max(largest, abs(response[i])) } }
          return (Double(n), CompensatedSum(head: Double(n), tail: 0), largest)
        }
        var rows = 0
        var total = CompensatedSum()
        for i in 0..<n {
          var w = 1.0
          if let weights { w = weights[i] }
          if !(w >= 0) || w == .infinity { refuse(i) }
          if !isOrdinary {
            let row = RowResponse(response[i], trials: likelihood.responseCount == 2 ? response[n + i] : 1)
            if likelihood.complaint(row) != nil {
              refuse(i)
            } else if w > 0, likelihood.recession(row) == .whole {
              // No trials: the row says nothing, and does not count.
              continue
            }
          }
          total.add(w)
          if w != 0 { rows += 1 }
          if w > 0 { largest = max(largest, abs(response[i])) }
        }
        return (Double(rows), total, largest)
      }
    }
  }

  /// Whether row i has weight.
  private func isSaid(_ weights: Span<Double>?, _ i: Int) -> Bool {
    if let weights { return weights[i] != 0 }
    return true
  }
}

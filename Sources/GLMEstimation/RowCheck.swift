import GLMAlgebra
import GLMModel

/// The quick look at the rows of a block that rides along with another pass over them: whether all is in order. What is not
/// is for a ``Survey`` to tell.
///
/// It does not look at columns, whose scales a sample has told: an entry that is not finite leaves no gradient that is.
///
/// Its sums are the rows and their weight; its maxima are whether something is out of the ordinary, and the largest response.
struct RowCheck: Sendable {
  static let sums = 2
  static let maxima = 2

  let likelihood: any Likelihood

  init(_ likelihood: any Likelihood) { self.likelihood = likelihood }

  /// Looks at the rows of one block.
  ///
  /// - Returns: whether all is in order.
  func look(
    at block: borrowing RowBlock, offsets: Int, _ totals: inout MergeableSums, sums: Int, maxima: Int
  ) -> Bool {
    var isOrdinary = true
    let response = responses(of: block) { _ in isOrdinary = false }
    totals.add(response.rows, to: sums)
    totals.add(response.weight, to: sums + 1)
    totals.raise(maxima + 1, to: response.largest)
    for k in 0..<offsets {
      block.withOffset(ofPlane: k) { offset in
        guard let offset else { return }
        for i in 0..<offset.count where !offset[i].isFinite { isOrdinary = false }
      }
    }
    if !isOrdinary { totals.raise(maxima, to: 1) }
    return isOrdinary
  }

  /// The rows and weight of a look that found all in order; nil of another.
  func survey(_ totals: MergeableSums, sums: Int, maxima: Int) -> Survey? {
    let rows = totals[sums]
    guard !(totals.maximum(maxima) > 0), rows > 0 else { return nil }
    if likelihood.dispersion == .estimated {
      let size = totals.maximum(maxima + 1)
      guard size == 0 || (size > 1e-140 && size < 1e140) else { return nil }
    }
    return Survey(totalWeight: totals[sums + 1], rows: Int(rows))
  }

  /// What the responses and weights of a block tell: the rows that say something, their weight, and the largest |response|
  /// of a row with weight.
  func responses(
    of block: borrowing RowBlock, _ refuse: (Int) -> Void
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
}

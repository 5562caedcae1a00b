import CGLMKernels

/// What one look at the entries of a column tells, block after block.
///
/// A row of weight 0 counts for `isFinite` alone. Weights left out are 1. The same blocks give the same bits.
package struct ColumnSurvey: Sendable {
  private var survey: glm_column_survey

  /// A column of which nothing was seen.
  package init() {
    survey = glm_column_survey()
    survey.low = .infinity
    survey.high = -.infinity
    survey.is_finite = 1
    survey.is_whole = 1
  }

  /// The smallest entry of a row with weight; +∞ before there was one. NaN counts as nothing.
  package var low: Double { survey.low }

  /// The largest entry of a row with weight; −∞ before there was one. NaN counts as nothing.
  package var high: Double { survey.high }

  /// The sum of the entries of rows with weight.
  package var sum: CompensatedSum { CompensatedSum(head: survey.sum, tail: survey.sum_tail) }

  /// Whether every entry is finite, those of rows without weight too.
  package var isFinite: Bool { survey.is_finite != 0 }

  /// Whether every entry of a row with weight is whole. Infinity is, NaN is not.
  package var isWhole: Bool { survey.is_whole != 0 }

  /// Looks at the rows of one block.
  package mutating func look(at x: Span<Double>, weights: Span<Double>? = nil) {
    let rows = x.count
    RowSums.withAddress(of: weights, rows: rows) { w in
      x.withUnsafeBufferPointer { x in
        if let x = x.baseAddress { glm_survey_column(x, w, rows, &survey) }
      }
    }
  }
}

/// The line that each row of a file began on: one more for each row, and more still after a cell with line breaks.
struct RowLines: Sendable, Equatable {
  /// From `row` on, row r began on line r + offset.
  struct Step: Sendable, Equatable {
    var row: Int
    var offset: Int
  }

  /// The line of row 0, counting from 1.
  let first: Int
  /// Ascending by row.
  let steps: [Step]

  init(first: Int, steps: [Step] = []) {
    self.first = first
    self.steps = steps
  }

  subscript(row: Int) -> Int {
    // The last step at or before the row.
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    return row + (low == 0 ? first : steps[low - 1].offset)
  }
}

import GLMAlgebra
import GLMModel

/// Where learned state comes from: the training data, or a saved model.
enum StateSource {
  case training(Learner)
  case saved([LearnedState])
}

/// The training data, of which an expression learns from every row that has its own columns, as in R: also from rows
/// that the model then drops because another column is missing there.
struct Learner {
  let table: Table
  /// The columns that are ordered factors.
  let ordered: Set<String>

  /// The finite values of a number, rounded after every operation.
  func values(of number: BoundNumber, columns: [String], usedIn use: String) throws(FrameError) -> [Double] {
    var evaluation = self.evaluation(columns)
    let storage = try evaluation.value(of: number, usedIn: use).storage(count: evaluation.selection.count)
    let isMissing = evaluation.takeMissing()
    let values = storage.values
    let isClean = isMissing == nil && values.allSatisfy(\.isFinite)
    if isClean { return values }
    return values.indices.filter { values[$0].isFinite && isMissing?[$0] != true }.map { values[$0] }
  }

  /// The finite values of a number in twice the precision.
  func preciseValues(
    of number: BoundNumber, columns: [String], usedIn use: String
  ) throws(FrameError) -> [DoubleDouble] {
    var evaluation = self.evaluation(columns)
    let column = try evaluation.preciseValue(of: number, usedIn: use).column(
      count: evaluation.selection.count)
    let isMissing = evaluation.takeMissing()
    return (0..<column.count).filter { column.high[$0].isFinite && isMissing?[$0] != true }.map { column[$0] }
  }

  /// The levels that a factor's input has of itself.
  func levels(of input: BoundFactor.Input, columns: [String], usedIn use: String) throws(FrameError)
    -> LevelMap
  {
    switch input {
    case .truth: return .truths
    case .intervals(_, let points): return LevelMap(levels: points.labels)
    case .number(let number):
      return LevelMap(numbers: Set(try values(of: number, columns: columns, usedIn: use)).sorted())
    case .column(let name):
      let selection = RowSelection(of: table, complete: [name])
      guard let column = table.column(named: name) else { throw selection.missingColumn(name, role: "") }
      var map: LevelMap
      switch column.cells {
      case .numbers(let cells):
        let numbers = Learner.distinct(cells.storage, selection.rows)
        map = LevelMap(numbers: numbers.sorted())
      case .labels(let cells):
        var isUsed = [Bool](repeating: cells.isOrderGiven, count: cells.levels.count)
        for i in 0..<cells.codes.count where cells.codes[i] >= 0 { isUsed[Int(cells.codes[i])] = true }
        map = LevelMap(levels: cells.levels.indices.filter { isUsed[$0] }.map { cells.levels[$0] })
      }
      map.isOrdered = ordered.contains(name)
      return map
    }
  }

  private static func distinct(_ storage: ColumnStorage, _ rows: [Int]?) -> Set<Double> {
    storage.withSpan { values in
      var result = Set<Double>()
      func insert(_ value: Double) { if value.isFinite { result.insert(value == 0 ? 0 : value) } }
      if let rows {
        for row in rows { insert(values[row]) }
      } else {
        for i in 0..<values.count { insert(values[i]) }
      }
      return result
    }
  }

  private func evaluation(_ columns: [String]) -> Evaluation {
    Evaluation(RowSelection(of: table, complete: columns), requiresFinite: false)
  }
}

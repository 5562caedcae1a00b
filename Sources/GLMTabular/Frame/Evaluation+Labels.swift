import GLMModel

extension Evaluation {
  /// The value of an expression that compares labels.
  mutating func valueOfLabels(_ number: BoundNumber) throws(FrameError) -> Operand {
    switch number {
    case .isLabel(let text, let wanted, let isNegated):
      let texts = try texts(of: text)
      let answers = texts.labels.map { label in
        // A column of numbers has labels of its own making.
        let isEqual =
          texts.areNumbers ? LevelMatch(wanted).code(of: label) != nil : wanted.contains(label)
        return isEqual != isNegated ? 1.0 : 0
      }
      return each { answers.isEmpty ? 0 : answers[Int(texts.codes[$0])] }
    case .areEqual(let left, let right, let isNegated):
      let (a, b) = (try texts(of: left), try texts(of: right))
      let match = LevelMatch(b.labels)
      let places = a.labels.map { a.areNumbers || b.areNumbers ? match.code(of: $0) : match.code(ofText: $0) }
      return each { i in
        places.isEmpty ? 0 : (places[Int(a.codes[i])] == b.codes[i]) != isNegated ? 1 : 0
      }
    case .levelOrder(let factor, let join, let code):
      let codes = try codes(of: factor)
      let function = join.function
      return each { function(Double(codes[$0]), code) }
    case .levelNumber(let factor):
      let codes = try codes(of: factor)
      return each { Double(codes[$0]) + 1 }
    default: return .constant(.nan)
    }
  }

  private func each(_ value: (Int) -> Double) -> Operand {
    .column(
      ColumnStorage(count: selection.count) { out in
        for i in 0..<out.count { out[i] = value(i) }
      })
  }

  /// The text of every row, as a place in a list of labels.
  private struct Texts {
    var codes: CodeStorage
    var labels: [String]
    var areNumbers = false
  }

  private mutating func texts(of text: BoundText) throws(FrameError) -> Texts {
    switch text {
    case .factor(let factor): return Texts(codes: try codes(of: factor), labels: factor.map.levels)
    case .column(let name):
      guard let column = selection.table.column(named: name) else {
        throw selection.missingColumn(name, role: "")
      }
      switch column.cells {
      case .labels(let cells):
        guard let rows = selection.rows else { return Texts(codes: cells.codes, labels: cells.levels) }
        return Texts(codes: CodeStorage(rows.map { cells.codes[$0] }), labels: cells.levels)
      case .numbers(let cells): return Evaluation.texts(selection.allRows.map { cells.storage[$0] })
      }
    }
  }

  /// Numbers as texts, where a column was text in training and holds numbers only in new rows.
  private static func texts(_ values: [Double]) -> Texts {
    var place = [Double: Int32]()
    var labels = [String]()
    let codes = values.map { value -> Int32 in
      if let code = place[value] { return code }
      let code = Int32(labels.count)
      labels.append(NumberText.plain(value))
      // NaN is not equal to itself, and must not be looked up.
      if !value.isNaN { place[value] = code }
      return code
    }
    return Texts(codes: CodeStorage(codes), labels: labels, areNumbers: true)
  }
}

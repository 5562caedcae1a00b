import GLMModel

/// A term of the model: the variables it multiplies and how each factor among them is coded.
struct FrameTerm: Sendable, Equatable, Codable {
  /// Positions among the variables, ascending.
  let variables: [Int]
  /// For each variable its coding, nil for a number.
  let codings: [FactorCoding?]

  /// The variables' names joined by colons.
  func name(_ all: [FrameVariable]) -> String { variables.map { all[$0].name }.joined(separator: ":") }

  /// The names of the columns, the first factor varying fastest.
  func columnNames(_ all: [FrameVariable]) -> [String] {
    var names = [String]()
    for (i, (variable, coding)) in zip(variables, codings).enumerated() {
      let own = all[variable].columnNames(coding)
      names = i == 0 ? own : own.flatMap { last in names.map { "\($0):\(last)" } }
    }
    return names
  }

  /// How many columns, without making them; saturates instead of overflowing.
  func columnCount(_ all: [FrameVariable]) -> Int {
    zip(variables, codings).reduce(1) { count, part in
      let own = all[part.0].levels.map { part.1 == .indicators ? $0.count : $0.count - 1 } ?? 1
      let (product, overflows) = count.multipliedReportingOverflow(by: own)
      return overflows ? .max : product
    }
  }
}

/// The values of a variable in the rows of a frame.
enum VariableValues {
  case number(ColumnStorage)
  case factor(CodeStorage)
}

extension FrameTerm {
  /// The pieces of the model matrix that the term makes: a number and a factor as they are, products computed.
  func pieces(_ all: [FrameVariable], _ values: [VariableValues], rows: Int) -> [ColumnPiece] {
    if variables.count == 1 {
      switch values[variables[0]] {
      case .number(let storage): return [.dense(storage)]
      case .factor(let codes):
        return [
          .factor(
            codes: codes, contrasts: all[variables[0]].contrasts(codings[0]) ?? .indicators(levelCount: 0))
        ]
      }
    }
    var columns = [[Double]]()
    for (i, (variable, coding)) in zip(variables, codings).enumerated() {
      let own = FrameTerm.columns(of: values[variable], all[variable].contrasts(coding), rows: rows)
      columns = i == 0 ? own : own.flatMap { last in columns.map { FrameTerm.product($0, last) } }
    }
    return columns.map { .dense(ColumnStorage(values: $0)) }
  }

  private static func product(_ a: [Double], _ b: [Double]) -> [Double] {
    var result = a
    for i in result.indices { result[i] *= b[i] }
    return result
  }

  private static func columns(
    of values: VariableValues, _ contrasts: ContrastMatrix?, rows: Int
  ) -> [[Double]] {
    switch values {
    case .number(let storage): return [storage.values]
    case .factor(let codes):
      guard let contrasts else { return [] }
      let levels = (0..<rows).map { Int(codes[$0]) }
      return (0..<contrasts.columnCount).map { column in levels.map { contrasts[$0, column] } }
    }
  }
}

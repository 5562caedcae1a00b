import GLMModel

extension RowSelection {
  /// The value of an arithmetic expression in every selected row.
  ///
  /// Throws where a column is text or missing from the table, and at the first value that is not finite.
  func values(of expression: Expression, role: String = "") throws(FrameError) -> ColumnStorage {
    let name = expression.deparsed
    if let column = expression.plainColumn { return try numbers(column, role: role, usedIn: name) }
    var columns = [String: ColumnStorage]()
    for (column, _) in expression.names where columns[column] == nil {
      columns[column] = try numbers(column, role: role, usedIn: name)
    }
    let result = evaluate(expression, columns)
    let storage = ColumnStorage(count: count) { out in
      for i in 0..<out.count { out[i] = result[i] }
    }
    try requireFinite(storage, name: name) { row in
      columns.sorted { $0.key < $1.key }.prefix(4)
        .map { "\($0.key) = \(NumberText.plain($0.value[row]))" }.joined(separator: " and ")
    }
    return storage
  }

  private func evaluate(_ expression: Expression, _ columns: [String: ColumnStorage]) -> Operand {
    switch expression {
    case .number(let value, _): return .constant(value)
    case .name(let name, _): return columns[name].map { .column($0.values) } ?? .constant(.nan)
    // Refused when the formula was read.
    case .dot: return .constant(.nan)
    case .parenthesized(let inner, _): return evaluate(inner, columns)
    case .unary(let sign, let inner, _):
      let value = evaluate(inner, columns)
      return sign == .plus ? value : value.mapped { -$0 }
    case .call(let name, let arguments, _):
      guard let function = FormulaFunction(rawValue: name), let argument = arguments.first else {
        return .constant(.nan)
      }
      let value = evaluate(argument, columns)
      return function == .identity ? value : value.mapped { function($0) }
    case .sum(let items, _):
      var total = evaluate(items[0].operand, columns)
      for item in items.dropFirst() {
        let operand = evaluate(item.operand, columns)
        total = item.sign == .plus ? total.joined(operand) { $0 + $1 } : total.joined(operand) { $0 - $1 }
      }
      return total
    case .binary(let operation, let left, let right, _):
      let (a, b) = (evaluate(left, columns), evaluate(right, columns))
      switch operation {
      case .times: return a.joined(b) { $0 * $1 }
      case .over: return a.joined(b) { $0 / $1 }
      case .power: return a.joined(b, FormulaFunction.power)
      case .interaction: return .constant(.nan)
      }
    }
  }
}

/// A number for all rows or one for each.
private enum Operand {
  case constant(Double)
  case column([Double])

  subscript(row: Int) -> Double {
    switch self {
    case .constant(let value): value
    case .column(let values): values[row]
    }
  }

  func mapped(_ function: (Double) -> Double) -> Operand {
    switch self {
    case .constant(let value): .constant(function(value))
    case .column(let values): .column(values.map(function))
    }
  }

  func joined(_ other: Operand, _ function: (Double, Double) -> Double) -> Operand {
    switch (self, other) {
    case (.constant(let a), .constant(let b)): return .constant(function(a, b))
    case (.column(let a), .constant(let b)): return .column(a.map { function($0, b) })
    case (.constant(let a), .column(let b)): return .column(b.map { function(a, $0) })
    case (.column(var a), .column(let b)):
      for i in a.indices { a[i] = function(a[i], b[i]) }
      return .column(a)
    }
  }
}

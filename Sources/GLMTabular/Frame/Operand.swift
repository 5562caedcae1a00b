import GLMModel

/// A number for all rows or one for each.
enum Operand {
  case constant(Double)
  case column(ColumnStorage)

  /// The numbers of `count` rows; a column is shared.
  func storage(count: Int) -> ColumnStorage {
    switch self {
    case .constant(let value):
      ColumnStorage(count: count) { out in
        for i in 0..<out.count { out[i] = value }
      }
    case .column(let storage): storage
    }
  }

  func mapped(_ function: (Double) -> Double) -> Operand {
    switch self {
    case .constant(let value): .constant(function(value))
    case .column(let storage):
      .column(
        storage.withSpan { values in
          ColumnStorage(count: values.count) { out in
            for i in 0..<values.count { out[i] = function(values[i]) }
          }
        })
    }
  }

  func joined(_ other: Operand, _ function: (Double, Double) -> Double) -> Operand {
    switch (self, other) {
    case (.constant(let a), .constant(let b)): .constant(function(a, b))
    case (.column, .constant(let b)): mapped { function($0, b) }
    case (.constant(let a), .column): other.mapped { function(a, $0) }
    case (.column(let a), .column(let b)):
      .column(
        a.withSpan { a in
          b.withSpan { b in
            ColumnStorage(count: a.count) { out in
              for i in 0..<a.count { out[i] = function(a[i], b[i]) }
            }
          }
        })
    }
  }

  /// `yes` where this is not 0, `no` where it is, NaN where it is NaN.
  func choosing(_ yes: Operand, _ no: Operand) -> Operand {
    let tests: ColumnStorage
    switch self {
    case .constant(let test): return test.isNaN ? self : test != 0 ? yes : no
    case .column(let storage): tests = storage
    }
    let (a, b) = (yes.storage(count: tests.count), no.storage(count: tests.count))
    return .column(
      ColumnStorage(count: tests.count) { out in
        for i in 0..<tests.count { out[i] = tests[i].isNaN ? .nan : tests[i] != 0 ? a[i] : b[i] }
      })
  }
}

import GLMAlgebra
import GLMModel

/// A number for all rows or one for each, in twice the precision.
enum PreciseOperand {
  case constant(DoubleDouble)
  case column(PreciseColumn)

  init(_ rounded: Operand) {
    switch rounded {
    case .constant(let value): self = .constant(DoubleDouble(value))
    case .column(let storage): self = .column(PreciseColumn(storage))
    }
  }

  /// The numbers of `count` rows; a column is shared.
  func column(count: Int) -> PreciseColumn {
    switch self {
    case .constant(let value):
      PreciseColumn(count: count) { high, low in
        for i in 0..<high.count { (high[i], low[i]) = (value.high, value.low) }
      }
    case .column(let column): column
    }
  }

  func mapped(_ function: (DoubleDouble) -> DoubleDouble) -> PreciseOperand {
    switch self {
    case .constant(let value): .constant(function(value))
    case .column(let column):
      .column(
        column.withSpans { x, xLow in
          PreciseColumn(count: x.count) { high, low in
            for i in 0..<x.count {
              let value = function(DoubleDouble(high: x[i], low: xLow?[i] ?? 0))
              (high[i], low[i]) = (value.high, value.low)
            }
          }
        })
    }
  }

  func joined(
    _ other: PreciseOperand, _ function: (DoubleDouble, DoubleDouble) -> DoubleDouble
  ) -> PreciseOperand {
    switch (self, other) {
    case (.constant(let a), .constant(let b)): .constant(function(a, b))
    case (.column, .constant(let b)): mapped { function($0, b) }
    case (.constant(let a), .column): other.mapped { function(a, $0) }
    case (.column(let a), .column(let b)):
      .column(
        a.withSpans { x, xLow in
          b.withSpans { z, zLow in
            PreciseColumn(count: x.count) { high, low in
              for i in 0..<x.count {
                let value = function(
                  DoubleDouble(high: x[i], low: xLow?[i] ?? 0), DoubleDouble(high: z[i], low: zLow?[i] ?? 0))
                (high[i], low[i]) = (value.high, value.low)
              }
            }
          }
        })
    }
  }
}

extension Operand {
  /// `yes` where this is not 0, `no` where it is, NaN where it is NaN.
  func choosing(_ yes: PreciseOperand, _ no: PreciseOperand) -> PreciseOperand {
    let tests: ColumnStorage
    switch self {
    case .constant(let test): return test.isNaN ? PreciseOperand(self) : test != 0 ? yes : no
    case .column(let storage): tests = storage
    }
    let (a, b) = (yes.column(count: tests.count), no.column(count: tests.count))
    return .column(
      PreciseColumn(count: tests.count) { high, low in
        for i in 0..<tests.count {
          let value = tests[i].isNaN ? DoubleDouble(.nan) : tests[i] != 0 ? a[i] : b[i]
          (high[i], low[i]) = (value.high, value.low)
        }
      })
  }
}

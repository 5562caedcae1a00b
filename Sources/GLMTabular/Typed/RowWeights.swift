import GLMModel

/// A property of each row that weights it, and what the weight means.
public struct RowWeights<Row>: Sendable {
  let column: RowColumn<Row>
  /// What the weight means.
  public let kind: WeightKind

  /// The row stands for so many equal rows.
  public static func frequency<Value: ColumnValue>(
    _ property: KeyPath<Row, Value> & Sendable
  ) -> RowWeights where Value.Kind == Kinds.Numeric {
    RowWeights(column: RowColumn(property, role: "weights"), kind: .frequency)
  }

  /// The row's variance is the dispersion divided by the weight.
  public static func precision<Value: ColumnValue>(
    _ property: KeyPath<Row, Value> & Sendable
  ) -> RowWeights where Value.Kind == Kinds.Numeric {
    RowWeights(column: RowColumn(property, role: "weights"), kind: .precision)
  }

  /// The row was drawn with a probability of 1/weight, up to a factor: the covariance is the robust one.
  public static func sampling<Value: ColumnValue>(
    _ property: KeyPath<Row, Value> & Sendable
  ) -> RowWeights where Value.Kind == Kinds.Numeric {
    RowWeights(column: RowColumn(property, role: "weights"), kind: .sampling)
  }
}

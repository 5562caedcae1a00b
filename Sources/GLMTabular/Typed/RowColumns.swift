/// The columns of a user's row type, as the closure of a formula has them: `$0.weight` is the property `weight` of
/// each row as a term.
///
/// A property that does not exist does not compile. A property of a property goes in brackets: `$0[\.engine.power]`.
/// A computed property has no name that a report could use and must be given one: `$0.ratio.named("ratio")`.
@dynamicMemberLookup
public struct RowColumns<Row> {
  public subscript<Value: ColumnValue>(
    dynamicMember property: KeyPath<Row, Value> & Sendable
  ) -> Term<Row, Value.Kind> { Term(column: RowColumn(property)) }

  /// The column that a key path leads to.
  public subscript<Value: ColumnValue>(
    _ property: KeyPath<Row, Value> & Sendable
  ) -> Term<Row, Value.Kind> { Term(column: RowColumn(property)) }
}

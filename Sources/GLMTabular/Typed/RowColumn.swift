import GLMModel

/// A column made of one property of each row.
struct RowColumn<Row>: Sendable {
  /// What the formula calls it; nil for a computed property that was given no name.
  let name: String?
  /// What it is of, to tell two columns of one name apart.
  private let property: AnyKeyPath & Sendable
  private let cells: @Sendable ([Row]) -> TableColumn.Cells

  init<Value: ColumnValue>(_ property: KeyPath<Row, Value> & Sendable) {
    self.init(
      name: RowColumn.name(of: property), property: property,
      cells: { rows in Value.cells(rows.map { $0[keyPath: property] }) })
  }

  /// A column with a role; a computed property is called by the role in parentheses, as in `(weights)`.
  init<Value: ColumnValue>(_ property: KeyPath<Row, Value> & Sendable, role: String) {
    let column = RowColumn(property)
    self = column.name == nil ? column.named("(" + role + ")") : column
  }

  private init(
    name: String?, property: AnyKeyPath & Sendable, cells: @escaping @Sendable ([Row]) -> TableColumn.Cells
  ) {
    self.name = name
    self.property = property
    self.cells = cells
  }

  /// The same values under another name.
  func named(_ name: String) -> RowColumn { RowColumn(name: name, property: property, cells: cells) }

  /// Whether both are the same property under the same name.
  func isSame(as other: RowColumn) -> Bool { name == other.name && property == other.property }

  /// The column of `rows`, or nil when it has no name.
  func column(of rows: [Row]) -> TableColumn? { name.map { TableColumn(name: $0, cells: cells(rows)) } }

  /// The name of a stored property, or of a stored property of one: `weight`, `engine.power`.
  ///
  /// The standard library tells it in the key path's description alone, as in `\Car.engine.power`; for a computed
  /// property it gives an address. An identifier that is no word stands in backquotes there, with no-break spaces for
  /// its spaces; it can hold neither itself.
  private static func name(of property: AnyKeyPath) -> String? {
    let text = property.debugDescription
    let root = "\\" + String(describing: Row.self) + "."
    guard text.hasPrefix(root) else { return nil }
    let name = text.dropFirst(root.count)
    return name.isEmpty || name.contains("<computed ") || name.contains("<offset ")
      ? nil
      : name.filter { $0 != "`" }.replacing("\u{A0}", with: " ")
  }
}

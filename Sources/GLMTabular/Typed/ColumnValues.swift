// Numbers are the nearest double; a number is called by its shortest round-trip form, as in 4 or 0.1.

extension ColumnValue where Self: BinaryFloatingPoint, Kind == Kinds.Numeric {
  public static func cells(_ values: [Self?]) -> TableColumn.Cells { numberCells(values) { Double($0) } }
  public static func label(_ value: Self) -> String { numberLabel(Double(value)) }
  public static func value(labelled label: String) -> Self? { DecimalNumber.parse(label).map { Self($0) } }
}

extension ColumnValue where Self: BinaryInteger, Kind == Kinds.Numeric {
  public static func cells(_ values: [Self?]) -> TableColumn.Cells { numberCells(values) { Double($0) } }
  public static func label(_ value: Self) -> String { numberLabel(Double(value)) }
  public static func value(labelled label: String) -> Self? {
    DecimalNumber.parse(label).flatMap { Self(exactly: $0) }
  }
}

extension Double: ColumnValue { public typealias Kind = Kinds.Numeric }
extension Float: ColumnValue { public typealias Kind = Kinds.Numeric }
extension Int: ColumnValue { public typealias Kind = Kinds.Numeric }
extension Int8: ColumnValue { public typealias Kind = Kinds.Numeric }
extension Int16: ColumnValue { public typealias Kind = Kinds.Numeric }
extension Int32: ColumnValue { public typealias Kind = Kinds.Numeric }
extension Int64: ColumnValue { public typealias Kind = Kinds.Numeric }
extension Int128: ColumnValue { public typealias Kind = Kinds.Numeric }
extension UInt: ColumnValue { public typealias Kind = Kinds.Numeric }
extension UInt8: ColumnValue { public typealias Kind = Kinds.Numeric }
extension UInt16: ColumnValue { public typealias Kind = Kinds.Numeric }
extension UInt32: ColumnValue { public typealias Kind = Kinds.Numeric }
extension UInt64: ColumnValue { public typealias Kind = Kinds.Numeric }
extension UInt128: ColumnValue { public typealias Kind = Kinds.Numeric }

/// A factor whose levels are the different texts, sorted by code point.
extension String: ColumnValue {
  public typealias Kind = Kinds.Factor<String>

  public static func cells(_ values: [String?]) -> TableColumn.Cells { .labels(LabelCells(sorting: values)) }
  public static func label(_ value: String) -> String { value }
  public static func value(labelled label: String) -> String? { label }
}

/// A factor of the levels `FALSE` and `TRUE`.
extension Bool: ColumnValue {
  public typealias Kind = Kinds.Factor<Bool>

  public static func cells(_ values: [Bool?]) -> TableColumn.Cells {
    .labels(
      LabelCells(
        levels: ["FALSE", "TRUE"], codes: values.map { $0.map { $0 ? 1 : 0 } ?? -1 }, isOrderGiven: true))
  }
  public static func label(_ value: Bool) -> String { value ? "TRUE" : "FALSE" }
  public static func value(labelled label: String) -> Bool? {
    switch label {
    case "TRUE": true
    case "FALSE": false
    default: nil
    }
  }
}

private func numberCells<Value>(_ values: [Value?], _ number: (Value) -> Double) -> TableColumn.Cells {
  let missing = values.indices.filter { values[$0] == nil }
  return .numbers(NumberCells(values.map { $0.map(number) ?? .nan }, missing: missing))
}

private func numberLabel(_ value: Double) -> String { NumberText.plain(value == 0 ? 0 : value) }

/// A type whose values are the cells of a column: numbers, logicals, text, enumerations of text, and optionals of
/// these, in which nil is a missing cell.
///
/// An enumeration of strings needs nothing but the name of the protocol:
///
///     enum Transmission: String, CaseIterable, ColumnValue { case automatic, manual }
///
/// It is a factor whose levels are the raw values: in the order of its cases if it is `CaseIterable`, else sorted.
public protocol ColumnValue: Sendable {
  /// What a column of such values is among the terms of a model: ``Kinds/Numeric`` or ``Kinds/Factor``.
  associatedtype Kind: ClassKind

  /// The cells of a column of these values; nil is a missing cell.
  static func cells(_ values: [Self?]) -> TableColumn.Cells

  /// What the value is called where it is a level, as in `automatic`, `TRUE` or `4`.
  static func label(_ value: Self) -> String

  /// The value called `label`, or nil when there is none.
  static func value(labelled label: String) -> Self?
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
  public typealias Kind = Wrapped.Kind

  public static func cells(_ values: [Wrapped??]) -> TableColumn.Cells {
    Wrapped.cells(values.map { $0 ?? nil })
  }

  public static func label(_ value: Wrapped?) -> String { value.map(Wrapped.label) ?? "NA" }

  public static func value(labelled label: String) -> Wrapped?? { Wrapped.value(labelled: label).map { $0 } }
}

extension ColumnValue where Self: RawRepresentable, RawValue == String {
  public typealias Kind = Kinds.Factor<Self>

  public static func cells(_ values: [Self?]) -> TableColumn.Cells {
    .labels(LabelCells(sorting: values.map { $0?.rawValue }))
  }

  public static func label(_ value: Self) -> String { value.rawValue }

  public static func value(labelled label: String) -> Self? { Self(rawValue: label) }
}

extension ColumnValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  public static func cells(_ values: [Self?]) -> TableColumn.Cells {
    .labels(LabelCells(values.map { $0?.rawValue }, levels: allCases.map(\.rawValue)))
  }
}

extension LabelCells {
  /// Labels whose levels are in the order of `levels`; labels that are not among them follow as they appear.
  init(_ labels: [String?], levels: [String]) {
    var order = [String]()
    var code = [String: Int32]()
    func place(of label: String) -> Int32 {
      if let known = code[label] { return known }
      let new = Int32(order.count)
      code[label] = new
      order.append(label)
      return new
    }
    for level in levels { _ = place(of: level) }
    let codes = labels.map { $0.map(place) ?? -1 }
    self.init(levels: order, codes: codes, isOrderGiven: true)
  }
}

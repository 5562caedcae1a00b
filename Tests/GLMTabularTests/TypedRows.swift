import GLMTabular

/// A row of a user's own type, with a property of every type that can be a column.
struct Car: Sendable {
  enum Make: String, CaseIterable, ColumnValue { case volvo, audi, fiat }
  enum Grade: String, ColumnValue {
    case low = "1 low"
    case high = "2 high"
  }
  struct Engine: Sendable { var bore: Double }

  var weight: Double
  var power: Double?
  var cylinders: Int
  var gears: UInt8
  var price: Float
  var make: Make
  var grade: Grade?
  var color: String
  var isNew: Bool
  var sold: Int
  var stock: Int
  var engine: Engine
  var `net worth`: Double
  var `next`: Double

  /// Computed: it has no name of its own.
  var density: Double { weight / engine.bore }

  /// Sixteen cars, of which two miss their power and one its grade.
  static let all: [Car] = (0..<16).map { i in
    let x = Double(i)
    let makes: [Make] = [.fiat, .volvo, .audi]
    let colors = ["red", "blue", "Ärgo"]
    let power: Double? = i == 5 || i == 11 ? nil : 60 + Double(i * i % 23) * 5
    let grade: Grade? = i == 7 ? nil : i / 2 % 2 == 0 ? .high : .low
    return Car(
      weight: 1.2 + Double(i * 7 % 16) / 8, power: power, cylinders: 4 + 2 * (i * 5 % 3),
      gears: i % 2 == 0 ? 3 : 4,
      price: Float(9 + i * 11 % 17) / 4, make: makes[i % 3], grade: grade, color: colors[i / 3 % 3],
      isNew: i % 4 == 1 || i > 11, sold: 1 + i * 3 % 5, stock: 6 + i % 3,
      engine: Engine(bore: 0.5 + Double(i % 5)),
      `net worth`: 2 + Double(i * 13 % 16), next: x)
  }

  /// The same columns made by hand, as a reader of files would make them.
  static func table(_ cars: [Car] = all) throws -> Table {
    let numbers: [(String, [Double])] = [
      ("weight", cars.map(\.weight)), ("cylinders", cars.map { Double($0.cylinders) }),
      ("gears", cars.map { Double($0.gears) }), ("price", cars.map { Double($0.price) }),
      ("sold", cars.map { Double($0.sold) }), ("stock", cars.map { Double($0.stock) }),
      ("engine.bore", cars.map(\.engine.bore)), ("net worth", cars.map { $0.`net worth` }),
      ("next", cars.map(\.next)), ("density", cars.map(\.density)),
    ]
    let columns = numbers.map { TableColumn($0.0, $0.1) }
    let texts = [
      TableColumn("make", cars.map(\.make.rawValue)), TableColumn("grade", cars.map { $0.grade?.rawValue }),
      TableColumn("color", cars.map(\.color)), TableColumn("isNew", cars.map { $0.isNew ? "TRUE" : "FALSE" }),
    ]
    return try Table(columns: columns + texts + [TableColumn("power", cars.map(\.power))])
      .settingLevels(of: "make", to: ["volvo", "audi", "fiat"])
  }
}

/// A formula over rows and the same in the formula language.
struct TypedCase: Sendable, CustomStringConvertible {
  /// What the typed formula says in text.
  let text: String
  /// Another way to write it, of the same model matrix.
  let same: String?
  let formula: @Sendable () throws -> RowFormula<Car>

  init(
    _ text: String, as same: String? = nil, _ formula: @escaping @Sendable () throws -> RowFormula<Car>
  ) {
    self.text = text
    self.same = same
    self.formula = formula
  }

  var description: String { text }

  /// A formula with the response `price`.
  static func price<Kind: TermKind>(
    _ terms: String, as same: String? = nil,
    _ body: @escaping @Sendable (RowColumns<Car>) -> Term<Car, Kind>
  ) -> TypedCase {
    TypedCase("price ~ " + terms, as: same.map { "price ~ " + $0 }) { try RowFormula(\.price, on: body) }
  }
}

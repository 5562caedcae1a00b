import GLM

/// Rows of a user's own type for fits: damage to ships, and what a shop sold.
struct Ship: Sendable {
  enum Kind: String, CaseIterable, ColumnValue {
    case b = "B"
    case a = "A"
    case c = "C"
  }

  var kind: Kind
  var year: Int
  var isOld: Bool
  var service: Double
  var incidents: Int?
  var cargo: Double?
  var size: Double
  var damaged: Int
  var fleet: UInt16
  var copies: Int
  var port: String

  var share: Double { Double(damaged) / Double(fleet) }
  var months: Double { service / 12 }
  var tons: Double { 1 + size * size }

  static let all: [Ship] = (0..<30).map { i in
    let x = Double(i)
    let size = 0.5 + Double(i * 7 % 30) / 10
    let incidents: Int? = i == 4 ? nil : (i * 5 % 7) / 2 + i % 3
    let cargo: Double? =
      i == 9 || i == 17 ? nil : x * 13.5.truncatingRemainder(dividingBy: 5) + Double(i * 11 % 13)
    let kinds: [Kind] = [.a, .b, .c]
    let ports = ["Rotterdam", "Genova", "Brest", "Ålesund"]
    return Ship(
      kind: kinds[i * i % 7 % 3], year: 60 + 5 * (i % 4), isOld: i * 3 % 5 < 2,
      service: 100 + Double(i * 37 % 101),
      incidents: incidents, cargo: cargo, size: size, damaged: i * 3 % 8, fleet: UInt16(8 + i % 3),
      copies: 1 + i % 3,
      port: ports[i * 3 % 4])
  }

  /// The same columns made by hand.
  static func table(_ ships: [Ship] = all) throws -> Table {
    func numbers(_ name: String, _ value: (Ship) -> Double?) -> TableColumn {
      TableColumn(name, ships.map(value))
    }
    let texts = [
      TableColumn("kind", ships.map(\.kind.rawValue)), TableColumn("port", ships.map(\.port)),
      TableColumn("isOld", ships.map { $0.isOld ? "TRUE" : "FALSE" }),
    ]
    let first = [
      numbers("year") { Double($0.year) }, numbers("service") { $0.service },
      numbers("incidents") { $0.incidents.map { Double($0) } }, numbers("cargo") { $0.cargo },
      numbers("size") { $0.size }, numbers("damaged") { Double($0.damaged) },
    ]
    let second = [
      numbers("fleet") { Double($0.fleet) }, numbers("copies") { Double($0.copies) },
      numbers("share") { $0.share }, numbers("months") { $0.months }, numbers("tons") { $0.tons },
    ]
    return try Table(columns: texts + first + second).settingLevels(of: "kind", to: ["B", "A", "C"])
  }
}

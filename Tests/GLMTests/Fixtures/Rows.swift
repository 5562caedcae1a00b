import GLM

// What the snippets are about: rows of two types, and a family that has no canonical link.

enum Make: String, CaseIterable, ColumnValue { case volvo, audi, fiat }
enum Fuel: String, ColumnValue { case petrol, diesel }
enum Shade: String { case dark, light }

struct Engine {
  var bore: Double
}

struct Car {
  var weight: Double
  var power: Double?
  var cylinders: Int
  var gears: UInt8
  var price: Double
  var make: Make
  var fuel: Fuel?
  var color: String
  var shade: Shade
  var isNew: Bool
  var sold: Int
  var stock: Int
  var engine: Engine
}

struct Ship {
  var weight: Double
  var copies: Int
}

struct Skewed: Family {
  var support: Support { .counts }
  func variance<S: Scalar>(_ mean: S) -> S { mean * mean }
}

let cars: [Car] = []
let ships: [Ship] = []
let model = RowModel(family: .gaussian)

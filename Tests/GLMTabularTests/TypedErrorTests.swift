import GLMTabular
import Testing

/// What compiles and still cannot be used: an error that says what, where and what to do.
@Suite struct TypedErrorTests {
  @Test func `a computed property needs a name`() {
    #expect(throws: RowFormulaError.unnamed(row: "Car", formula: "price ~ weight + log(?)")) {
      try RowFormula(\Car.price) { $0.weight + log($0.density) }
    }
    #expect(throws: RowFormulaError.unnamed(row: "Car", formula: "? ~ weight")) {
      try RowFormula(\Car.density) { $0.weight }
    }
    #expect(
      message { try RowFormula(\Car.price) { $0.density } }
        == "formula: a computed property of Car, where \"price ~ ?\" has '?', has no name; "
        + "write .named(\"…\") after it, or store it in the row")
  }

  @Test func `only a column can be named`() {
    #expect(
      message { try RowFormula(\Car.price) { log($0.weight).named("size") } }
        == "formula: log(weight) in \"price ~ log(weight)\" is not a column and cannot be named \"size\"; "
        + "name the columns in it, or store it in the row")
    #expect(
      throws: RowFormulaError.namedExpression("weight + gears", name: "x", formula: "price ~ weight + gears")
    ) {
      try RowFormula(\Car.price) { ($0.weight + $0.gears).named("x") }
    }
  }

  /// Any text is a name, as it is in a table.
  @Test(arguments: ["x", "a b", "a`b", "a\\b", "TRUE", "log", "1", "é", "~", "\"", "a\nb"])
  func `any name is a column's`(name: String) throws {
    let formula = try RowFormula(\Car.price) { log($0.density.named(name)) + $0.weight.named(name + "2") }
    let frame = try ModelFrame(formula: formula.text, table: formula.table(of: Car.all))
    #expect(matrix(frame.source)[2] == Car.all.map(\.weight))
    #expect(frame.specification.variables.map(\.name) == [name, name + "2"])
  }

  @Test func `two columns of one name`() throws {
    let formula = try RowFormula(\Car.price) { $0.weight + $0.density.named("weight") }
    #expect(throws: TableError.duplicateName(source: "Car", name: "weight", first: 2, second: 3)) {
      try formula.table(of: Car.all)
    }
    let nameless = try RowFormula(\Car.price) { $0.density.named("") }
    #expect(throws: TableError.self) { try nameless.table(of: Car.all) }
    #expect(throws: FrameError.self) { try ModelFrame(formula: nameless.text, table: Car.table()) }
  }

  @Test func `the response among the terms is an error of the formula`() throws {
    let formula = try RowFormula(\Car.price) { $0.weight + $0.price }
    #expect(
      message { try ModelFrame(formula: formula.text, table: formula.table(of: Car.all)) }
        == "formula: the response price among the terms, at character 18 of \"price ~ weight + price\"; take it out"
    )
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `arithmetic with a number that is not finite`(value: Double) {
    func expectRefusal<Kind: TermKind>(_ terms: (RowColumns<Car>) -> Term<Car, Kind>) {
      #expect { try RowFormula(\Car.price, on: terms) } throws: { error in
        guard case RowFormulaError.notFinite(let found, _) = error else { return false }
        return found == value || found.isNaN && value.isNaN
      }
    }
    expectRefusal { log($0.weight + value) }
    expectRefusal { I(value * $0.weight) }
    expectRefusal { I(pow($0.weight, value)) }
    expectRefusal { $0.weight > value }
    if value.isNaN { expectRefusal { cut($0.weight, [0, value]) } }
    if value.isNaN { expectRefusal { bs($0.weight, knots: [value]) } }
  }

  /// A level is quoted whatever its text; none ends the quotation.
  @Test(arguments: ["a\"b", "a\\", "\\\"", "'", "`", "", "a\nb"])
  func `levels are quoted`(level: String) throws {
    let formula = try RowFormula(\Car.price) { relevel($0.color, level) }
    let escaped = level.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    #expect(formula.text == "price ~ relevel(color, \"\(escaped)\")")
  }

  /// Nothing that a program can say in terms traps: the formula language refuses it.
  @Test func `nonsense is refused, not trapped`() throws {
    func expectRefusal<Kind: TermKind>(_ terms: (RowColumns<Car>) -> Term<Car, Kind>) throws {
      let formula = try RowFormula(\Car.price, on: terms)
      #expect(throws: FrameError.self) {
        try ModelFrame(formula: formula.text, table: formula.table(of: Car.all))
      }
    }
    try expectRefusal { $0.weight.interactions(upTo: -1) }
    try expectRefusal { poly($0.weight, 0) }
    try expectRefusal { poly($0.weight, .max) }
    try expectRefusal { poly($0.weight, .min, raw: true) }
    try expectRefusal { bs($0.weight, df: .max) }
    try expectRefusal { ns($0.weight, df: .min) }
    try expectRefusal { cut($0.weight, .max) }
    try expectRefusal { ($0.make + $0.weight).interactions(upTo: .min) }
    try expectRefusal { bs($0.weight, knots: [.infinity]) }
    try expectRefusal { cut($0.weight, []) }
    try expectRefusal { cut($0.weight, [1]) }
    try expectRefusal { relevel($0.color, "no such colour") }
    try expectRefusal { ordered($0.make, levels: []) }
    try expectRefusal { offset($0.weight) * $0.make }
    try expectRefusal { $0.make & offset($0.weight) }
    try expectRefusal { $0.weight.withoutIntercept - $0.weight }
  }
}

import GLMTabular
import Testing

/// What the values of a property become in a table.
@Suite struct TypedColumnTests {
  struct Numbers {
    var a: Double, b: Float, c: Int, d: Int8, e: Int16, f: Int32, g: Int64, h: UInt, i: UInt8, j: UInt16,
      k: UInt32
    var l: UInt64, m: Int128, n: UInt128
    var o: Double?, p: Int??
  }

  @Test func `numbers of every type`() throws {
    let row = Numbers(
      a: 0.1, b: 0.1, c: -3, d: -4, e: -5, f: -6, g: .max, h: 8, i: 9, j: 10, k: 11, l: .max, m: -13, n: 14,
      o: nil,
      p: .some(nil))
    let formula = try RowFormula(\Numbers.a) {
      $0.b + $0.c + $0.d + $0.e + $0.f + $0.g + $0.h + $0.i + $0.j + $0.k + $0.l + $0.m + $0.n + $0.o + $0.p
    }
    let table = try formula.table(of: [row])
    let found = "abcdefghijklmn".map { table.column(named: String($0))?.numbers?.first }
    #expect(
      found == [
        0.1, Double(Float(0.1)), -3, -4, -5, -6, 0x1p63, 8, 9, 10, 11, 0x1p64, -13, 14,
      ])
    #expect(table.column(named: "o")?.missing == [0] && table.column(named: "p")?.missing == [0])
  }

  /// An infinity or NaN is no missing value, and a model refuses it by row and name.
  @Test func `what is not finite is refused`() throws {
    struct Row { var x: Double, y: Double }
    let formula = try RowFormula(\Row.y) { $0.x }
    let table = try formula.table(of: [Row(x: 1, y: 2), Row(x: .nan, y: 3)])
    #expect(table.column(named: "x")?.missing == [])
    #expect(
      message { try ModelFrame(formula: formula.text, table: table) }
        == "row 2: x is nan; correct the value, or mark it missing with an empty cell or NA")
  }

  enum Ordered: String, CaseIterable, ColumnValue { case low, middle, high }
  enum Sorted: String, ColumnValue { case low, middle, high }
  /// Not all of its values are cases.
  struct Open: RawRepresentable, CaseIterable, ColumnValue {
    var rawValue: String
    static let allCases = [Open(rawValue: "z"), Open(rawValue: "a"), Open(rawValue: "z")]
  }
  struct Levels {
    var ordered: Ordered, sorted: Sorted?, open: Open, text: String, logical: Bool?, y = 1.0
  }

  @Test func `levels of enumerations, text and logicals`() throws {
    let rows = [
      Levels(ordered: .high, sorted: .middle, open: Open(rawValue: "m"), text: "b", logical: true),
      Levels(ordered: .low, sorted: nil, open: Open(rawValue: "a"), text: "B", logical: nil),
      Levels(ordered: .high, sorted: .high, open: Open(rawValue: "b"), text: "a", logical: false),
    ]
    let formula = try RowFormula(\Levels.y) { $0.ordered + $0.sorted + $0.open + $0.text + $0.logical }
    let table = try formula.table(of: rows)
    func levels(_ name: String) -> [String]? { table.column(named: name)?.levels }
    func texts(_ name: String) -> [String?]? { table.column(named: name)?.texts }
    #expect(levels("ordered") == ["low", "middle", "high"] && texts("ordered") == ["high", "low", "high"])
    #expect(levels("sorted") == ["high", "middle"] && texts("sorted") == ["middle", nil, "high"])
    #expect(levels("open") == ["z", "a", "m", "b"] && texts("open") == ["m", "a", "b"])
    #expect(levels("text") == ["B", "a", "b"] && texts("text") == ["b", "B", "a"])
    #expect(levels("logical") == ["FALSE", "TRUE"] && texts("logical") == ["TRUE", nil, "FALSE"])
  }

  /// A level that no row has is dropped, and the others keep the order of the cases.
  @Test func `unused cases are no levels of the model`() throws {
    let formula = try RowFormula(\Car.price) { $0.make }
    let cars = Car.all.filter { $0.make != .audi }
    let frame = try ModelFrame(formula: formula.text, table: formula.table(of: cars))
    #expect(names(frame.source) == ["(Intercept)", "make[fiat]"])
  }

  @Test func `labels lead back to values`() {
    func expectBack<Value: ColumnValue & Equatable>(_ value: Value, _ label: String) {
      #expect(Value.label(value) == label)
      #expect(Value.value(labelled: label) == value)
    }
    expectBack(0.1, "0.1")
    expectBack(4.0, "4")
    expectBack(-3, "-3")
    expectBack(UInt8(200), "200")
    expectBack(Float(0.5), "0.5")
    expectBack(true, "TRUE")
    expectBack(false, "FALSE")
    expectBack("a b", "a b")
    expectBack(Ordered.middle, "middle")
    expectBack(Optional(Sorted.high), "high")
    #expect(Double.label(-0.0) == "0")
    #expect(Bool.value(labelled: "true") == nil && Int.value(labelled: "0.5") == nil)
    #expect(UInt8.value(labelled: "256") == nil && Ordered.value(labelled: "High") == nil)
    #expect(Int.value(labelled: "1e300") == nil && Int.value(labelled: "nan") == nil)
  }

  /// A generic row, a class and a row inside another name their properties all the same.
  @Test func `names of properties`() throws {
    struct Pair<A: Sendable, B: Sendable> {
      var a: A
      var b: B
    }
    final class Object {
      let a = 1.0
      let `the b` = 2.0
    }
    struct Outer {
      var inner: Pair<Double, Int>
      var other: Pair<Double, Int>?
    }
    #expect(try RowFormula(\Pair<Double, String>.a) { $0.b }.text == "a ~ b")
    #expect(try RowFormula(\Object.a) { $0.`the b` }.text == "a ~ `the b`")
    #expect(try RowFormula(\Outer.inner.a) { $0[\.inner.b] }.text == "inner.a ~ inner.b")
    let optional = try RowFormula(\Outer.inner.a) { $0[\.other?.b].named("b") }
    #expect(optional.text == "inner.a ~ b")
    let rows = [Outer(inner: Pair(a: 1, b: 2)), Outer(inner: Pair(a: 1, b: 2), other: Pair(a: 3, b: 4))]
    #expect(try optional.table(of: rows).column(named: "b")?.numbers?.last == 4)
    #expect(try optional.table(of: rows).column(named: "b")?.missing == [0])
  }
}

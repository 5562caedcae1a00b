import Foundation
import GLMAlgebra
import GLMModel
import GLMTabular
import GLMTestSupport
import Testing

/// Computed columns carry what rounding drops of them.
@Suite struct PreciseColumnTests {
  /// Exact values of terms; `Tests/Fixtures/precise_columns.py` says what the fields are.
  struct Fixture: Decodable {
    struct Case: Decodable {
      var kind, term: String
      var columns: [[[Double]]]
    }
    var data: [String: [Double]]
    var cases: [Case]

    static func load() throws -> Fixture {
      let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/precise_columns.json")
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
    }

    var table: Table {
      get throws { try Table(columns: data.sorted { $0.key < $1.key }.map { TableColumn($0.key, $0.value) }) }
    }
  }

  /// The error of a number over the exact one's magnitude.
  private static func error(_ value: DoubleDouble, _ exact: [Double], over size: Double) -> Double {
    ((value.high - exact[0]) + (value.low - exact[1])).magnitude / size
  }

  @Test func `computed columns are exact to 30 digits`() throws {
    let fixture = try Fixture.load()
    let table = try fixture.table
    var findings = Findings()
    for item in fixture.cases where item.kind == "exact" {
      let frame = try ModelFrame(formula: "y ~ " + item.term, table: table)
      let columns = preciseMatrix(frame.source).dropFirst()
      try #require(columns.count == item.columns.count)
      for (column, exact) in zip(columns, item.columns) {
        // A polynomial may vanish at a point: there the column's size counts.
        let size = item.term.hasPrefix("I(") ? 0 : exact.reduce(0) { max($0, $1[0].magnitude) }
        for (value, exact) in zip(column, exact) {
          let worst = Self.error(value, exact, over: max(size, exact[0].magnitude))
          findings.check(worst <= 1e-30, "\(item.term): \(worst)")
          findings.check(value.high + value.low == value.high, "\(item.term): \(value)")
        }
      }
      findings.check(columns.joined().contains { $0.low != 0 }, "\(item.term) has no low part")
    }
    #expect(findings.isClean, "\(findings)")
  }

  /// e^(x z) takes x z with its low part: rounding it would cost digits.
  @Test func `other functions are right to two units in the last place`() throws {
    let fixture = try Fixture.load()
    let table = try fixture.table
    var findings = Findings()
    for item in fixture.cases where item.kind == "rounded" {
      let frame = try ModelFrame(formula: "y ~ " + item.term, table: table)
      for (value, exact) in zip(preciseMatrix(frame.source)[1], item.columns[0]) {
        let worst = Self.error(value, exact, over: exact[0].ulp)
        findings.check(worst <= 2, "\(item.term): \(worst)")
      }
      guard case .dense = frame.source.pieces[1] else {
        Issue.record("\(item.term) has a low part")
        continue
      }
    }
    #expect(findings.isClean, "\(findings)")
  }

  @Test func `prediction and a saved model compute the same columns`() throws {
    let fixture = try Fixture.load()
    let table = try fixture.table
    var findings = Findings()
    for item in fixture.cases {
      let frame = try ModelFrame(formula: "y ~ " + item.term, table: table)
      let saved = try JSONEncoder().encode(frame.specification)
      let loaded = try JSONDecoder().decode(ModelFrameSpecification.self, from: saved)
      let again = try loaded.frame(for: table)
      findings.check(preciseMatrix(again.source) == preciseMatrix(frame.source), item.term)
      findings.check(matrix(frame.source) == preciseMatrix(frame.source).map { $0.map(\.high) }, item.term)
    }
    #expect(findings.isClean, "\(findings)")
  }

  @Test(arguments: ["I(x^2)", "I(x^10)", "I(x*z - x/4)", "poly(x, 3, raw = TRUE)", "sqrt(x)", "I(x/z)"])
  func `a column without a rounding error has no low part`(term: String) throws {
    let table = try Table(columns: [
      TableColumn("y", [1, 2, 3, 4, 7]), TableColumn("x", [1.0, 4, 16, 9, 25]),
      TableColumn("z", [1.0, 2, 8, 4, 1]),
    ])
    let pieces = try ModelFrame(formula: "y ~ " + term, table: table).source.pieces
    for piece in pieces.dropFirst() {
      guard case .dense = piece else {
        Issue.record("\(piece)")
        return
      }
    }
  }

  /// Where a value decides a step it is rounded after every operation, as in R.
  @Test func `steps are where rounded numbers put them`() throws {
    let table = try Table(columns: [TableColumn("y", [1, 2, 3.0]), TableColumn("x", [0.3, 0.1, 0.7])])
    for (term, expected) in [
      ("I(x * 10 == 3)", [1.0, 0, 0]), ("I((x * 10 - 3 == 0) / 3 > 0.1)", [1, 0, 0]),
      ("floor(x * 10)", [3, 1, 7]), ("I(x * 10 %/% 1)", [3, 1, 7]), ("sign(x * 10 - 3)", [0, -1, 1]),
      ("ifelse(x * 10 == 3, 1, 0)", [1, 0, 0]), ("as.integer(x * 10)", [3, 1, 7]),
    ] {
      let frame = try ModelFrame(formula: "y ~ 0 + " + term, table: table)
      #expect(matrix(frame.source).last == expected, "\(term)")
    }
    let counts = try Table(columns: [
      TableColumn("p", [0.3, 0.1, 0.7]), TableColumn("n", [10, 10, 10.0]), TableColumn("x", [1, 2, 4.0]),
    ])
    let frame = try ModelFrame(formula: "cbind(p * n, n - p * n) ~ x", table: counts)
    #expect(frame.source.response[0].values == [3, 1, 7])
    #expect(frame.source.response[1].values == [10, 10, 10])
  }

  @Test func `an offset is rounded once`() throws {
    let (a, b) = ([1.0, 3, 5], [0x1p-53, 0x1p-60, 0.1])
    let table = try Table(columns: [TableColumn("y", [1, 2, 3.0]), TableColumn("a", a), TableColumn("b", b)])
    let frame = try ModelFrame(formula: "y ~ 1 + offset(a + b) + offset(b)", table: table)
    #expect(frame.source.offsets[0].values == zip(a, b).map { $0 + 2 * $1 })
    #expect(1.0 + 0x1p-53 + 0x1p-53 != 1.0 + 0x1p-52)
  }

  @Test(arguments: [
    "I(x^2)", "I(x^5)", "I(x*z)", "I(x/z)", "I(x + z)", "I(x - z)", "sqrt(x)", "exp(x*z)",
    "poly(x, 3, raw = TRUE)",
  ])
  func `what over- or underflows is what rounded arithmetic gives`(term: String) throws {
    let (x, z) = ([0x1p-1063, 1e-200, 1e60, 0, 1e-300, 3e5], [1e-5, 1e-160, 1e-240, 1, 1e-10, 1e-300])
    let table = try Table(columns: [
      TableColumn("y", x), TableColumn("x", x), TableColumn("z", z),
    ])
    let frame = try ModelFrame(formula: "y ~ " + term, table: table)
    let columns = preciseMatrix(frame.source).dropFirst()
    for value in columns.joined() {
      #expect(value.isFinite && value.high + value.low == value.high)
    }
    let expected: [String: [Double]] = [
      "I(x^2)": x.map { $0 * $0 }, "I(x*z)": zip(x, z).map { $0 * $1 }, "I(x/z)": zip(x, z).map { $0 / $1 },
      "I(x + z)": zip(x, z).map { $0 + $1 }, "I(x - z)": zip(x, z).map { $0 - $1 },
      "sqrt(x)": x.map { $0.squareRoot() },
    ]
    if let rounded = expected[term] { #expect(columns.first?.map(\.high) == rounded) }
  }

  @Test func `interactions keep the low parts of their columns`() throws {
    let fixture = try Fixture.load()
    let table = try Table(
      columns: fixture.data.sorted { $0.key < $1.key }.map { TableColumn($0.key, $0.value) }
        + [TableColumn("g", (0..<12).map { ["a", "b", "c"][$0 % 3] })])
    let frame = try ModelFrame(formula: "y ~ poly(x, 2, raw = TRUE):g + I(z/3):v", table: table)
    let (x, z, v) = (fixture.data["x"] ?? [], fixture.data["z"] ?? [], fixture.data["v"] ?? [])
    let columns = preciseMatrix(frame.source)
    try #require(columns.count == 8)
    for i in 0..<12 {
      let third = DoubleDouble(z[i]) / DoubleDouble(3)
      #expect(columns[7][i] == third * DoubleDouble(v[i]))
      let square = DoubleDouble.product(x[i], x[i])
      for level in 0..<3 {
        let isLevel = i % 3 == level
        #expect(columns[1 + 2 * level][i] == (isLevel ? DoubleDouble(x[i]) : .zero))
        #expect(columns[2 + 2 * level][i] == (isLevel ? square : .zero))
      }
    }
  }

  private struct Row { var y, x, z: Double }

  @Test func `rows of a type of one's own compute the same columns`() throws {
    let fixture = try Fixture.load()
    let (x, z) = (fixture.data["x"] ?? [], fixture.data["z"] ?? [])
    let rows = zip(x, z).map { Row(y: 1, x: $0, z: $1) }
    let formula = try RowFormula(\Row.y) { $0.x * $0.z + poly($0.x, 3, raw: true) + sqrt($0.z) }
    let typed = try ModelFrame(formula: formula.text, table: formula.table(of: rows))
    let frame = try ModelFrame(
      formula: "y ~ x * z + poly(x, 3, raw = TRUE) + sqrt(z)", table: fixture.table)
    #expect(preciseMatrix(typed.source) == preciseMatrix(frame.source))
    #expect(preciseMatrix(typed.source).dropFirst().count { $0.contains { $0.low != 0 } } == 4)
  }
}

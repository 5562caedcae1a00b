import GLMTabular
import Testing

@Suite struct TableTests {
  @Test func isMadeOfColumns() throws {
    let table = try Table(columns: [
      TableColumn("x", [1, 2, 3]), TableColumn("m", [1, nil, 3]), TableColumn("t", ["b", "a", "b"]),
      TableColumn("n", ["b", nil, "a"]),
    ])
    #expect(table.column(named: "m")?.missing == [1])
    #expect(table.column(named: "t")?.levels == ["a", "b"])
    #expect(table.column(named: "n")?.texts == ["b", nil, "a"])
    #expect(table.line(ofRow: 0) == nil)
    #expect("\(table.place(ofRow: 2))" == "row 3")
    let pairs = [(name: "u", values: [1.0, 2]), (name: "v", values: [3.0, 4])]
    #expect(try Table(columns: pairs).columnNames == ["u", "v"])
    #expect(try Table(columns: ["u": [1], "v": [2]]).columnNames == ["u", "v"])
    #expect(throws: TableError.columnLength(name: "v", found: 1, expected: 2)) {
      try Table(columns: ["u": [1, 2], "v": [2]])
    }
    #expect(throws: TableError.duplicateName(source: "table", name: "u", first: 1, second: 2)) {
      try Table(columns: ["u": [1], "u": [2]])
    }
  }

  @Test func levelsAreSortedByCodePoint() throws {
    let table = try Table(csv: "a\nb\nB\né\n10\n9\na\nz\n")
    #expect(table.column(named: "a")?.levels == ["10", "9", "B", "a", "b", "z", "é"])
  }

  @Test func levelsThatAreOneToTheEyeAreOne() throws {
    // K and the Kelvin sign, letters with accents composed or not; as spelled first.
    let cells = [
      "z", "e\u{301}", "\u{212A}", "K", "\u{E9}", "Å", "\u{212B}", "й", "\u{438}\u{306}", "日本", "a",
    ]
    let table = try Table(csv: "a\n" + cells.joined(separator: "\n"))
    let column = try #require(table.column(named: "a"))
    #expect(column.texts == cells)
    let levels = try #require(column.levels).map { $0.unicodeScalars.map(\.value) }
    #expect(
      levels == [
        [0x61], [0x65, 0x301], [0x7A], [0xC5], [0x439], [0x212A], [0x65E5, 0x672C],
      ])
  }

  @Test func settingLevelsMatchesByTextThenByValue() throws {
    let table = try Table(csv: "year,race,cyl\n75,black,4.0\n60,white,6\nNA,,x\n60.0,white,4\n")
    let year = try table.settingLevels(of: "year", to: ["60", "65", "75"])
    #expect(year.column(named: "year")?.levels == ["60", "65", "75"])
    #expect(year.column(named: "year")?.texts == ["75", "60", nil, "60"])
    let race = try table.settingLevels(of: "race", to: ["white", "black"])
    #expect(race.column(named: "race")?.texts == ["black", "white", nil, "white"])
    #expect(
      try table.settingLevels(of: "cyl", to: ["x", "4", "6"]).column(named: "cyl")?.texts == [
        "4", "6", "x", "4",
      ])
  }

  @Test func settingLevelsRefuses() throws {
    let table = try Table(csv: "year,race\n75,black\n60,white\n")
    #expect(
      message { try table.settingLevels(of: "year", to: ["60", "65"]) }
        == "line 2, column year: \"75\" is none of the levels 60, 65; add it to the levels or correct the cell"
    )
    #expect(
      message { try table.settingLevels(of: "race", to: ["white"]) }
        == "line 2, column race: \"black\" is none of the levels white; add it to the levels or correct the cell"
    )
    #expect(throws: TableError.duplicateLevel(column: "year", level: "60.0")) {
      try table.settingLevels(of: "year", to: ["60", "75", "60.0"])
    }
    #expect(throws: TableError.noSuchColumn(name: "rac", suggestion: "race")) {
      try table.settingLevels(of: "rac", to: ["white"])
    }
  }

  @Test func nearestNames() {
    let names = ["age", "lwt", "race", "smoke", "Sepal.Length"]
    #expect(nearestName(to: "aeg", in: names) == "age")
    #expect(nearestName(to: "Race", in: names) == "race")
    #expect(nearestName(to: "smokes", in: names) == "smoke")
    #expect(nearestName(to: "sepal_length", in: names) == "Sepal.Length")
    #expect(nearestName(to: "weight", in: names) == nil)
    #expect(nearestName(to: "", in: names) == nil)
    #expect(nearestName(to: String(repeating: "a", count: 10_000), in: names) == nil)
  }
}

import Foundation
import GLMTabular
import Testing

@Suite struct CSVTests {
  @Test func readsNumbersAndText() throws {
    let table = try Table(csv: "x,name,y\n1,ann,2.5\n-3e2,bob,.5\n")
    #expect(table.columnNames == ["x", "name", "y"])
    #expect(table.rowCount == 2)
    #expect(table.column(named: "x")?.numbers == [1, -300])
    #expect(table.column(named: "y")?.numbers == [2.5, 0.5])
    #expect(table.column(named: "name")?.texts == ["ann", "bob"])
    #expect(table.column(named: "none") == nil)
    #expect(table.line(ofRow: 0) == 2)
    #expect(table.line(ofRow: 1) == 3)
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func lineEnds(_ end: String) throws {
    let table = try Table(csv: ["a,b", "1,x", "2,\"p\(end)q\"", "3,z", "", ""].joined(separator: end))
    #expect(table.column(named: "a")?.numbers == [1, 2, 3])
    #expect(table.column(named: "b")?.texts == ["x", "p\(end)q", "z"])
    #expect((0..<3).map { table.line(ofRow: $0) } == [2, 3, 5])
  }

  @Test func quotes() throws {
    let table = try Table(csv: "\"a,1\",b\n\"say \"\"hi\"\"\",\"x,y\"\n\"\"\"\",in\"side\n\"\",\"NA\"")
    #expect(table.columnNames == ["a,1", "b"])
    #expect(table.column(named: "a,1")?.texts == ["say \"hi\"", "\"", ""])
    #expect(table.column(named: "b")?.texts == ["x,y", "in\"side", "NA"])
  }

  @Test func quotedNumbersAreNumbers() throws {
    #expect(try Table(csv: "a\n\"60\"\n75\n").column(named: "a")?.numbers == [60, 75])
  }

  @Test func byteOrderMarkAndSpaces() throws {
    let table = try Table(csv: "\u{FEFF}a, b \n 1 ,\t2\n")
    #expect(table.columnNames == ["a", "b"])
    #expect(table.column(named: "a")?.numbers == [1])
    #expect(table.column(named: "b")?.numbers == [2])
  }

  @Test func missingCells() throws {
    let table = try Table(csv: "a,b,c\nNA,,x\n1, NA ,\n,2,NA\n")
    #expect(table.column(named: "a")?.missing == [0, 2])
    #expect(table.column(named: "b")?.missing == [0, 1])
    #expect(table.column(named: "c")?.texts == ["x", nil, nil])
    #expect(table.column(named: "c")?.levels == ["x"])
  }

  @Test func oneTextCellMakesTextThroughout() throws {
    let table = try Table(csv: "a,b\n1.50,1\nNA,2\n007,3\nx,4\n1.5,5\n")
    #expect(table.column(named: "a")?.texts == ["1.50", nil, "007", "x", "1.5"])
    #expect(table.column(named: "a")?.levels == ["007", "1.5", "1.50", "x"])
    #expect(table.column(named: "b")?.numbers == [1, 2, 3, 4, 5])
  }

  @Test func infinitiesAreNumbersAndNaNIsMissing() throws {
    let column = try #require(
      try Table(csv: "a\nInf\n-inf\n+Infinity\n1e999\nNaN\n").column(named: "a"))
    let values = try #require(column.numbers)
    #expect(Array(values.prefix(4)) == [.infinity, -.infinity, .infinity, .infinity])
    #expect(values[4].isNaN)
    #expect(column.missing == [4])
    // In a column of text it is a text like any other, wherever it stands.
    for text in ["a\nNaN\nx\n", "a\nx\nNaN\n"] {
      let column = try #require(try Table(csv: text).column(named: "a"))
      #expect(column.levels == ["NaN", "x"] && column.missing.isEmpty)
    }
  }

  @Test func anotherSeparatorIsNamed() {
    for (text, other) in [("x;y\n1;2\n", Delimiter.semicolon), ("x\ty\n1\t2\n", .tab), ("x|y\n1|2\n", .bar)] {
      #expect(
        throws: TableError.otherSeparator(
          source: "data", header: String(text.prefix(3)), delimiter: .comma, other: other)
      ) { try Table(csv: text) }
    }
    #expect(
      message { try Table(csv: "x,y\n1,2\n", name: "d.tsv", reading: TableReading(delimiter: .tab)) }
        == "d.tsv: line 1: the only cell is \"x,y\"; columns are separated by a tab, unless another delimiter such as "
        + "a comma is asked for")
    // Quotes say that the separator is part of the name.
    #expect((try? Table(csv: "\"x;y\"\n1\n"))?.columnNames == ["x;y"])
  }

  @Test func numbersAreTheNearestDoubles() throws {
    let texts = [
      "0.1", "123456789012345678", "9007199254740993", "1e22", "1e23", "2.2250738585072011e-308", "5e-324",
      "1e-400",
      "0.10169491525423729", "1.7976931348623157e308", "000000000000000000000000.5", "-0", "1.", "1E+05",
      "+3",
      "3.14159265358979323846264338327950288",
    ]
    let table = try Table(csv: "a\n" + texts.joined(separator: "\n"))
    let values = try #require(table.column(named: "a")?.numbers)
    for (text, value) in zip(texts, values) {
      let plain = text.hasSuffix(".") ? text + "0" : text
      #expect(value == Double(plain), "\(text)")
    }
    for text in ["1e", "1e+", "0x10", "1.2.3", "--1", ".", "-", "e5", "1 2", "1,", "infinit", "1d5"] {
      #expect(try Table(csv: "a\n\"\(text)\"\n").column(named: "a")?.levels == [text])
    }
  }

  @Test func blankLines() throws {
    #expect(try Table(csv: "a,b\n1,2\n\n\n").rowCount == 1)
    let single = try Table(csv: "a\n1\n\n3\n\n")
    #expect(single.column(named: "a")?.missing == [1])
    #expect(single.rowCount == 3)
    #expect(
      message { try Table(csv: "a,b\n1,2\n\n3,4\n", name: "d.csv") }
        == "d.csv: line 3 has 1 cell, the header has 2; quote cells that hold a comma or a line break")
  }

  @Test func headerOnlyIsATable() throws {
    #expect(try Table(csv: "a,b").rowCount == 0)
    #expect(try Table(csv: "a,b\n").columnNames == ["a", "b"])
    #expect(try Table(csv: "a,b\n1,").column(named: "b")?.missing == [0])
  }

  @Test func errorsNameLineAndColumn() {
    #expect(error("") == .empty(source: "data"))
    #expect(error("\n\r\n") == .empty(source: "data"))
    #expect(error("\u{FEFF}") == .empty(source: "data"))
    #expect(error("a,b\n\"x\ny\",1\n1,2,3\n") == .raggedLine(source: "data", line: 4, found: 3, expected: 2))
    #expect(error("a,b\n1\n") == .raggedLine(source: "data", line: 2, found: 1, expected: 2))
    #expect(error("a,b\n1,\"x\ny\n") == .unterminatedQuote(source: "data", line: 2, column: "b"))
    #expect(error("a,b\n1,\"x\" y\n") == .textAfterQuote(source: "data", line: 2, column: "b"))
    #expect(error("a,b,a\n") == .duplicateName(source: "data", name: "a", first: 1, second: 3))
    #expect(error("a,,b\n") == .emptyName(source: "data", position: 2))
    #expect(error("a,b,\n1,2,3\n") == .emptyName(source: "data", position: 3))
    #expect(
      "\(TableError.raggedLine(source: "f.csv", line: 4, found: 3, expected: 2))"
        == "f.csv: line 4 has 3 cells, the header has 2; quote cells that hold a comma or a line break")
  }

  @Test(
    arguments: [
      [0xFF], [0xC3], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0xE2, 0x82, 0x0A],
      [0xF0, 0x90, 0x80], [0x80],
    ] as [[UInt8]]) func refusesWhatIsNotUTF8(_ bad: [UInt8])
  {
    let bytes = Array("abcdefgh,é\r\n1,x\n2,".utf8) + bad
    #expect(throws: TableError.notUTF8(source: "data", offset: 19, line: 3)) { try Table(csv: bytes) }
  }

  @Test func readsFilesAndRefusesWhatIsNone() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("glm-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("data.csv").path
    try Data("a,b\n1,ü\n".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try Table(contentsOf: path).column(named: "b")?.texts == ["ü"])
    #expect(throws: TableError.isDirectory(path: folder.path)) { try Table(contentsOf: folder.path) }
    #expect(throws: TableError.fileNotFound(path: path + "x")) { try Table(contentsOf: path + "x") }
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(throws: TableError.empty(source: path)) { try Table(contentsOf: path) }
  }

  @Test func manyRowsAndLabels() throws {
    var csv = "id,k\n"
    for i in 0..<3000 { csv += "\(i % 1500 == 7 ? "" : "r\(i % 1500)"),\(i)\n" }
    let table = try Table(csv: csv)
    #expect(table.rowCount == 3000)
    #expect(table.column(named: "id")?.levels?.count == 1499)
    #expect(table.column(named: "id")?.missing == [7, 1507])
    #expect(table.column(named: "id")?.texts[2999] == "r1499")
  }

  private func error(_ csv: String) -> TableError? {
    do throws(TableError) {
      _ = try Table(csv: csv)
      return nil
    } catch {
      return error
    }
  }
}

import Foundation
import GLMTabular
import Testing

/// What a reader can be told: the delimiter, what is missing, that there is no header.
@Suite struct TableReadingTests {
  @Test func `a delimiter is a character or its word`() {
    for (text, delimiter) in [
      (",", Delimiter.comma), ("comma", .comma), ("\t", .tab), ("tab", .tab), ("\\t", .tab),
      (";", .semicolon),
      ("semicolon", .semicolon), ("|", .bar), ("bar", .bar), (" ", .space), ("space", .space),
    ] {
      #expect(Delimiter(text) == delimiter)
    }
    #expect(Delimiter(":")?.description == "\":\"" && Delimiter("tab")?.description == "tab")
    for text in ["", "a", "0", ".", "-", "+", "\"", "\n", "\r", "\r\n", "\u{0}", "é", ",,", "Tab"] {
      #expect(Delimiter(text) == nil)
    }
  }

  @Test(arguments: ["\t", ";", "|", " ", ":", "~", "\u{1}"])
  func `cells are separated by any delimiter`(_ text: String) throws {
    let delimiter = try #require(Delimiter(text))
    let csv = ["a,b,c", "1,x,\"p,q\"", ",NA,y"].map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).joined(separator: text)
    }
    let table = try Table(
      csv: csv.joined(separator: "\n"), reading: TableReading(delimiter: delimiter))
    #expect(table.columnNames == ["a", "b", "c"])
    #expect(table.column(named: "a")?.texts == ["1", nil])
    #expect(table.column(named: "b")?.texts == ["x", nil])
    #expect(table.column(named: "c")?.texts == ["p\(text)q", "y"])
  }

  @Test func `the name of a file says tab or comma`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("glm-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func table(_ name: String, _ text: String, _ reading: TableReading = TableReading()) throws -> Table {
      let file = folder.appendingPathComponent(name)
      try Data(text.utf8).write(to: file)
      return try Table(contentsOf: file.path, reading: reading)
    }
    for name in ["a.tsv", "a.TSV", "a.tab"] {
      #expect(try table(name, "a\tb,c\n1\t2\n").columnNames == ["a", "b,c"])
    }
    for name in ["a.csv", "a.txt", "a"] {
      #expect(try table(name, "a\tb,c\n1,2\n").columnNames == ["a\tb", "c"])
    }
    #expect(try table("a.tsv", "a;b\n1;2\n", TableReading(delimiter: .semicolon)).columnNames == ["a", "b"])
  }

  @Test func `markers are missing without quotes`() throws {
    let csv = "a,b,c\n-999,.,NA\n1, . ,\"-999\"\n-999.0,\".\",\n"
    let table = try Table(csv: csv, reading: TableReading(missing: [".", " -999 "]))
    #expect(table.columns.map(\.texts) == [[nil, "1", "-999"], [nil, nil, "."], ["NA", "-999", nil]])
    #expect(table.column(named: "a")?.numbers?[2] == -999)
    #expect(table.columns.map(\.missing) == [[0], [0, 1], [2]])
    // Without markers an empty cell is missing still, and NaN among numbers.
    let none = try Table(csv: "a,b\nNA,NaN\n,1\n", reading: TableReading(missing: []))
    #expect(none.columns.map(\.texts) == [["NA", nil], [nil, "1"]])
  }

  @Test func `without a header columns are numbered`() throws {
    let reading = TableReading(hasHeader: false)
    let table = try Table(csv: "\u{FEFF}1,x\n\"2\",\"y\nz\"\n3,w\n", reading: reading)
    #expect(table.columnNames == ["x1", "x2"])
    #expect(table.columns.map(\.texts) == [["1", "2", "3"], ["x", "y\nz", "w"]])
    #expect((0..<3).map { table.line(ofRow: $0) } == [1, 2, 4])
    #expect(
      message { try Table(csv: "1,2\n3\n", name: "d.csv", reading: reading) }
        == "d.csv: line 2 has 1 cell, the first line has 2; quote cells that hold a comma or a line break")
    #expect(
      message { try Table(csv: "\n", name: "d.csv", reading: reading) }
        == "d.csv: the file is empty; give it a row")
    #expect(
      message { try Table(csv: "1;2\n", name: "d.csv", reading: reading) }
        == "d.csv: line 1: the only cell is \"1;2\"; columns are separated by a comma, unless another delimiter such as "
        + "a semicolon is asked for")
    #expect(throws: TableError.unterminatedQuote(source: "data", line: 1, column: "x2")) {
      try Table(csv: "1,\"2\n", reading: reading)
    }
  }

  @Test func `cells of text stay as written`() throws {
    let cells = ["007", "1e5", "1.10", "TRUE", "false", "0x1F", " a ", "1,5", "-0", "+1", "NaN", "Inf"]
    let table = try Table(
      csv: "c;n\n" + cells.map { "\($0);1\n" }.joined(), reading: TableReading(delimiter: .semicolon))
    #expect(table.column(named: "c")?.texts == cells)
    let logical = try Table(csv: "a,b\nTRUE,true\nFALSE,NA\n")
    #expect(logical.columns.map(\.texts) == [["TRUE", "FALSE"], ["true", nil]])
  }

  @Test func `a huge field, and many columns`() throws {
    let field = String(repeating: "ab\n\"\"é", count: 40_000)
    for threads in [1, 3] {
      let table = try Table(csv: "a,b\n1,\"\(field)\"\n2,x\n", reading: .small(chunk: 1000, threads: threads))
      #expect(table.column(named: "b")?.texts[0] == field.replacing("\"\"", with: "\""))
      #expect(table.line(ofRow: 1) == 40_003)
      #expect(throws: TableError.unterminatedQuote(source: "data", line: 2, column: "b")) {
        try Table(csv: "a,b\n1,\"\(field)\n2,x\n", reading: .small(chunk: 1000, threads: threads))
      }
    }
    let names = (0..<20_000).map { "c\($0)" }
    let cells = (0..<20_000).map { $0 % 3 == 0 ? "t\($0)" : "\($0)" }
    let csv = [names, cells, cells].map { $0.joined(separator: ",") }.joined(separator: "\n")
    let table = try Table(csv: csv, reading: .small(chunk: 100_000, threads: 2))
    #expect(table.columnNames == names)
    #expect(table.columns.map { $0.texts[1] } == cells)
  }
}

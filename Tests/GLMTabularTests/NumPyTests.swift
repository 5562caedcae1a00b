import Foundation
import GLMTabular
import Testing

/// Arrays that NumPy saved, made by Tests/Fixtures/numpy_arrays.py, and damaged ones.
@Suite struct NumPyTests {
  static let columns: [[Double]] = [
    [1, .nan, 3], [-0.0, .infinity, 0x1p60], [0.1, .leastNonzeroMagnitude, -1.5],
  ]

  private func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/numpy/\(name).npy").path
  }

  private func bits(_ column: TableColumn) -> [UInt64] {
    (column.numbers ?? []).map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern }
  }

  @Test(arguments: ["rows", "columns", "version_2", "version_3"])
  func `two dimensions are rows and columns`(name: String) throws {
    for (chunk, threads) in [(1, 1), (1, 3), (48, 2), (1 << 20, 2)] {
      let table = try Table(contentsOf: path(name), reading: .small(chunk: chunk, threads: threads))
      #expect(table.columnNames == ["x1", "x2", "x3"] && table.rowCount == 3)
      for (column, numbers) in zip(table.columns, NumPyTests.columns) {
        #expect(bits(column) == numbers.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern })
      }
      #expect(table.columns.map(\.missing) == [[1], [], []])
      #expect("\(table.place(ofRow: 2))" == "row 3")
    }
  }

  @Test func `one dimension is a column`() throws {
    let table = try Table(contentsOf: path("one_dimension"))
    #expect(table.columnNames == ["x1"] && table.columns[0].numbers == NumPyTests.columns[2])
  }

  static let others: [(name: String, offset: Int, found: String, needed: String)] = [
    (
      "float32", 20, "the array is of '<f4'",
      "save it as doubles, '<f8', as in numpy.save(path, array.astype('<f8'))"
    ),
    (
      "big_endian", 20, "the array is of '>f8'",
      "save it as doubles, '<f8', as in numpy.save(path, array.astype('<f8'))"
    ),
    (
      "whole", 20, "the array is of '<i8'",
      "save it as doubles, '<f8', as in numpy.save(path, array.astype('<f8'))"
    ),
    (
      "several_types", 20, "the array is of several types",
      "save it as doubles, '<f8', as in numpy.save(path, array.astype('<f8'))"
    ),
    (
      "three_dimensions", 60, "an array of shape (3, 3, 1)",
      "one dimension, rows, or two, rows and columns, are read"
    ),
    ("no_dimension", 60, "an array of shape ()", "one dimension, rows, or two, rows and columns, are read"),
    ("no_rows", 60, "an array of shape (0, 3)", "it needs a row and a column"),
  ]

  @Test(arguments: others)
  func `other arrays are refused`(name: String, offset: Int, found: String, needed: String) {
    let path = path(name)
    #expect(throws: TableError.numPy(source: path, offset: offset, found: found, needed: needed)) {
      try Table(contentsOf: path)
    }
  }

  @Test func `the message says where, what and what to do`() {
    let file = NumPyFile(type: "'<f4'", shape: "(1,)", values: [1])
    #expect(
      message { try Table(csv: file.bytes, name: "a.npy") }
        == "a.npy: byte 21: the array is of '<f4'; save it as doubles, '<f8', as in "
        + "numpy.save(path, array.astype('<f8'))")
  }

  private func refused(_ bytes: [UInt8], _ words: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let text = message { try Table(csv: bytes, name: "a.npy") }
    #expect(text.contains(words), "\(text)", sourceLocation: sourceLocation)
    #expect(text.hasPrefix("a.npy: byte "), sourceLocation: sourceLocation)
  }

  @Test func `damaged files are refused`() {
    let whole = NumPyFile(shape: "(2, 2)", values: [1, 2, 3, 4]).bytes
    for count in 6..<128 { refused(Array(whole.prefix(count)), ";") }
    refused(whole.dropLast(), "has another size than the 31 bytes behind the header")
    refused(whole + [0], "has another size than the 33 bytes behind the header")
    refused(NumPyFile(version: 4, shape: "(2,)", values: [1, 2]).bytes, "version 4 of the NumPy format")
    for shape in [
      "2", "(2", "(2,,)", "(-2,)", "(2.0,)", "('2',)", "[2]", "(99999999999999999999,)", "()", "(0,)",
    ] {
      refused(NumPyFile(shape: shape, values: [1, 2]).bytes, ";")
    }
    // Sizes beyond what numbers of bytes can say, and beyond what a column can be.
    for shape in ["(4611686018427387904, 4)", "(4611686018427387904,)", "(0, 4611686018427387904)"] {
      refused(NumPyFile(shape: shape, values: [1, 2]).bytes, "an array of shape")
    }
    for type in ["<f8", "'<f8", "True", "[('a', '<f8')", "'|O'", "'<f8' '<f8'"] {
      refused(NumPyFile(type: type, shape: "(2,)", values: [1, 2]).bytes, ";")
    }
  }

  @Test func `a header without its words is refused`() {
    for (dictionary, word) in [
      ("{'descr': '<f8', 'fortran_order': False, }", "no shape"),
      ("{'descr': '<f8', 'shape': (1,)}", "no fortran_order"),
      ("{'fortran_order': False, 'shape': (1,)}", "no type"), ("{}", "no type"), ("{} 1", "is missing here"),
      ("{'descr': '<f8', 'fortran_order': 1, 'shape': (1,)}", "is missing here"),
    ] {
      let header = Array(dictionary.utf8) + [10]
      let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0]
      refused(start + header + [UInt8](repeating: 0, count: 8), word)
    }
  }

  @Test func `a wide array has its columns`() throws {
    // 300 rows are more than a block of any size that is tried.
    let values = (0..<300 * 7).map(Double.init)
    let file = NumPyFile(shape: "(300, 7)", values: values)
    for chunk in [1, 100, 1000, 1 << 20] {
      let table = try Table(csv: file.bytes, reading: .small(chunk: chunk, threads: 3))
      #expect(
        table.columns.indices.allSatisfy { j in
          table.columns[j].numbers == (0..<300).map { Double($0 * 7 + j) }
        })
    }
  }
}

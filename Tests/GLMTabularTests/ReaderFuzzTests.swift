import GLMTabular
import Testing

/// Random and mutated files, the same ones on every run: a table that the slow reader agrees with, or an error that
/// says where; never a trap, never a hang.
@Suite struct ReaderFuzzTests {
  static let delimiters: [(delimiter: Delimiter, text: String)] = [
    (.comma, ","), (.tab, "\t"), (.semicolon, ";"), (.bar, "|"), (.space, " "),
  ]

  static let pieces: [[UInt8]] =
    [
      ",", ",", ",", "\t", ";", "|", " ", "\n", "\n", "\n", "\r\n", "\r", "\"", "\"", "\"\"", "\"\"\"", "1",
      "0",
      "-", "+", ".", "e", "E", "1e5", "-2.5e-3", "007", "1.10", "12345678", "98765432109876543210",
      "0.1234567890123",
      "NA", "nan", "-inf", "Infinity", "TRUE", "x", "yz", "é", "\u{301}", "🙂", "\u{0}", "\u{FEFF}", "-9",
      "a,b\n",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F]]

  static let markers: [[String]] = [["NA"], ["NA"], [], [".", "-9", "x"], ["1", " NA "], ["é", "nan"]]

  /// A way to read that `generator` picks.
  private func reading(_ generator: inout FixedGenerator) -> TableReading {
    .small(
      chunk: Int.random(in: 1...24, using: &generator),
      threads: Int.random(in: 0..<16, using: &generator) == 0 ? 3 : 1,
      hasHeader: Int.random(in: 0..<4, using: &generator) > 0,
      missing: ReaderFuzzTests.markers.randomElement(using: &generator) ?? [])
  }

  /// Reads the bytes with both readers; whether they are a table.
  private func check(_ bytes: [UInt8], _ delimiter: Delimiter, _ reading: TableReading) -> Bool {
    let (difference, error) = ReaderAgreement.compare(bytes, delimiter: delimiter, reading: reading)
    #expect(difference == nil, "\(bytes) by \(delimiter), \(reading)")
    if let error { expectPlace(error, in: bytes) }
    return error == nil
  }

  /// Every error is one line and has a line or a byte of the file.
  private func expectPlace(_ error: TableError, in bytes: [UInt8]) {
    #expect(!"\(error)".contains("\n"))
    let ends = bytes.count { $0 == 10 || $0 == 13 }
    switch error {
    case .notUTF8(_, let offset, let line):
      #expect(bytes.indices.contains(offset) && 1...ends + 1 ~= line, "\(bytes)")
    case .raggedLine(_, let line, _, _, _, _), .unterminatedQuote(_, let line, _),
      .textAfterQuote(_, let line, _):
      #expect(1...ends + 1 ~= line, "\(bytes)")
    case .numPy(_, let offset, _, _): #expect(0...bytes.count ~= offset, "\(bytes)")
    // These are about line 1, and say so, or about the file as a whole.
    case .duplicateName, .emptyName, .otherSeparator: #expect("\(error)".contains("line 1:"))
    case .empty: #expect(bytes.allSatisfy { [10, 13, 0xEF, 0xBB, 0xBF].contains($0) })
    default: Issue.record("\(error)")
    }
  }

  @Test(arguments: 0..<8) func `random texts`(seed: Int) {
    var generator = FixedGenerator(state: UInt64(seed))
    var tables = 0
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0...24, using: &generator)).flatMap { _ in
        ReaderFuzzTests.pieces.randomElement(using: &generator) ?? []
      }
      let delimiter = ReaderFuzzTests.delimiters.randomElement(using: &generator)?.delimiter ?? .comma
      if check(bytes, delimiter, reading(&generator)) { tables += 1 }
    }
    #expect(tables > 300 && tables < 4700)
  }

  @Test(arguments: 0..<8) func `mutated files`(seed: Int) {
    let seeds = [
      "\u{FEFF}y,\"x, 1\",g\r\n1,2.5e3,\"a \"\"b\"\"\"\n2,NA,ü\n3,-inf,\n,4,\"two\nlines\"\n5,6,z\n",
      "a,b,c\n1,2,3\n4,5,6\n7,8,9\n10,11,12\n",
      "a,b\n\"1\",\"x\"\n\"2\",\"y\"\n\"3\",\"\"\n\"4\",\"\"\"\"\n",
      "k\n1\n\n3\nNA\n5\n\n",
    ]
    var generator = FixedGenerator(state: 100 + UInt64(seed))
    var tables = 0
    for round in 0..<4000 {
      let (delimiter, text) = ReaderFuzzTests.delimiters[seed % 5]
      var bytes = Array(seeds[round % seeds.count].utf8)
      for i in bytes.indices where bytes[i] == UInt8(ascii: ",") { bytes[i] = Array(text.utf8)[0] }
      for _ in 0..<Int.random(in: 0...4, using: &generator) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.remove(at: at)
        case 1:
          bytes.insert(contentsOf: ReaderFuzzTests.pieces.randomElement(using: &generator) ?? [], at: at)
        case 2: bytes.swapAt(at, Int.random(in: 0..<bytes.count, using: &generator))
        default: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...20, using: &generator)))
        }
      }
      if check(bytes, delimiter, reading(&generator)) { tables += 1 }
    }
    #expect(tables > 500)
  }

  @Test(arguments: 0..<4) func `mutated NumPy files`(seed: Int) {
    var generator = FixedGenerator(state: 200 + UInt64(seed))
    let seeds = [
      NumPyFile(shape: "(3, 2)", values: [1, 2, 3, 4, 5, .nan]),
      NumPyFile(shape: "(3, 2)", isColumnMajor: true, values: [1, 2, 3, 4, 5, 6]),
      NumPyFile(version: 2, shape: "(4,)", values: [1, .infinity, -0.0, 4]),
      NumPyFile(version: 3, shape: "(1, 4)", values: [1, 2, 3, 4]),
    ]
    var tables = 0
    for round in 0..<3000 {
      var bytes = seeds[round % seeds.count].bytes
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        // Mostly behind the magic bytes, without which the file is text.
        let at = min(
          bytes.count - 1,
          Int.random(in: Bool.random(using: &generator) ? 0..<bytes.count : 6..<80, using: &generator))
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.insert(bytes[at], at: at)
        case 2: bytes.remove(at: at)
        default: bytes.removeLast(Int.random(in: 1...8, using: &generator))
        }
      }
      guard bytes.starts(with: Array("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) })) else { continue }
      do throws(TableError) {
        let table = try Table(csv: bytes, reading: reading(&generator))
        tables += 1
        // All numbers, as many as there are bytes for, in the order of columns or of rows.
        let tail = bytes.suffix(8 * table.rowCount * table.columns.count)
        let words = stride(from: tail.startIndex, to: tail.endIndex, by: 8).map { at in
          (0..<8).reduce(UInt64(0)) { $0 | UInt64(tail[at + $1]) << UInt64(8 * $1) }
        }
        let columns = table.columns.map { $0.numbers?.map(\.bitPattern) ?? [] }
        let rows = (0..<table.rowCount).flatMap { row in columns.map { $0[row] } }
        #expect(columns.flatMap { $0 } == words || rows == words)
      } catch {
        expectPlace(error, in: bytes)
      }
    }
    #expect(tables > 500)
  }
}

/// The bytes of an array as NumPy saves it.
struct NumPyFile {
  var version: UInt8 = 1
  var type = "'<f8'"
  var shape: String
  var isColumnMajor = false
  var values: [Double]

  var bytes: [UInt8] {
    var header = Array(
      "{'descr': \(type), 'fortran_order': \(isColumnMajor ? "True" : "False"), 'shape': \(shape), }".utf8)
    let start = version == 1 ? 10 : 12
    header += Array(repeating: 32, count: 63 - (start + header.count) % 64) + [10]
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0]
    for i in 0..<(version == 1 ? 2 : 4) { bytes.append(UInt8(header.count >> (8 * i) & 0xFF)) }
    bytes += header
    for value in values {
      for i in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt64(8 * i))) }
    }
    return bytes
  }
}

import Foundation
import GLMTabular
import Testing

/// A table does not depend on how many threads read it nor on where the file is cut for them.
@Suite struct ReaderLawTests {
  static let inputs: [String] = [
    "a,b\n1,2\n3,4\n",
    "a\n1\n\n3\n\n\n",
    "a\r\n1\r\n\r\n3\r\n",
    "a\r1\r\r3\r",
    "a,b\n\"x\ny\",1\n\"\n\n\",2\n,3",
    "a,b\r\n\"x\r\ny\",\"\r\n\"\r\n\"\r\r\n\n\",2\r\n",
    "\u{FEFF}a,b\n\"1\",2\n\"\"\"\",\"\"\"\"\"\"\n",
    "\"a\nb\",\"c \"\"d\"\"\"\n1,\"\"\n2,\"\"\"\"\n",
    "a,b\nx\"y,1\n\"x\"\"y\",2\nx\"\"y,3\n\"\"\"\n\"\"\",4\n",
    "a,b\n1,\"x\n2,\"y\n3,z\n",
    "a,b\n1,x\n2,\"y\nz\" ,3\n4,w\n",
    "a,b\n1,2\n3\n4,\"5\n",
    "a,b\n1,2\n3,4,\"5\n,6\n7,8\n",
    "a,b\n\"1\n\n\n\",2\n3\n4,5\n",
    "a\n\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\n\"x\"\n",
    "a\n\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\n\"x\"\n",
    "a,b\né,ü\n日本語,\"日\n本\"\n🙂,e\u{301}\nz,\u{E9}\n",
    "a,b\n1,1\n2,2\n3,3\n4,x\n5,NA\n6,NaN\n",
    "a,b,c\nTRUE,007,1e5\nFALSE,1.10,x\ntrue,NA,\n",
    "a;b\n1;2\n",
    "a,b\n0,\u{0}\n1,x\u{0}y\n",
    "\n\na\n1\n",
    "a b\n1 2\n\n",
    ",\n1,2\n",
    "a,a\n1,2\n",
    "\r\r\n\n",
    "\"a",
    "a\n\"",
    "a\n1\n2,",
  ]

  @Test(arguments: inputs) func `any cut gives the same table`(_ text: String) {
    let bytes = Array(text.utf8)
    for chunk in Array(1...12) + [17, 64, 1 << 20] {
      for threads in [1, 2, 3] {
        for hasHeader in [true, false] {
          let difference = ReaderAgreement.difference(
            bytes, reading: .small(chunk: chunk, threads: threads, hasHeader: hasHeader))
          #expect(difference == nil, "parts of \(chunk) bytes, \(threads) threads, header \(hasHeader)")
        }
      }
    }
  }

  @Test func `bytes that are not UTF-8 are found in any part`() {
    let bad: [[UInt8]] = [
      [0xFF], [0xC3], [0xC3, 0x28], [0xE2, 0x82], [0xE2, 0x82, 0xE2], [0xF0, 0x9F, 0x99], [0x80, 0x80, 0x80],
      [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ]
    for bytes in bad {
      for after in ["", "\n", "é\n\"x\"\n", "\"\n"] {
        let all = Array("\u{FEFF}a,b\r\n\"é\r\n\",2\r\n3,".utf8) + bytes + Array(after.utf8)
        for chunk in 1...20 {
          #expect(ReaderAgreement.difference(all, reading: .small(chunk: chunk, threads: 2)) == nil)
        }
      }
    }
  }

  @Test func `columns that turn to text late are read again`() {
    // Beyond what is looked at first, in parts that other threads read.
    var text = "a,b,c\n"
    for i in 0..<9000 { text += "\(i),0\(i % 7),\(i == 8000 ? "x" : i == 8500 ? "" : "1.10")\n" }
    for threads in [1, 2, 5] {
      #expect(
        ReaderAgreement.difference(Array(text.utf8), reading: .small(chunk: 5000, threads: threads)) == nil)
    }
  }

  @Test func `a file is read as its bytes are`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("glm-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("data.csv").path
    for text in ReaderLawTests.inputs {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      for (chunk, threads) in [(3, 1), (5, 3), (1 << 20, 2)] {
        let reading = TableReading.small(chunk: chunk, threads: threads)
        let held = Result { try Table(csv: text, name: path, reading: reading) }
        let read = Result { try Table(contentsOf: path, reading: reading) }
        switch (held, read) {
        case (.success(let one), .success(let other)):
          #expect(one.columnNames == other.columnNames)
          #expect(one.columns.map(\.texts) == other.columns.map(\.texts))
          #expect((0..<one.rowCount).map(one.line(ofRow:)) == (0..<other.rowCount).map(other.line(ofRow:)))
        case (.failure(let one), .failure(let other)): #expect(one as? TableError == other as? TableError)
        default: Issue.record("\(held) but \(read)")
        }
      }
    }
  }
}

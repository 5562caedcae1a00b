import Foundation
import Testing

@testable import GLMTabular

/// Bytes of files and of memory, and files that change under the reader.
@Suite struct ByteSourceTests {
  private func file(_ bytes: [UInt8]) throws -> (handle: FileHandle, url: URL) {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("glm-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    return (try FileHandle(forReadingFrom: url), url)
  }

  @Test func `parts of a file are parts of its bytes`() throws {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: 7 * $0) }
    let (handle, url) = try file(bytes)
    defer { try? FileManager.default.removeItem(at: url) }
    let sources = [ByteSource(handle, count: 1000, name: "f"), ByteSource(bytes, name: "m")]
    let room = WindowRoom()
    for source in sources {
      for range in [0..<1000, 0..<0, 1000..<1000, 13..<14, 500..<1000, 1..<999] {
        try source.withWindow(range, room) { start in
          #expect(range.allSatisfy { start[$0 - range.lowerBound] == bytes[$0] })
          if range.upperBound == 1000 { #expect(start[range.count] == 10 && start[range.count + 1] == 0) }
        }
      }
      #expect(try source.prefix(4) == [0, 7, 14, 21] && source.prefix(5000) == bytes)
    }
  }

  @Test func `a file that became shorter is an error`() throws {
    let text = "a,b\n" + String(repeating: "1,x\n", count: 100)
    for threads in [1, 3] {
      let (handle, url) = try file(Array(text.utf8))
      defer { try? FileManager.default.removeItem(at: url) }
      let source = ByteSource(handle, count: text.utf8.count + 10, name: "f")
      #expect(throws: TableError.notReadable(path: "f", reason: "it changed while it was read")) {
        try CSVReading(source, .small(chunk: 50, threads: threads)).table()
      }
    }
  }

  @Test func `a file that became another one between looks is an error or a table, never a trap`() throws {
    let first = "a,b\n" + String(repeating: "1,x\n", count: 100)
    var generator = FixedGenerator(state: 3)
    for round in 0..<200 {
      let (handle, url) = try file(Array(first.utf8))
      defer { try? FileManager.default.removeItem(at: url) }
      let reading = try CSVReading(
        ByteSource(handle, count: first.utf8.count, name: "f"), .small(chunk: 64, threads: 1 + round % 3))
      var bytes = Array(first.utf8)
      for _ in 0..<Int.random(in: 1...40, using: &generator) {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[at] = Array("\n\r\",1x\u{0}".utf8).randomElement(using: &generator) ?? 0xFF
      }
      // Written in place, so that the open file sees it.
      let writing = try FileHandle(forWritingTo: url)
      try writing.write(contentsOf: Data(bytes))
      try writing.close()
      do throws(TableError) {
        let table = try reading.table()
        #expect(table.rowCount == 100 && table.columns.allSatisfy { $0.texts.count == 100 })
      } catch {
        #expect("\(error)".hasPrefix("f: "))
      }
    }
  }

  @Test func `copies of strings last as long as their arena`() {
    var arena = ByteArena()
    defer { arena.free() }
    let texts = (0..<300).map { String(repeating: "é\($0)", count: $0 % 40) }
    let copies = texts.map { text in
      Array(text.utf8).withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { arena.copy($0, bytes.count) }
      }
    }
    for (text, copy) in zip(texts, copies) where !text.isEmpty {
      #expect(
        copy.map { String(decoding: UnsafeBufferPointer(start: $0, count: text.utf8.count), as: UTF8.self) }
          == text)
    }
  }

  @Test func `equal strings have one number, different ones have different numbers`() {
    var interner = LabelInterner(LabelSecret(), keepsBytes: true)
    defer { interner.free() }
    // Strings that differ in one byte at any place, of lengths around the words that are compared at once.
    var texts: [String] = [""]
    for length in [1, 7, 8, 9, 15, 16, 17, 24, 25, 40] {
      for place in 0..<length {
        texts.append(
          String(repeating: "a", count: place) + "b" + String(repeating: "a", count: length - place - 1))
      }
      texts.append(String(repeating: "a", count: length))
    }
    func code(_ text: String) -> Int {
      let bytes = Array(text.utf8) + Array(repeating: UInt8(ascii: "z"), count: 8)
      return bytes.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { Int(interner.code(.init($0, text.utf8.count, position: 0))) } ?? -1
      }
    }
    #expect(texts.map(code) == Array(texts.indices))
    #expect(texts.reversed().map(code) == texts.indices.reversed())
    #expect(texts.indices.allSatisfy { interner[$0].buffer.elementsEqual(texts[$0].utf8) })
  }
}

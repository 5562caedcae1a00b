import GLMTabular
import Testing

/// Mutated files: an error with a place or a result, never a trap.
@Suite struct HostileInputTests {
  @Test func mutatedFiles() throws {
    let seed = Array(
      "\u{FEFF}y,\"x, 1\",g\r\n1,2.5e3,\"a \"\"b\"\"\"\n2,NA,ü\n3,-inf,\n,4,\"two\nlines\"\n".utf8)
    let pieces: [UInt8] = Array("\",\n\r 0.e-NA\u{E9}x".utf8) + [0, 0xFF, 0xC3]
    var generator = FixedGenerator(state: 2)
    var tables = 0
    for _ in 0..<4000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes.remove(at: at)
        case 1: bytes.insert(pieces.randomElement(using: &generator) ?? 0, at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...20, using: &generator)))
        }
      }
      do throws(TableError) {
        let table = try Table(csv: bytes)
        tables += 1
        for column in table.columns { #expect(column.texts.count == table.rowCount) }
        _ = try? ModelFrame(formula: "y ~ .", table: table)
      } catch {
        #expect(!"\(error)".contains("\n"))
      }
    }
    #expect(tables > 400)
  }
}

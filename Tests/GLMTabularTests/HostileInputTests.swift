import GLMTabular
import Testing

/// Mutated formulas and files: an error with a place or a result, never a trap.
@Suite struct HostileInputTests {
  @Test func mutatedFormulas() throws {
    let seeds = [
      "y ~ x*wool + log(x) - 1", "cbind(y, x - y) ~ wool:tension",
      "log(y + 1) ~ I(x^2 - z/2):wool + offset(log(x))",
      "y ~ . - wool + `x`*factor(z)", "y ~ 0 + (x + z)*wool - x:wool",
    ]
    let pieces = [
      "~", "+", "-", "*", "/", "^", ":", "(", ")", ",", "`", ".", "0", "1", "2e5", "x", "y", "wool", "log(",
      "I(", "cbind(",
      "factor(", "offset(", "poly(", "%in%", "==", "\"", "é", "\n", "\\", "1e999", "_", "TRUE", "🙂",
      "\u{301}",
    ]
    let table = try crossed()
    var generator = FixedGenerator(state: 1)
    for round in 0..<4000 {
      var text = Array(seeds[round % seeds.count])
      for _ in 0..<Int.random(in: 1...6, using: &generator) where !text.isEmpty {
        let at = Int.random(in: 0..<text.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: text.remove(at: at)
        case 1: text.insert(contentsOf: pieces.randomElement(using: &generator) ?? "", at: at)
        case 2: text.swapAt(at, Int.random(in: 0..<text.count, using: &generator))
        default:
          let end = Int.random(in: at...min(at + 12, text.count - 1), using: &generator)
          text.append(contentsOf: text[at...end])
        }
      }
      let formula = String(text)
      do throws(FrameError) {
        let frame = try ModelFrame(formula: formula, table: table)
        #expect(frame.source.rowCount == 12)
        if round % 10 == 0 {
          #expect(try matrix(frame.specification.frame(for: table).source) == matrix(frame.source))
        }
      } catch {
        #expect(!"\(error)".contains("\n"))
        if case .formula(let error) = error {
          #expect(error.place.offset >= 0 && error.place.offset <= text.count, "\(formula)")
          #expect(error.place.formula == formula)
        }
      }
    }
  }

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

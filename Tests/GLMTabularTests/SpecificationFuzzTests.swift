import Foundation
import GLMTabular
import Testing

/// Mutated files of what a frame learned: an error or a model that can be used, never a trap.
@Suite struct SpecificationFuzzTests {
  static let formulas = [
    "y ~ x*g + t + `a b`", "cbind(y, n) ~ poly(x, 2) + bs(z, df = 4) + offset(log(n))",
    "y ~ ns(x, 2):factor(k) + cut(z, 3) + I(scale(x)^2)",
    "h ~ relevel(g, \"b\") + C(factor(k), contr.sum) + (x > mean(x)) + I(g == \"a\")",
    "y ~ factor(k, levels = 1:3, labels = c(\"p\", \"q\", \"p\")) + ordered(g) + cut(x, c(-Inf, 3, Inf)) + cbind(x, z)",
    "y ~ I(factor(g, labels = c(\"p\", \"q\", \"r\")) == \"q\") + I(ordered(g) > \"a\") + as.numeric(cut(z, 4))",
  ]

  private func seeds(_ table: Table) throws -> [[UInt8]] {
    try SpecificationFuzzTests.formulas.map { formula in
      let options = FrameOptions(
        exposure: formula.hasPrefix("y") ? "n" : nil,
        contrasts: formula.contains("x*g") ? ["g": .helmert] : [:])
      let frame = try ModelFrame(formula: formula, table: table, options: options)
      return Array(try JSONEncoder().encode(frame.specification))
    }
  }

  private let pieces = [
    "null", "0", "-1", "1e308", "1e999", "[]", "{}", "\"\"", "true", "99999999999999999999", "2.5", "\"x\"",
    ",", ":",
    "\"g\"", "[0]", "\"levels\"", "-2", "1000000000", "\"indicators\"", "\"contrasts\"", "\"text\"",
    "\"number\"",
  ]

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func `mutated specifications`(_ seed: UInt64) throws {
    let table = try Table(csv: RandomFormula.csv)
    let seeds = try seeds(table)
    var generator = FixedGenerator(state: seed)
    let decoder = JSONDecoder()
    var loaded = 0
    for round in 0..<15_000 {
      var bytes = seeds[round % seeds.count]
      for _ in 0..<Int.random(in: 1...2, using: &generator) {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: bytes.remove(at: at)
        case 1, 2: replaceNumber(&bytes, at: at, using: &generator)
        case 3: bytes.swapAt(at, Int.random(in: 0..<bytes.count, using: &generator))
        case 4: replaceText(&bytes, at: at, using: &generator)
        case 5: bytes[at] = UInt8.random(in: 32...126, using: &generator)
        default: bytes.insert(contentsOf: (pieces.randomElement(using: &generator) ?? "").utf8, at: at)
        }
      }
      do {
        let specification = try decoder.decode(ModelFrameSpecification.self, from: Data(bytes))
        loaded += 1
        #expect(!specification.columns.isEmpty)
        if round % 4 == 0 {
          _ = try? specification.frame(for: table, unseen: .missing)
          for variable in specification.variables.prefix(1) {
            _ = try? specification.source(for: table, replacing: variable.name, with: .level("a"))
          }
        }
      } catch let error as DecodingError {
        #expect(!"\(error)".isEmpty)
      } catch {
        Issue.record("\(error) is not an error of decoding")
      }
    }
    #expect(loaded > 500)
  }

  /// Exchanges the number that byte `at` is in, or comes before, for another value.
  private func replaceNumber(_ bytes: inout [UInt8], at: Int, using generator: inout FixedGenerator) {
    let digits = Set("0123456789.-e+".utf8)
    guard let start = bytes[at...].firstIndex(where: digits.contains) else { return }
    let end = bytes[start...].firstIndex { !digits.contains($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: (pieces.randomElement(using: &generator) ?? "").utf8)
  }

  /// Exchanges the text that begins after byte `at` for another.
  private func replaceText(_ bytes: inout [UInt8], at: Int, using generator: inout FixedGenerator) {
    let quote = UInt8(ascii: "\"")
    guard let start = bytes[at...].firstIndex(of: quote),
      let end = bytes[(start + 1)...].firstIndex(of: quote)
    else { return }
    bytes.replaceSubrange(start...end, with: (pieces.randomElement(using: &generator) ?? "").utf8)
  }

  @Test func `truncated specifications`() throws {
    for seed in try seeds(Table(csv: RandomFormula.csv)) {
      for end in stride(from: 0, to: seed.count, by: 3) {
        #expect(throws: DecodingError.self) {
          try JSONDecoder().decode(ModelFrameSpecification.self, from: Data(seed[..<end]))
        }
      }
    }
  }
}

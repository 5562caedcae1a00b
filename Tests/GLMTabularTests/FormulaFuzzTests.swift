import GLMTabular
import Testing

/// Random and mutated formulas: a model frame or an error with its place, never a trap.
@Suite struct FormulaFuzzTests {
  private func check(_ formula: String, _ table: Table) -> Bool {
    do throws(FrameError) {
      let frame = try ModelFrame(formula: formula, table: table)
      #expect(frame.source.rowCount > 0)
      return true
    } catch {
      let message = error.description
      #expect(!message.isEmpty && !message.contains("\n"))
      if case .formula(let error) = error {
        #expect(error.place.formula == formula)
        #expect(error.place.offset >= 0 && error.place.offset <= formula.count, "\(formula)")
      }
      return false
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func `random formulas`(_ seed: UInt64) throws {
    let table = try Table(csv: RandomFormula.csv)
    var random = RandomFormula(seed: seed)
    var frames = 0
    for _ in 0..<1600 where check(random.formula(), table) { frames += 1 }
    #expect(frames > 800)
  }

  @Test(arguments: [5, 6, 7, 8] as [UInt64]) func `mutated formulas`(_ seed: UInt64) throws {
    let table = try Table(csv: RandomFormula.csv)
    var random = RandomFormula(seed: seed)
    var generator = FixedGenerator(state: seed)
    let pieces = [
      "~", "+", "-", "*", "/", "^", ":", "(", ")", ",", "`", ".", "0", "1", "2e5", "x", "y", "g", "log(",
      "I(",
      "cbind(", "factor(", "offset(", "poly(", "%in%", "%%", "==", "<", "\"", "'", "é", "\n", "\\", "1e999",
      "_", "TRUE",
      "🙂", "\u{301}", "!", "&", "|", "c(", "1:9", "seq(0, 9)", "NULL", "Inf", "::", "=", "df = ",
      "raw = TRUE", "L",
      "cut(x, ", "relevel(", "ordered(", "ns(", "bs(", "quantile(", "C(", "scale(", "pi", "\u{0}", "\r\n",
    ]
    var frames = 0
    for _ in 0..<16_000 {
      var text = Array(random.formula().utf8)
      for _ in 0..<Int.random(in: 1...3, using: &generator) where !text.isEmpty {
        let at = Int.random(in: 0..<text.count, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: text.remove(at: at)
        case 1, 6, 7: text.insert(contentsOf: (pieces.randomElement(using: &generator) ?? "").utf8, at: at)
        case 2: text.swapAt(at, Int.random(in: 0..<text.count, using: &generator))
        case 3: text[at] = UInt8.random(in: 0...255, using: &generator)
        case 4: text.removeSubrange(at..<min(at + 8, text.count))
        default:
          let end = Int.random(in: at...min(at + 12, text.count - 1), using: &generator)
          text.append(contentsOf: text[at...end])
        }
      }
      if check(String(decoding: text, as: UTF8.self), table) { frames += 1 }
    }
    #expect(frames > 250)
  }

  /// As deep as the language goes, with calls that keep state at every level.
  @Test func `deep formulas`() throws {
    let table = try Table(csv: RandomFormula.csv)
    for (open, close) in [
      ("(", ")"), ("-", ""), ("!", ""), ("exp(-", ")"), ("scale(", ")"), ("I(", ")"), ("1 + (", ")"),
      ("2^-", ""),
      ("x | x & x > x + x * x %% (", ")"), ("factor(", ")"), ("ifelse(x > 1, x, ", ")"), ("mean(", ")"),
    ] {
      for depth in [20, 60, 95, 190, 1000] {
        let inner = String(repeating: open, count: depth) + "x" + String(repeating: close, count: depth)
        _ = check("y ~ I(\(inner))", table)
        _ = check("y ~ \(inner)", table)
        _ = check("\(inner) ~ z", table)
      }
    }
  }

  /// Texts that ask for much: an error, and soon.
  @Test func `formulas that ask for too much`() throws {
    let table = try Table(csv: RandomFormula.csv)
    let many = String(repeating: "*x1", count: 60)
    for text in [
      "y ~ cut(x, seq(0, 1e9, 1e-9))", "y ~ x %in% 1:1e9", "y ~ poly(x, 1e9)", "y ~ bs(x, df = 1e8)",
      "y ~ ns(x, knots = seq(0, 9, length.out = 9999))", "y ~ (x + z + n)^1e300", "y ~ bs(x, degree = 1e6)",
      "y ~ I(x^1e300^1e300)", "y ~ cut(x, 1e8)", "y ~ round(x, 1e300)", "y ~ factor(x, labels = 1:9999)",
      "y ~ x\(many)", "y ~ " + String(repeating: "(. + x)*", count: 500) + "x",
      "y ~ " + String(repeating: ".*.+", count: 5000) + "x", "y ~ quantile(x, seq(0, 1, 1e-9))",
      "y ~ I(x > quantile(x, c(0.1, 0.2)))", "y ~ x:" + String(repeating: "x:", count: 100_000) + "x",
    ] {
      _ = check(text, table)
    }
    let wide = "y ~ I(" + (0..<20_000).map { _ in "x" }.joined(separator: " + ") + ")"
    #expect(check(wide, table))
  }
}

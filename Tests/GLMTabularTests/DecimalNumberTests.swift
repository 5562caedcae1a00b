import GLMTestSupport
import Testing

@testable import GLMTabular

/// Decimal texts as doubles, against texts and bits made by Tests/Fixtures/decimal_numbers.py.
@Suite struct DecimalNumberTests {
  @Test func `texts are the nearest doubles`() throws {
    let lines = try FixtureTable("decimal_numbers.csv").lines
    #expect(lines.count > 2000)
    for line in lines {
      let bits = try #require(UInt64(line[1], radix: 16))
      #expect(DecimalNumber.parse(line[0])?.bitPattern == bits, "\(line[0])")
      #expect(DecimalNumber.parse(" -\(line[0])\t")?.bitPattern == bits | 1 << 63, "-\(line[0])")
    }
  }

  /// The fast way and the long way of a reader, through a file.
  @Test func `cells are the nearest doubles`() throws {
    let lines = try FixtureTable("decimal_numbers.csv").lines
    let table = try Table(csv: "plain,quoted\n" + lines.map { "\($0[0]),\"\($0[0])\"\n" }.joined())
    for column in table.columns {
      let bits = try #require(column.numbers).map { String($0.bitPattern, radix: 16) }
      #expect(bits == lines.map { $0[1] })
    }
  }

  @Test func `powers of five are exact where they fit, and next to exact elsewhere`() {
    let all = PowerOfFive.all()
    #expect(all.count == PowerOfFive.range.count)
    for (i, q) in PowerOfFive.range.enumerated() {
      let power = all[i]
      #expect(power.high >> 63 == 1)
      if 0...55 ~= q {
        // 5⁵⁵ < 2¹²⁸.
        var exact: UInt128 = 1
        for _ in 0..<q { exact *= 5 }
        let shift = UInt128(exact.leadingZeroBitCount)
        #expect(exact << shift == UInt128(power.high) << 64 | UInt128(power.low))
        #expect(power.binaryExponent == 127 - Int(shift))
      }
      // Five times one power is the next, but for the last bits: 5⁻ᵃ and 5ᵃ are found step by step from 5⁰.
      guard i > 0 else { continue }
      let before = all[i - 1]
      let product = (UInt128(before.high) << 64 | UInt128(before.low)).multipliedFullWidth(by: 5)
      let shift = UInt128(power.binaryExponent - before.binaryExponent)
      #expect(shift == 2 || shift == 3)
      let scaled = product.high << (128 - shift) | product.low >> shift
      let found = UInt128(power.high) << 64 | UInt128(power.low)
      #expect(found >= scaled && found - scaled <= 5, "5^\(q)")
    }
  }

  @Test(
    arguments: [
      "", " ", ".", "-", "+", "e5", ".e5", "1e", "1e+", "1e-", "1.5e", "1e5.", "1.2.3", "--1", "+-1", "1 2",
      "1_000",
      "0x10", "1d5", "infinit", "infinityy", "na", "nanx", "-", "1e5x", "١", "½", "1\u{0}", "1,5", "--inf",
      "+",
    ]) func `no number`(_ text: String)
  {
    #expect(DecimalNumber.parse(text) == nil)
  }

  @Test func `words`() {
    for (text, value) in [("inf", Double.infinity), ("-INF", -.infinity), ("+Infinity", .infinity)] {
      #expect(DecimalNumber.parse(text) == value)
    }
    for text in ["nan", "NaN", "-nan", "+NAN"] { #expect(DecimalNumber.parse(text)?.isNaN == true) }
  }

  @Test func `digits without end are read in a moment`() {
    let zeros = String(repeating: "0", count: 300_000)
    #expect(DecimalNumber.parse("0." + zeros + "1e300001") == 1)
    #expect(DecimalNumber.parse("1" + zeros + "e-300000") == 1)
    #expect(DecimalNumber.parse(String(repeating: "9", count: 300_000)) == .infinity)
    #expect(DecimalNumber.parse("1e" + zeros + "5") == 1e5)
    #expect(DecimalNumber.parse("0." + String(repeating: "3", count: 300_000)) == 1.0 / 3)
  }
}

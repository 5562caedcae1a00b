import Foundation
import GLMAlgebra
import Testing

/// Whole numbers of any size: against numbers that another program wrote, and the laws of a ring.
@Suite struct BigIntegerTests {
  private func power(_ base: Int, _ exponent: Int) -> BigInteger {
    (0..<exponent).reduce(BigInteger.one) { product, _ in product * BigInteger(base) }
  }

  /// Numbers of all sizes and signs, small ones and those about a limb among them.
  private static let samples: [BigInteger] = {
    var result = [0, 1, -1, 2, -3, 255, Int.max, Int.min, Int.max - 1].map { BigInteger($0) }
    for bits in [1, 63, 64, 65, 127, 128, 200] {
      let two = BigInteger.one << bits
      result += [two, two - .one, two + .one, -two]
    }
    var last = BigInteger(0x1234_5678_9ABC_DEF)
    for _ in 0..<6 {
      last = last * last - BigInteger(987_654_321)
      if last.limbCount < 12 { result += [last, -last] }
    }
    return result
  }()

  @Test func `numbers are those of another program`() {
    #expect(power(3, 100).description == "0x5a4653ca673768565b41f775d6947d55cf3813d1")
    #expect(
      (1...30).reduce(BigInteger.one) { $0 * BigInteger($1) }.description == "0xd13f6370f96865df5dd54000000")
    #expect((power(-7, 31) - power(2, 90)).description == "-0x482823c992d2be80fcb9ab7")
    #expect(BigInteger.zero.description == "0")
  }

  @Test func `sums and products keep the laws of a ring`() {
    for a in Self.samples {
      #expect(a - a == .zero && a + .zero == a && a * .one == a && -(-a) == a)
      for b in Self.samples {
        #expect(a + b == b + a && a * b == b * a && (a - b) + b == a)
        #expect((a + b) * (a - b) == a * a - b * b)
        #expect((a < b) == ((a - b).sign < 0))
        if !b.isZero { #expect((a * b).dividedExactly(by: b) == a) }
      }
    }
  }

  @Test func `small numbers agree with the machine's`() {
    let numbers = [-7, -2, -1, 0, 1, 3, 12, 1 << 20, -(1 << 30)]
    for a in numbers {
      for b in numbers {
        #expect(BigInteger(a) + BigInteger(b) == BigInteger(a + b))
        #expect(BigInteger(a) * BigInteger(b) == BigInteger(a * b))
        #expect((BigInteger(a) < BigInteger(b)) == (a < b))
      }
    }
  }

  @Test func `doubles come and go exactly`() {
    for x in [1, -1, 0.1, 3.5e300, -1e-300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0x1p53 + 2] {
      let (whole, exponent) = BigInteger.dyadic(x)
      #expect(whole.scaled(by: exponent) == x)
      #expect(whole.trailingZeroBits == 0)
    }
    #expect(BigInteger.dyadic(0).whole.isZero)
    let third = BigInteger.ratio(power(3, 200), power(3, 201))
    #expect(abs(third - 1 / 3) < 1e-16)
    #expect(BigInteger.ratio(power(10, 400), .one) == .infinity)
    #expect(abs(BigInteger.ratio(power(10, 400), -power(10, 399)) + 10) < 1e-14)
  }
}

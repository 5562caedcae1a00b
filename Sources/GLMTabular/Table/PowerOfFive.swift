/// A power of five to 128 bits, for the decimal numbers that doubles cannot multiply exactly.
///
/// 5^q = (high · 2⁶⁴ + low + ε) · 2^(binaryExponent − 127), 0 ≤ ε ≤ 1, with the top bit of `high` set. The product with a
/// whole number w < 2⁶⁴ has then an error below 2 in its second word of 64 bits, which decides the rounding of nearly
/// every number (Lemire 2021, Number parsing at a gigabyte per second).
struct PowerOfFive: Sendable {
  /// The q for which w · 10^q can be a finite double other than 0, for 1 ≤ w < 2⁶⁴.
  static let range = -342...308

  let high: UInt64
  let low: UInt64
  /// ⌊log₂ 5^q⌋.
  let binaryExponent: Int

  /// The double nearest to w · 10^q, where this is 5^q and 0 < w; nil when the 128 bits do not decide it, or the
  /// result is not a normal double.
  func product(_ w: UInt64, exponent q: Int) -> Double? {
    let zeros = w.leadingZeroBitCount
    let factor = w &<< UInt64(zeros)
    var (top, next) = factor.multipliedFullWidth(by: high)
    let carry: Bool
    (next, carry) = next.addingReportingOverflow(factor.multipliedFullWidth(by: low).high)
    if carry { top &+= 1 }
    var exponent = 64 - zeros + binaryExponent + q
    if top >> 63 == 0 {
      top = (top << 1) | (next >> 63)
      next <<= 1
      exponent -= 1
    }
    // 53 bits stay; 11 of the word and all of the next one are rounded away, and are less than 4 too small.
    let rest = top & 0x7FF
    if rest == 0x3FF, next > .max - 8 { return nil }
    if rest == 0x400, next == 0 { return nil }
    var significand = (top >> 11) + (rest >= 0x400 ? 1 : 0)
    if significand == 1 << 53 {
      significand = 1 << 52
      exponent += 1
    }
    guard exponent >= -1022 else { return nil }
    guard exponent <= 1023 else { return .infinity }
    return Double(
      sign: .plus, exponentBitPattern: UInt(exponent + 1023),
      significandBitPattern: significand & ((1 << 52) - 1))
  }

  /// The powers of ``range``, in order: multiplied or divided step by step with 256 bits, of which the error of all
  /// steps together leaves far more than 128 right.
  static func all() -> [PowerOfFive] {
    var upward = [PowerOfFive]()
    var number = Wide()
    for _ in 0...range.upperBound {
      upward.append(number.rounded)
      number.multiply()
    }
    var downward = [PowerOfFive]()
    number = Wide()
    for _ in 0..<(-range.lowerBound) {
      number.divide()
      downward.append(number.rounded)
    }
    return downward.reversed() + upward
  }
}

/// A number of 256 bits, the top one set, with a binary exponent: 1 at first.
private struct Wide {
  /// The highest word first.
  var words: [UInt64] = [1 << 63, 0, 0, 0]
  /// ⌊log₂⌋ of the number.
  var exponent = 0

  var rounded: PowerOfFive { PowerOfFive(high: words[0], low: words[1], binaryExponent: exponent) }

  /// Times five, the lowest bits cut off.
  mutating func multiply() {
    var carry: UInt64 = 0
    for i in words.indices.reversed() {
      let (high, low) = words[i].multipliedFullWidth(by: 5)
      let (sum, isOver) = low.addingReportingOverflow(carry)
      words[i] = sum
      carry = high + (isOver ? 1 : 0)
    }
    // The carry is 2 to 4: two or three bits.
    let shift = UInt64(64 - carry.leadingZeroBitCount)
    for i in words.indices {
      let below = words[i]
      words[i] = (carry << (64 - shift)) | (below >> shift)
      carry = below
    }
    exponent += Int(shift)
  }

  /// Divided by five, the rest cut off.
  mutating func divide() {
    var rest: UInt64 = 0
    for i in words.indices {
      (words[i], rest) = UInt64(5).dividingFullWidth((rest, words[i]))
    }
    let shift = UInt64(words[0].leadingZeroBitCount)
    // Bits of the next word of the quotient fill the lowest places.
    let (more, _) = UInt64(5).dividingFullWidth((rest, 0))
    for i in words.indices {
      let below = i + 1 < words.count ? words[i + 1] : more
      words[i] = (words[i] << shift) | (below >> (64 - shift))
    }
    exponent -= Int(shift)
  }
}

extension BigInteger {
  public static prefix func - (value: BigInteger) -> BigInteger {
    BigInteger(isNegative: !value.isNegative, limbs: value.limbs)
  }

  public static func + (a: BigInteger, b: BigInteger) -> BigInteger {
    if a.isZero { return b }
    if b.isZero { return a }
    if a.isNegative == b.isNegative {
      return BigInteger(isNegative: a.isNegative, limbs: sum(a.limbs, b.limbs))
    }
    switch compareMagnitudes(a.limbs, b.limbs) {
    case 0: return .zero
    case 1: return BigInteger(isNegative: a.isNegative, limbs: difference(a.limbs, b.limbs))
    default: return BigInteger(isNegative: b.isNegative, limbs: difference(b.limbs, a.limbs))
    }
  }

  public static func - (a: BigInteger, b: BigInteger) -> BigInteger { a + -b }

  public static func += (a: inout BigInteger, b: BigInteger) { a = a + b }

  public static func * (a: BigInteger, b: BigInteger) -> BigInteger {
    if a.isZero || b.isZero { return .zero }
    let isNegative = a.isNegative != b.isNegative
    if a.limbs.count == 1, b.limbs.count == 1 {
      let (high, low) = a.limbs[0].multipliedFullWidth(by: b.limbs[0])
      return BigInteger(isNegative: isNegative, limbs: high == 0 ? [low] : [low, high])
    }
    var limbs = Array(repeating: UInt(0), count: a.limbs.count + b.limbs.count)
    for i in a.limbs.indices {
      var carry: UInt = 0
      for j in b.limbs.indices {
        // (2⁶⁴ − 1)² + 2 (2⁶⁴ − 1) < 2¹²⁸: the carry is one limb.
        var (high, low) = a.limbs[i].multipliedFullWidth(by: b.limbs[j])
        var overflow: Bool
        (low, overflow) = low.addingReportingOverflow(limbs[i + j])
        high &+= overflow ? 1 : 0
        (low, overflow) = low.addingReportingOverflow(carry)
        high &+= overflow ? 1 : 0
        limbs[i + j] = low
        carry = high
      }
      limbs[i + b.limbs.count] = carry
    }
    return BigInteger(isNegative: isNegative, limbs: limbs)
  }

  /// self / divisor, where the division leaves nothing: what it is otherwise is not specified.
  ///
  /// From the least significant limb on, each limb of the quotient is one multiplication by the inverse of the divisor's
  /// lowest limb modulo 2⁶⁴ (T. Jebelean, An algorithm for exact division, 1993).
  public func dividedExactly(by divisor: BigInteger) -> BigInteger {
    precondition(!divisor.isZero, "no division by 0")
    if isZero { return .zero }
    let isNegative = isNegative != divisor.isNegative
    if divisor.limbs == [1] { return BigInteger(isNegative: isNegative, limbs: limbs) }
    if limbs.count == 1, divisor.limbs.count == 1 {
      return BigInteger(isNegative: isNegative, limbs: [limbs[0] / divisor.limbs[0]])
    }
    let zeros = divisor.trailingZeroBits
    let odd = divisor.droppingBits(zeros).limbs
    var rest = droppingBits(zeros).limbs
    let count = rest.count - odd.count + 1
    guard count > 0 else { return .zero }
    // Newton's iteration doubles the bits of an inverse that are right: 5, 10, 20, 40, 80.
    var inverse = (3 &* odd[0]) ^ 2
    for _ in 0..<4 { inverse &*= 2 &- odd[0] &* inverse }
    var quotient = Array(repeating: UInt(0), count: count)
    for i in 0..<count {
      let digit = rest[i] &* inverse
      quotient[i] = digit
      if digit == 0 { continue }
      var borrow: UInt = 0
      for j in 0..<min(odd.count, rest.count - i) {
        var (high, low) = digit.multipliedFullWidth(by: odd[j])
        var overflow: Bool
        (low, overflow) = low.addingReportingOverflow(borrow)
        high &+= overflow ? 1 : 0
        (rest[i + j], overflow) = rest[i + j].subtractingReportingOverflow(low)
        borrow = high &+ (overflow ? 1 : 0)
      }
      var place = i + odd.count
      while borrow > 0, place < rest.count {
        let (value, overflow) = rest[place].subtractingReportingOverflow(borrow)
        rest[place] = value
        borrow = overflow ? 1 : 0
        place += 1
      }
    }
    return BigInteger(isNegative: isNegative, limbs: quotient)
  }

  private static func sum(_ a: [UInt], _ b: [UInt]) -> [UInt] {
    let (long, short) = a.count >= b.count ? (a, b) : (b, a)
    var result = long
    var carry = false
    for i in long.indices {
      if i >= short.count, !carry { return result }
      let (first, overflow) = long[i].addingReportingOverflow(i < short.count ? short[i] : 0)
      let (second, again) = first.addingReportingOverflow(carry ? 1 : 0)
      result[i] = second
      carry = overflow || again
    }
    if carry { result.append(1) }
    return result
  }

  /// a − b for a ≥ b.
  private static func difference(_ a: [UInt], _ b: [UInt]) -> [UInt] {
    var result = a
    var borrow = false
    for i in a.indices {
      if i >= b.count, !borrow { return result }
      let (first, overflow) = a[i].subtractingReportingOverflow(i < b.count ? b[i] : 0)
      let (second, again) = first.subtractingReportingOverflow(borrow ? 1 : 0)
      result[i] = second
      borrow = overflow || again
    }
    return result
  }
}

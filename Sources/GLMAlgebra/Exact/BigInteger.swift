/// A whole number of any size, for decisions that rounding must not make.
///
/// Sign and magnitude, the magnitude in limbs of 64 bits with the least significant first and no zero limb on top. Every
/// operation is exact; multiplication and division are those of school.
public struct BigInteger: Sendable, Equatable {
  /// Whether the number is below 0.
  public private(set) var isNegative: Bool
  private(set) var limbs: [UInt]

  public static let zero = BigInteger(0)
  public static let one = BigInteger(1)

  init(isNegative: Bool, limbs: [UInt]) {
    var limbs = limbs
    while limbs.last == 0 { limbs.removeLast() }
    self.limbs = limbs
    self.isNegative = isNegative && !limbs.isEmpty
  }

  public init(_ value: Int) { self.init(isNegative: value < 0, limbs: [value.magnitude]) }

  /// `value` as whole · 2^exponent, exactly, the whole number odd or 0; `value` must be finite.
  public static func dyadic(_ value: Double) -> (whole: BigInteger, exponent: Int) {
    precondition(value.isFinite, "a finite number")
    if value == 0 { return (.zero, 0) }
    // A subnormal number has a scale of its own: the significand is always in [1, 2).
    let mantissa = UInt(value.significand * 0x1p52)
    let zeros = mantissa.trailingZeroBitCount
    return (
      BigInteger(isNegative: value < 0, limbs: [mantissa >> UInt(zeros)]), Int(value.exponent) - 52 + zeros
    )
  }

  public var isZero: Bool { limbs.isEmpty }

  /// −1, 0 or 1.
  public var sign: Int { limbs.isEmpty ? 0 : isNegative ? -1 : 1 }

  /// How many limbs of 64 bits the magnitude takes.
  public var limbCount: Int { limbs.count }

  /// How many bits the magnitude takes, 0 for 0.
  public var bitWidth: Int {
    limbs.last.map { limbs.count * UInt.bitWidth - $0.leadingZeroBitCount } ?? 0
  }

  /// How many zero bits the magnitude ends in, 0 for 0.
  public var trailingZeroBits: Int {
    guard let place = limbs.firstIndex(where: { $0 != 0 }) else { return 0 }
    return place * UInt.bitWidth + limbs[place].trailingZeroBitCount
  }

  /// self · 2^`exponent` as a double: within one unit in the last place, ±∞ or 0 beyond the range.
  public func scaled(by exponent: Int) -> Double {
    let width = bitWidth
    if width == 0 { return 0 }
    let kept = width > 64 ? droppingBits(width - 64) : self
    let dropped = max(width - 64, 0)
    let size = Double(kept.limbs[0])
    let power = min(max(dropped + exponent, -5000), 5000)
    let value = Double(sign: .plus, exponent: power, significand: size)
    return isNegative ? -value : value
  }

  /// self / divisor as a double, within a few units in the last place.
  public static func ratio(_ numerator: BigInteger, _ divisor: BigInteger) -> Double {
    precondition(!divisor.isZero, "no division by 0")
    if numerator.isZero { return 0 }
    let (a, b) = (numerator.bitWidth, divisor.bitWidth)
    let quotient = numerator.scaled(by: -a) / divisor.scaled(by: -b)
    return Double(sign: .plus, exponent: min(max(a - b, -5000), 5000), significand: quotient)
  }

  // MARK: Shifts

  public static func << (value: BigInteger, bits: Int) -> BigInteger {
    precondition(bits >= 0, "a shift is at least 0")
    if bits == 0 || value.isZero { return value }
    let (words, rest) = (bits / UInt.bitWidth, bits % UInt.bitWidth)
    var limbs = Array(repeating: UInt(0), count: words)
    limbs.reserveCapacity(words + value.limbs.count + 1)
    if rest == 0 {
      limbs += value.limbs
    } else {
      var carry: UInt = 0
      for limb in value.limbs {
        limbs.append(limb << rest | carry)
        carry = limb >> (UInt.bitWidth - rest)
      }
      limbs.append(carry)
    }
    return BigInteger(isNegative: value.isNegative, limbs: limbs)
  }

  /// The magnitude without its lowest `bits` bits, rounded towards 0.
  func droppingBits(_ bits: Int) -> BigInteger {
    let (words, rest) = (bits / UInt.bitWidth, bits % UInt.bitWidth)
    guard words < limbs.count else { return .zero }
    var result = Array(limbs[words...])
    if rest > 0 {
      for i in result.indices {
        let above = i + 1 < result.count ? result[i + 1] << (UInt.bitWidth - rest) : 0
        result[i] = result[i] >> rest | above
      }
    }
    return BigInteger(isNegative: isNegative, limbs: result)
  }
}

extension BigInteger: Comparable, CustomStringConvertible {
  public static func < (a: BigInteger, b: BigInteger) -> Bool {
    if a.isNegative != b.isNegative { return a.isNegative }
    let order = compareMagnitudes(a.limbs, b.limbs)
    return a.isNegative ? order > 0 : order < 0
  }

  /// The digits in hexadecimal.
  public var description: String {
    guard let top = limbs.last else { return "0" }
    let rest = limbs.dropLast().reversed().map { limb in
      let digits = String(limb, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    return (isNegative ? "-0x" : "0x") + String(top, radix: 16) + rest.joined()
  }

  /// −1, 0 or 1 as a is less than, equal to or greater than b.
  static func compareMagnitudes(_ a: [UInt], _ b: [UInt]) -> Int {
    if a.count != b.count { return a.count < b.count ? -1 : 1 }
    for i in a.indices.reversed() where a[i] != b[i] { return a[i] < b[i] ? -1 : 1 }
    return 0
  }
}

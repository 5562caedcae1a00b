/// Reads decimal numbers out of bytes, eight digits at a time.
///
/// A decimal number w · 10^q with a whole w is split off its text first. When w ≤ 2⁵³ and |q| ≤ 22 both factors are
/// doubles and one rounding ends it (Clinger 1990); other w below 10¹⁹ are multiplied by a 128-bit power of five
/// (``PowerOfFive``); what that leaves open, and longer texts, go the long way.
struct NumberScanner: Sendable {
  /// How many bytes behind a number are looked at.
  static let readAhead = 16

  private let tables = DecimalTables.shared

  /// The number at the beginning of the bytes at `start` and where it ends; `start` itself when there is none. Bytes
  /// that are no part of a number must follow, and `readAhead` bytes must be readable.
  @inline(__always)
  func scan(_ start: UnsafePointer<UInt8>) -> (value: Double, end: UnsafePointer<UInt8>) {
    let isNegative = start[0] == UInt8(ascii: "-")
    var at = start + (isNegative || start[0] == UInt8(ascii: "+") ? 1 : 0)
    let first = at
    var digits: UInt64 = 0
    takeDigits(&at, &digits)
    var count = at - first
    var exponent = 0
    if at[0] == UInt8(ascii: ".") {
      at += 1
      let fraction = at
      takeDigits(&at, &digits)
      exponent = fraction - at
      count -= exponent
    }
    if count == 0 { return (0, start) }
    let digitsEnd = at
    if at[0] | 32 == UInt8(ascii: "e") { exponent += Self.takeExponent(&at) }
    let value: Double
    if count > 19 {
      value = Self.long(first, digitsEnd, exponent: exponent)
    } else if digits <= 1 << 53, exponent >= -22, exponent <= 22 {
      let whole = Double(Int64(bitPattern: digits))
      value =
        exponent < 0 ? whole / tables.powersOfTen[-exponent] : whole * tables.powersOfTen[exponent]
    } else {
      value = Self.rounded(digits, exponent, tables)
    }
    return (isNegative ? -value : value, at)
  }

  /// Steps over digits and appends them to `number`, which wraps around after 19 of them.
  @inline(__always)
  private func takeDigits(_ at: inout UnsafePointer<UInt8>, _ number: inout UInt64) {
    while true {
      let bytes = UnsafeRawPointer(at).loadUnaligned(as: UInt64.self)
      // The digits' values, and the high bit of each byte that is no digit.
      let values = UInt64(littleEndian: bytes) ^ 0x3030_3030_3030_3030
      let others =
        (((values & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080
      if others == 0 {
        number = number &* 100_000_000 &+ Self.joined(values)
        at += 8
        continue
      }
      let count = others.trailingZeroBitCount >> 3
      // Zeros are shifted in before the digits, in two steps because 64 is no shift.
      let shifted = (values &<< UInt64(truncatingIfNeeded: 56 &- 8 &* count)) &<< 8
      number = number &* tables.wholePowersOfTen[count] &+ Self.joined(shifted)
      at += count
      return
    }
  }

  /// The number of eight digits, the first in the lowest byte: pairs, then fours, then all.
  @inline(__always)
  private static func joined(_ values: UInt64) -> UInt64 {
    let pairs = values &* 10 &+ (values &>> 8)
    let high = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let low = ((pairs &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (high &+ low) &>> 32
  }

  /// Steps over `e` and a whole number, if there is one, and returns it; a size beyond 2⁵⁰ does not matter.
  private static func takeExponent(_ at: inout UnsafePointer<UInt8>) -> Int {
    var next = at + 1
    let isNegative = next[0] == UInt8(ascii: "-")
    if isNegative || next[0] == UInt8(ascii: "+") { next += 1 }
    guard next[0] &- 48 < 10 else { return 0 }
    var exponent = 0
    while next[0] &- 48 < 10 {
      exponent = min(exponent * 10 + Int(next[0] &- 48), 1 << 50)
      next += 1
    }
    at = next
    return isNegative ? -exponent : exponent
  }

  /// digits · 10^exponent for a whole number of at most 19 digits.
  private static func rounded(_ digits: UInt64, _ exponent: Int, _ tables: DecimalTables) -> Double {
    if digits == 0 || exponent < PowerOfFive.range.lowerBound { return 0 }
    if exponent > PowerOfFive.range.upperBound { return .infinity }
    let power = tables.powersOfFive[exponent - PowerOfFive.range.lowerBound]
    return power.product(digits, exponent: exponent) ?? exact("\(digits)", exponent)
  }

  /// The number of any digits between two places, in which there may be a point.
  ///
  /// Halves between two doubles have at most 767 significant digits: of the digits after the 800th it matters only
  /// whether one is not zero.
  private static func long(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, exponent: Int
  ) -> Double {
    var text = ""
    var exponent = exponent
    var hasMore = false
    var kept = 0
    for at in 0..<end - start where start[at] != UInt8(ascii: ".") {
      let digit = start[at]
      if kept == 0, digit == UInt8(ascii: "0") { continue }
      if kept < 800 {
        text.unicodeScalars.append(UnicodeScalar(digit))
        kept += 1
      } else {
        exponent += 1
        hasMore = hasMore || digit != UInt8(ascii: "0")
      }
    }
    if kept == 0 { return 0 }
    return hasMore ? exact(text + "1", exponent - 1) : exact(text, exponent)
  }

  /// digits · 10^exponent by the standard library, which rounds any text to the nearest double.
  private static func exact(_ digits: String, _ exponent: Int) -> Double {
    let size = exponent + digits.utf8.count
    if size < -400 { return 0 }
    if size > 400 { return .infinity }
    return Double("\(digits)e\(exponent)") ?? .nan
  }
}

/// Powers of ten and five at addresses that stay for as long as the program runs.
struct DecimalTables: @unchecked Sendable {
  /// 10⁰ to 10²², which doubles hold exactly.
  let powersOfTen: UnsafePointer<Double>
  /// 10⁰ to 10⁷.
  let wholePowersOfTen: UnsafePointer<UInt64>
  /// 5^q from the lowest of ``PowerOfFive/range`` on.
  let powersOfFive: UnsafePointer<PowerOfFive>

  static let shared = DecimalTables()

  private init() {
    var doubles = [1.0]
    for _ in 0..<22 { doubles.append(doubles[doubles.count - 1] * 10) }
    var wholes: [UInt64] = [1]
    for _ in 0..<7 { wholes.append(wholes[wholes.count - 1] * 10) }
    powersOfTen = DecimalTables.kept(doubles)
    wholePowersOfTen = DecimalTables.kept(wholes)
    powersOfFive = DecimalTables.kept(PowerOfFive.all())
  }

  private static func kept<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
    let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = memory.initialize(from: elements)
    return UnsafePointer(memory.baseAddress.unsafelyUnwrapped)
  }
}

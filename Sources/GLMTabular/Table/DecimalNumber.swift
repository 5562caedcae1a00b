/// Decimal numbers as cells of a CSV file write them, without the C library's locale.
///
/// Grammar: spaces, a sign, digits with at most one point, `e` and a whole exponent, spaces; or `inf`, `infinity`,
/// `nan` in any case. The result is the nearest double; a number too large is an infinity.
enum DecimalNumber {
  /// The number that `text` is, or nil.
  static func parse(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { parse($0[...]) }
  }

  /// The number that the bytes are, or nil.
  static func parse(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Double? {
    guard let base = bytes.base.baseAddress else { return nil }
    var start = bytes.startIndex
    var end = bytes.endIndex
    while start < end, isSpace(base[start]) { start += 1 }
    while start < end, isSpace(base[end - 1]) { end -= 1 }
    guard start < end else { return nil }
    var at = start
    let isNegative = base[at] == UInt8(ascii: "-")
    if isNegative || base[at] == UInt8(ascii: "+") { at += 1 }

    var mantissa: UInt64 = 0
    var digits = 0
    var kept = 0
    var scale = 0
    while at < end, case let digit = base[at] &- 48, digit < 10 {
      digits += 1
      if kept < 19 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        if mantissa != 0 { kept += 1 }
      } else {
        kept += 1
      }
      at += 1
    }
    if at < end, base[at] == UInt8(ascii: ".") {
      at += 1
      while at < end, case let digit = base[at] &- 48, digit < 10 {
        digits += 1
        if kept < 19 {
          mantissa = mantissa &* 10 &+ UInt64(digit)
          if mantissa != 0 { kept += 1 }
          scale -= 1
        } else {
          kept += 1
        }
        at += 1
      }
    }
    guard digits > 0 else { return word(base, at, end).map { isNegative ? -$0 : $0 } }
    if at < end, base[at] | 32 == UInt8(ascii: "e") {
      at += 1
      var exponent = 0
      let isSmall = at < end && base[at] == UInt8(ascii: "-")
      if at < end, isSmall || base[at] == UInt8(ascii: "+") { at += 1 }
      guard at < end else { return nil }
      while at < end, case let digit = base[at] &- 48, digit < 10 {
        exponent = min(exponent * 10 + Int(digit), 1_000_000)
        at += 1
      }
      scale += isSmall ? -exponent : exponent
    }
    guard at == end else { return nil }
    if kept <= 19 {
      if mantissa == 0 { return isNegative ? -0.0 : 0 }
      // Both factors are exact, so one rounding is the nearest double.
      if mantissa <= 1 << 53, abs(scale) <= 22 {
        let value = scale < 0 ? Double(mantissa) / powers[-scale] : Double(mantissa) * powers[scale]
        return isNegative ? -value : value
      }
    }
    return Double(String(decoding: bytes.base[start..<end], as: UTF8.self))
  }

  /// 10⁰ to 10²², which doubles hold exactly.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

  /// The words for infinity and for what is not a number.
  private static func word(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Double? {
    guard end - start == 3 || end - start == 8 else { return nil }
    let letters = (start..<end).map { base[$0] | 32 }
    if letters == Array("inf".utf8) || letters == Array("infinity".utf8) { return .infinity }
    return letters == Array("nan".utf8) ? .nan : nil
  }
}

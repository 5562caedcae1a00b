/// Decimal numbers as the cells of a file write them, without the C library's locale.
///
/// Grammar: spaces, a sign, digits with at most one point, `e` and a whole exponent, spaces; or `inf`, `infinity`,
/// `nan` in any case. The result is the nearest double, of two equally near ones the even one; a number too large is
/// an infinity.
enum DecimalNumber {
  /// The number that `text` is, or nil.
  static func parse(_ text: String) -> Double? {
    var bytes = Array(text.utf8)
    let count = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: NumberScanner.readAhead))
    return bytes.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.flatMap { parse(from: $0, to: $0 + count, NumberScanner()) }
    }
  }

  /// The number that the bytes from `start` to `end` are, or nil. The byte at `end` is no part of a number, and
  /// `NumberScanner.readAhead` bytes from there can be read.
  static func parse(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, _ scanner: NumberScanner
  ) -> Double? {
    var (start, end) = (start, end)
    trimSpaces(&start, &end)
    guard start < end else { return nil }
    let number = scanner.scan(start)
    guard number.end == end else { return number.end == start ? word(start, end) : nil }
    return number.value
  }

  /// The words for infinity and for what is not a number.
  private static func word(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Double? {
    let isNegative = start[0] == UInt8(ascii: "-")
    let first = start + (isNegative || start[0] == UInt8(ascii: "+") ? 1 : 0)
    guard end - first == 3 || end - first == 8 else { return nil }
    let letters = (0..<end - first).map { first[$0] | 32 }
    if letters == Array("nan".utf8) { return .nan }
    guard letters == Array("inf".utf8) || letters == Array("infinity".utf8) else { return nil }
    return isNegative ? -.infinity : .infinity
  }
}

/// Takes spaces and tabs off both ends.
@inline(__always)
func trimSpaces(_ start: inout UnsafePointer<UInt8>, _ end: inout UnsafePointer<UInt8>) {
  while start < end, start[0] == 32 || start[0] == 9 { start += 1 }
  while start < end, end[-1] == 32 || end[-1] == 9 { end -= 1 }
}

/// The first byte that is not part of well-formed UTF-8, or nil: no overlong forms, no surrogates, nothing above
/// U+10FFFF (Unicode 15, table 3-7).
func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  var at = 0
  let count = bytes.count
  let raw = UnsafeRawBufferPointer(bytes)
  while at < count {
    // Eight bytes at a time while all are ASCII.
    while at + 8 <= count,
      raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    {
      at += 8
    }
    guard at < count else { return nil }
    let lead = bytes[at]
    if lead < 0x80 {
      at += 1
      continue
    }
    let (length, low, high): (Int, UInt8, UInt8)
    switch lead {
    case 0xC2...0xDF: (length, low, high) = (2, 0x80, 0xBF)
    case 0xE0: (length, low, high) = (3, 0xA0, 0xBF)
    case 0xE1...0xEC, 0xEE...0xEF: (length, low, high) = (3, 0x80, 0xBF)
    case 0xED: (length, low, high) = (3, 0x80, 0x9F)
    case 0xF0: (length, low, high) = (4, 0x90, 0xBF)
    case 0xF1...0xF3: (length, low, high) = (4, 0x80, 0xBF)
    case 0xF4: (length, low, high) = (4, 0x80, 0x8F)
    default: return at
    }
    guard at + length <= count, bytes[at + 1] >= low, bytes[at + 1] <= high else { return at }
    for i in 2..<max(length, 2) where bytes[at + i] & 0xC0 != 0x80 { return at }
    at += length
  }
  return nil
}

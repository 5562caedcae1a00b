/// The bytes that have a meaning in every file.
enum CSVByte {
  static let quote = UInt8(ascii: "\"")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
}

/// What there is among some bytes.
struct ByteScan {
  /// Line feeds, and carriage returns before anything but a line feed.
  private(set) var lineEnds = 0
  private(set) var hasQuote = false
  private(set) var isASCII = true

  /// Looks at `count` bytes; one more can be read.
  init(_ start: UnsafePointer<UInt8>, count: Int) {
    let whole = count & ~15
    var at = 0
    while at < whole {
      let end = min(at + 16 * 255, whole)
      scanBlock(start, at, end)
      at = end
    }
    for i in whole..<max(whole, count) {
      let byte = start[i]
      if isLineEnd(start + i) { lineEnds += 1 }
      hasQuote = hasQuote || byte == CSVByte.quote
      isASCII = isASCII && byte < 0x80
    }
  }

  /// Bytes `start` to `end`, a multiple of 16 and at most 255 times 16, which is what a lane can count.
  private mutating func scanBlock(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
    let raw = UnsafeRawPointer(bytes)
    let (feed, carriage) = (
      SIMD16<UInt8>(repeating: CSVByte.lineFeed), SIMD16<UInt8>(repeating: CSVByte.carriageReturn)
    )
    let quote = SIMD16<UInt8>(repeating: CSVByte.quote)
    let (zero, one) = (SIMD16<UInt8>(), SIMD16<UInt8>(repeating: 1))
    var ends = zero
    var quotes = zero
    var all = zero
    var at = start
    while at < end {
      let lane = raw.loadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self)
      let next = raw.loadUnaligned(fromByteOffset: at + 1, as: SIMD16<UInt8>.self)
      let isEnd = (lane .== feed) .| ((lane .== carriage) .& (next .!= feed))
      ends &+= zero.replacing(with: one, where: isEnd)
      quotes |= zero.replacing(with: one, where: lane .== quote)
      all |= lane
      at += 16
    }
    for i in 0..<16 {
      lineEnds += Int(ends[i])
      hasQuote = hasQuote || quotes[i] != 0
      isASCII = isASCII && all[i] < 0x80
    }
  }
}

/// Whether the byte is the last one of a line end.
@inline(__always)
func isLineEnd(_ at: UnsafePointer<UInt8>) -> Bool {
  at[0] == CSVByte.lineFeed || (at[0] == CSVByte.carriageReturn && at[1] != CSVByte.lineFeed)
}

/// How many line ends there are from `start` to `end`; the byte at `end` can be read.
func lineEnds(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) -> Int {
  guard end - start < 64 else { return ByteScan(start, count: end - start).lineEnds }
  var count = 0
  var at = start
  while at < end {
    if isLineEnd(at) { count += 1 }
    at += 1
  }
  return count
}

/// Finds the first of three bytes, eight bytes at a time.
struct ByteFinder: Sendable {
  private let patterns: (UInt64, UInt64, UInt64)

  /// Finds `byte` and the bytes that end lines.
  init(_ byte: UInt8) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    patterns = (
      ones &* UInt64(byte), ones &* UInt64(CSVByte.lineFeed), ones &* UInt64(CSVByte.carriageReturn)
    )
  }

  /// The first of the three from `start` on. There must be one, with eight bytes that can be read from it.
  @inline(__always)
  func first(from start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var at = start
    while true {
      let bytes = UInt64(littleEndian: UnsafeRawPointer(at).loadUnaligned(as: UInt64.self))
      let found =
        Self.zeros(bytes ^ patterns.0) | Self.zeros(bytes ^ patterns.1) | Self.zeros(bytes ^ patterns.2)
      if found != 0 { return at + (found.trailingZeroBitCount >> 3) }
      at += 8
    }
  }

  /// The high bit of the lowest byte that is zero, perhaps with bits of higher bytes.
  @inline(__always)
  private static func zeros(_ bytes: UInt64) -> UInt64 {
    (bytes &- 0x0101_0101_0101_0101) & ~bytes & 0x8080_8080_8080_8080
  }
}

import Foundation

/// What a part of a file does to a reader that comes in from the left, outside a quoted cell or inside one.
///
/// Quotes are looked at in runs. Outside a quoted cell the first quote of a run opens one when it is the first byte of
/// a cell, and is text otherwise; inside, two quotes are one of the text, and a single one closes the cell. So a run
/// leaves a cell open when it opened one and is odd, or was inside and is even.
struct CSVFinding {
  /// The first row that begins in the part.
  struct Row {
    /// Bytes before it, all of the part at most.
    var start: Int
    /// Line ends before it.
    var line: Int
  }

  /// One of the two cases.
  struct Part {
    var endsInside: Bool
    /// Line ends that belong to a quoted cell.
    var lineEndsInside = 0
    var firstRow: Row?
  }

  /// All line ends of the part.
  private(set) var lineEnds = 0
  private(set) var fromOutside = Part(endsInside: false)
  private(set) var fromInside = Part(endsInside: true)
  /// The first byte that is not UTF-8.
  private(set) var firstInvalid: Int?

  /// Looks at `count` bytes, which do not cut a run of quotes or a character; a byte behind them can be read, and, but
  /// for the first part of the file, one before.
  init(_ start: UnsafePointer<UInt8>, count: Int, isFirst: Bool, delimiter: UInt8) {
    let end = start + count
    let scan = ByteScan(start, count: count)
    lineEnds = scan.lineEnds
    if !scan.isASCII {
      firstInvalid = firstInvalidUTF8(UnsafeBufferPointer(start: start, count: count))
    }
    var at = start
    while true {
      let quote = scan.hasQuote ? CSVFinding.firstQuote(from: at, to: end) : end
      fromOutside.pass(at, quote, from: start)
      fromInside.pass(at, quote, from: start)
      if quote == end { return }
      var next = quote
      while next < end, next[0] == CSVByte.quote { next += 1 }
      let isOdd = (next - quote) % 2 == 1
      let isFirstOfCell = (quote == start && isFirst) || CSVFinding.endsCell(quote[-1], delimiter)
      fromOutside.endsInside = fromOutside.endsInside ? !isOdd : isOdd && isFirstOfCell
      fromInside.endsInside = fromInside.endsInside ? !isOdd : isOdd && isFirstOfCell
      at = next
    }
  }

  private static func endsCell(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
    byte == delimiter || byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn
  }

  private static func firstQuote(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8> {
    guard let found = memchr(start, Int32(CSVByte.quote), end - start) else { return end }
    return UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
  }
}

extension CSVFinding.Part {
  /// Goes over bytes among which there is no quote.
  fileprivate mutating func pass(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, from first: UnsafePointer<UInt8>
  ) {
    if endsInside {
      lineEndsInside += lineEnds(from: start, to: end)
    } else if firstRow == nil {
      var at = start
      while at < end, !isLineEnd(at) { at += 1 }
      // Every line end so far was inside a cell, but for this one.
      if at < end { firstRow = CSVFinding.Row(start: at + 1 - first, line: lineEndsInside + 1) }
    }
  }
}

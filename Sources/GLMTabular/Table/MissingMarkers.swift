/// The cells without quotes that are missing: empty ones, and those that a list names.
struct MissingMarkers: Sendable {
  /// Whether a marker reads as a number, so that numbers have to be looked at too.
  let includeNumbers: Bool
  private let markers: [[UInt8]]

  init(_ texts: [String]) {
    var markers = [[UInt8]]()
    for text in texts {
      let isSpace: (UInt8) -> Bool = { $0 == 32 || $0 == 9 }
      let marker = Array(text.utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
      if !marker.isEmpty { markers.append(marker) }
    }
    self.markers = markers
    includeNumbers = texts.contains { DecimalNumber.parse($0) != nil }
  }

  /// Whether the cell from `start` to `end` is missing.
  func contain(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
    var (start, end) = (start, end)
    trimSpaces(&start, &end)
    if start == end { return true }
    let count = end - start
    for marker in markers where marker.count == count && marker[0] == start[0] {
      var i = 1
      while i < count, marker[i] == start[i] { i += 1 }
      if i == count { return true }
    }
    return false
  }
}

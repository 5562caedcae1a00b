import Foundation

/// The labels that several threads found in a column, as levels in order of code points, which is the order of their
/// bytes. Labels that are one to the eye (canonically equivalent) are one level, spelled as where it was seen first.
struct JoinedLabels {
  let levels: [String]
  /// For each thread, the level of each of its labels.
  private(set) var maps: [[Int32]]

  init(_ threads: [LabelInterner], _ secret: LabelSecret) {
    // One thread's labels are different already.
    var all = threads.count == 1 ? threads[0] : LabelInterner(secret, keepsBytes: false)
    defer { if threads.count > 1 { all.free() } }
    maps = []
    if threads.count > 1 {
      maps = threads.map { thread in (0..<thread.count).map { all.code(thread[$0]) } }
    }
    let same = JoinedLabels.same(all, secret)
    var order = [Place]()
    order.reserveCapacity(all.count)
    for code in 0..<all.count where same.isEmpty || same[code] == code {
      order.append(Place(code: code, first: all[code].word(at: 0), second: all[code].word(at: 8)))
    }
    order.sort { a, b in
      if a.first != b.first { return a.first < b.first }
      if a.second != b.second { return a.second < b.second }
      return JoinedLabels.precedes(all[a.code], all[b.code])
    }
    levels = order.map { String(decoding: all[$0.code].buffer, as: UTF8.self) }
    var places = [Int32](repeating: 0, count: all.count)
    for (place, entry) in order.enumerated() { places[entry.code] = Int32(place) }
    for code in same.indices { places[code] = places[same[code]] }
    if threads.count == 1 {
      maps = [places]
    } else {
      for thread in maps.indices {
        for i in maps[thread].indices { maps[thread][i] = places[Int(maps[thread][i])] }
      }
    }
  }

  /// A label on its way into order; its first sixteen bytes as two numbers decide nearly always.
  private struct Place {
    let code: Int
    let first: UInt64
    let second: UInt64
  }

  /// For each label the equivalent one that was seen first; empty when no two labels can be equivalent.
  private static func same(_ labels: LabelInterner, _ secret: LabelSecret) -> [Int] {
    let isComposed = (0..<labels.count).map { labels[$0].buffer.allSatisfy(JoinedLabels.isOfComposed) }
    if isComposed.allSatisfy({ $0 }) { return [] }
    var composed = LabelInterner(secret, keepsBytes: true)
    defer { composed.free() }
    // For each composed form, the first label.
    var first = [Int]()
    var same = Array(0..<labels.count)
    for code in same.sorted(by: { labels[$0].position < labels[$1].position }) {
      var form = 0
      if isComposed[code] {
        form = Int(composed.code(labels[code]))
      } else {
        let text = String(decoding: labels[code].buffer, as: UTF8.self).precomposedStringWithCanonicalMapping
        let bytes = ByteSource(text.utf8, name: "")
        bytes.withMemory {
          form = Int(composed.code(.init($0, bytes.count, position: labels[code].position)))
        }
      }
      if form == first.count { first.append(code) }
      same[code] = first[form]
    }
    return same
  }

  /// Whether a byte of UTF-8 belongs to a character that is alone in its composed form, and takes part in no other's:
  /// those below U+0300, and those of Cyrillic and Chinese whose first byte says enough.
  private static func isOfComposed(_ byte: UInt8) -> Bool {
    byte < 0xCC || byte == 0xD0 || byte == 0xD1 || 0xE4...0xE9 ~= byte
  }

  private static func precedes(_ a: LabelInterner.Label, _ b: LabelInterner.Label) -> Bool {
    let order = memcmp(a.bytes, b.bytes, min(a.count, b.count))
    return order != 0 ? order < 0 : a.count < b.count
  }
}

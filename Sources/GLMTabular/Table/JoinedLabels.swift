import Foundation

/// The labels that several threads found in a column, as levels in order of code points, which is the order of their
/// bytes. Labels that are one to the eye (canonically equivalent) are one level, spelled as where it was seen first.
struct JoinedLabels {
  private(set) var levels = [String]()
  /// For each thread, the level of each of its labels.
  private(set) var maps: [[Int32]]

  init(_ threads: [LabelInterner], _ secret: LabelSecret) {
    var all = LabelInterner(secret, keepsBytes: false)
    defer { all.free() }
    maps = threads.map { thread in (0..<thread.count).map { all.code(thread[$0]) } }
    let same = JoinedLabels.same(all)
    // Levels by their bytes: the first eight decide nearly always.
    var order = same.isEmpty ? Array(0..<all.count) : (0..<all.count).filter { same[$0] == $0 }
    let heads = (0..<all.count).map { JoinedLabels.head(all[$0]) }
    order.sort { heads[$0] != heads[$1] ? heads[$0] < heads[$1] : JoinedLabels.precedes(all[$0], all[$1]) }
    var places = [Int32](repeating: 0, count: all.count)
    for (place, code) in order.enumerated() { places[code] = Int32(place) }
    if !same.isEmpty {
      for code in same.indices { places[code] = places[same[code]] }
    }
    levels = order.map { String(decoding: all[$0].buffer, as: UTF8.self) }
    for thread in maps.indices {
      for i in maps[thread].indices { maps[thread][i] = places[Int(maps[thread][i])] }
    }
  }

  /// For each label the equal one that was seen first; empty when all are ASCII, which are equal in their bytes only.
  private static func same(_ labels: LabelInterner) -> [Int] {
    let isASCII = (0..<labels.count).allSatisfy { i in labels[i].buffer.allSatisfy { $0 < 0x80 } }
    if isASCII { return [] }
    var same = Array(0..<labels.count)
    var known = [String: Int]()
    for code in same.sorted(by: { labels[$0].position < labels[$1].position }) {
      let text = String(decoding: labels[code].buffer, as: UTF8.self)
      if let first = known[text] { same[code] = first } else { known[text] = code }
    }
    return same
  }

  /// The first eight bytes as a number, zeros behind a shorter label.
  private static func head(_ label: LabelInterner.Label) -> UInt64 {
    var head: UInt64 = 0
    for i in 0..<8 { head = head << 8 | (i < label.count ? UInt64(label.bytes[i]) : 0) }
    return head
  }

  private static func precedes(_ a: LabelInterner.Label, _ b: LabelInterner.Label) -> Bool {
    let order = memcmp(a.bytes, b.bytes, min(a.count, b.count))
    return order != 0 ? order < 0 : a.count < b.count
  }
}

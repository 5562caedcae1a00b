/// Which level of a factor a cell becomes, learned from the training data.
struct LevelMap: Sendable, Equatable {
  /// The code of a cell that is missing: none of the levels that the formula gives.
  static let missing: Int32 = -1
  /// The code of a level that no row used had.
  static let unseen: Int32 = -2

  /// The different cells: texts, numbers in shortest round-trip form, the intervals of `cut( )`.
  private(set) var cells: [String]
  /// For each cell its level, counting from 0, or ``missing`` or ``unseen``.
  private(set) var codes: [Int32]
  /// The levels, in order.
  private(set) var levels: [String]
  var isOrdered = false
  /// Whether the formula gives the levels, so that any other cell is missing.
  private(set) var isGiven = false

  /// Cells that are levels.
  init(levels: [String]) {
    cells = levels
    codes = Array(0..<Int32(levels.count))
    self.levels = levels
  }

  /// Numbers in ascending order, named with 15 significant digits as R does; those of one name become one level.
  init(numbers: [Double]) {
    self.init(levels: numbers.map(NumberText.plain))
    name(levels: numbers.map(NumberText.label))
  }

  /// Truth values.
  static let truths = LevelMap(levels: ["FALSE", "TRUE"])

  /// For each level the first cell that becomes it.
  var firstCells: [String] {
    var result = levels
    for i in cells.indices.reversed() where codes[i] >= 0 { result[Int(codes[i])] = cells[i] }
    return result
  }

  /// Keeps these levels in this order; cells of others are missing. Throws at a level given twice.
  mutating func choose(levels given: [String]) throws(LevelProblem) {
    let match = try LevelMatch(distinct: given)
    let places = levels.map { match.code(of: $0) ?? LevelMap.missing }
    recode(places, levels: given)
    isGiven = true
  }

  /// Names the levels anew, in their order: one name a level, or one that is numbered. Levels of one name become one.
  mutating func rename(_ labels: [String]) throws(LevelProblem) {
    if labels.count == levels.count {
      name(levels: labels)
    } else if labels.count == 1 {
      name(levels: levels.indices.map { labels[0] + String($0 + 1) })
    } else {
      throw .labelCount(found: labels.count, levels: levels.count)
    }
  }

  private mutating func name(levels labels: [String]) {
    var place = [String: Int32]()
    var merged = [String]()
    let places = labels.map { label -> Int32 in
      if let known = place[label] { return known }
      let code = Int32(merged.count)
      place[label] = code
      merged.append(label)
      return code
    }
    recode(places, levels: merged)
  }

  /// Brings one level to the front. Throws for a level that is not there.
  mutating func bringToFront(_ level: String) throws(LevelProblem) {
    guard let code = levels.firstIndex(of: level) else {
      throw .noSuchLevel(level, levels: levels)
    }
    bringToFront(code)
  }

  /// Brings the level of a code to the front.
  mutating func bringToFront(_ code: Int) {
    var order = Array(levels.indices)
    order.remove(at: code)
    order.insert(code, at: 0)
    var places = [Int32](repeating: 0, count: levels.count)
    for (new, old) in order.enumerated() { places[old] = Int32(new) }
    recode(places, levels: order.map { levels[$0] })
  }

  /// Drops the levels that no cell has, as `factor( )` of a factor does.
  mutating func dropEmpty() {
    var isUsed = [Bool](repeating: false, count: levels.count)
    for code in codes where code >= 0 { isUsed[Int(code)] = true }
    _ = drop(isUsed)
  }

  /// Keeps the used levels; returns the new code of each old one, ``unseen`` for those dropped.
  mutating func drop(_ isUsed: [Bool]) -> [Int32] {
    var places = [Int32](repeating: LevelMap.unseen, count: levels.count)
    var kept = [String]()
    for i in levels.indices where isUsed[i] {
      places[i] = Int32(kept.count)
      kept.append(levels[i])
    }
    if kept.count < levels.count { recode(places, levels: kept) }
    return places
  }

  private mutating func recode(_ places: [Int32], levels: [String]) {
    for i in codes.indices where codes[i] >= 0 { codes[i] = places[Int(codes[i])] }
    self.levels = levels
  }
}

/// Levels or labels that do not fit a factor; who asks adds the place.
enum LevelProblem: Error {
  case repeatedLevel(String)
  case labelCount(found: Int, levels: Int)
  case noSuchLevel(String, levels: [String])
  /// Another error, which has its place already.
  case frame(FrameError)

  /// What and what to do.
  var reason: String {
    switch self {
    case .repeatedLevel(let level): "the level \(quoted(level)) is given twice; give each level once"
    case .labelCount(let found, let levels):
      "\(counted(found, "label")) for \(counted(levels, "level")); give one label a level"
    case .noSuchLevel(let level, let levels):
      "\(quoted(level)) is none of the levels \(listed(levels)); "
        + (nearestName(to: level, in: levels).map { "did you mean \(quoted($0))?" } ?? "name one of them")
    case .frame(let error): error.description
    }
  }
}

extension LevelMap: Codable {
  private enum Key: String, CodingKey { case levels, cells, codes, ordered, given }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    levels = try container.decode([String].self, forKey: .levels)
    cells = try container.decodeIfPresent([String].self, forKey: .cells) ?? levels
    codes =
      try container.decodeIfPresent([Int32].self, forKey: .codes)
      ?? (cells.count == levels.count ? Array(0..<Int32(levels.count)) : [])
    isOrdered = try container.decodeIfPresent(Bool.self, forKey: .ordered) ?? false
    isGiven = try container.decodeIfPresent(Bool.self, forKey: .given) ?? false
    let count = Int32(levels.count)
    guard Set(levels).count == levels.count, Set(cells).count == cells.count, cells.count == codes.count,
      codes.allSatisfy({ $0 >= LevelMap.unseen && $0 < count })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .levels, in: container, debugDescription: "the cells and levels of a factor do not fit")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(levels, forKey: .levels)
    if cells != levels { try container.encode(cells, forKey: .cells) }
    if codes != Array(0..<Int32(levels.count)) { try container.encode(codes, forKey: .codes) }
    if isOrdered { try container.encode(true, forKey: .ordered) }
    if isGiven { try container.encode(true, forKey: .given) }
  }
}

extension LevelMatch {
  /// Matches levels that a formula gives; throws when two are equal.
  init(distinct levels: [String]) throws(LevelProblem) {
    var seen = Set<String>()
    for level in levels where !seen.insert(level).inserted { throw .repeatedLevel(level) }
    self.init(levels)
  }
}

import GLMModel

/// A named column of a table: numbers, or labels.
public struct TableColumn: Sendable {
  /// What the cells hold.
  public enum Cells: Sendable {
    case numbers(NumberCells)
    case labels(LabelCells)
  }

  /// What a formula calls the column.
  public let name: String
  /// The cells, one a row.
  public let cells: Cells

  public init(name: String, cells: Cells) {
    self.name = name
    self.cells = cells
  }

  /// A column of numbers; a NaN is not missing, and a model refuses it.
  public init(_ name: String, _ numbers: [Double]) {
    self.init(name: name, cells: .numbers(NumberCells(numbers, missing: [])))
  }

  /// A column of numbers in which nil is missing.
  public init(_ name: String, _ numbers: [Double?]) {
    let missing = numbers.indices.filter { numbers[$0] == nil }
    self.init(name: name, cells: .numbers(NumberCells(numbers.map { $0 ?? .nan }, missing: missing)))
  }

  /// A column of text, a factor whose levels are the different texts in order of first sorting.
  public init(_ name: String, _ text: [String]) { self.init(name, text.map(Optional.some)) }

  /// A column of text in which nil is missing.
  public init(_ name: String, _ text: [String?]) {
    self.init(name: name, cells: .labels(LabelCells(sorting: text)))
  }

  /// Rows.
  public var count: Int {
    switch cells {
    case .numbers(let cells): cells.storage.count
    case .labels(let cells): cells.codes.count
    }
  }

  /// The rows whose cell is missing, counting from 0, ascending.
  public var missing: [Int] {
    switch cells {
    case .numbers(let cells): cells.missing
    case .labels(let cells): cells.missing
    }
  }

  /// The numbers (NaN where missing), or nil for a column of text.
  public var numbers: [Double]? {
    if case .numbers(let cells) = cells { cells.storage.values } else { nil }
  }

  /// The levels of a column of text, in order; nil for a column of numbers.
  public var levels: [String]? {
    if case .labels(let cells) = cells { cells.levels } else { nil }
  }

  /// The cells as text (nil where missing); numbers in shortest round-trip form.
  public var texts: [String?] {
    switch cells {
    case .numbers(let cells):
      var result = cells.storage.values.map { Optional(NumberText.plain($0)) }
      for row in cells.missing { result[row] = nil }
      return result
    case .labels(let cells):
      return (0..<cells.codes.count).map { row in
        let code = cells.codes[row]
        return code < 0 ? nil : cells.levels[Int(code)]
      }
    }
  }
}

/// Numbers, one a row.
public struct NumberCells: Sendable {
  /// The numbers; NaN where missing, and wherever the data says NaN.
  public let storage: ColumnStorage
  /// The rows whose cell is missing, counting from 0, ascending.
  public let missing: [Int]

  public init(_ values: [Double], missing: [Int]) {
    self.init(storage: ColumnStorage(values: values), missing: missing)
  }

  init(storage: ColumnStorage, missing: [Int]) {
    self.storage = storage
    self.missing = missing
  }
}

/// Labels, one a row, as codes into a list of levels.
public struct LabelCells: Sendable {
  /// The different labels, in their order.
  public let levels: [String]
  /// Each row's level, counting from 0; −1 where missing.
  public let codes: CodeStorage
  /// The rows whose cell is missing, counting from 0, ascending.
  public let missing: [Int]
  /// Whether the order of the levels was given rather than sorted.
  public let isOrderGiven: Bool

  /// - Precondition: every code is −1 or names a level.
  public init(levels: [String], codes: [Int32], isOrderGiven: Bool) {
    precondition(codes.allSatisfy { $0 >= -1 && Int($0) < levels.count }, "a code is −1 or names a level")
    self.levels = levels
    self.codes = CodeStorage(codes)
    self.isOrderGiven = isOrderGiven
    missing = codes.contains(-1) ? codes.indices.filter { codes[$0] < 0 } : []
  }

  /// Codes that are known to be right, into sorted levels; `missing` are the rows of code −1.
  init(levels: [String], storage: CodeStorage, missing: [Int]) {
    self.levels = levels
    codes = storage
    self.missing = missing
    isOrderGiven = false
  }

  /// The labels of `text`, sorted by code point as R does in the C locale.
  init(sorting text: [String?]) {
    var index = [String: Int32]()
    var labels = [String]()
    let codes = text.map { label -> Int32 in
      guard let label else { return -1 }
      if let code = index[label] { return code }
      let code = Int32(labels.count)
      index[label] = code
      labels.append(label)
      return code
    }
    self.init(labels: labels, codes: codes)
  }

  /// Labels in order of appearance, which are brought into the order of sorting; labels that are one to the eye
  /// (canonically equivalent) become one.
  init(labels: [String], codes: [Int32]) {
    let levels = Array(Set(labels)).sorted(by: precedesByCodePoint)
    var place = [String: Int32]()
    for (i, level) in levels.enumerated() { place[level] = Int32(i) }
    let sorted = labels.map { place[$0] ?? 0 }
    self.init(levels: levels, codes: codes.map { $0 < 0 ? -1 : sorted[Int($0)] }, isOrderGiven: false)
  }
}

/// Order by code point, the order of UTF-8 bytes.
func precedesByCodePoint(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

extension ColumnStorage {
  /// A copy of `values`, without the detour through a generic collection.
  convenience init(values: [Double]) {
    self.init(count: values.count) { out in
      for i in 0..<values.count { out[i] = values[i] }
    }
  }
}

import Foundation

/// Numbers as a report prints them. (The locale plays no part.)
enum Format {
  /// Five significant digits after any leading zeros, fixed while that is readable.
  static func fixed(_ x: Double) -> String {
    if x == 0 { return "0" }
    if !x.isFinite { return x.isNaN ? "–" : (x > 0 ? "∞" : "−∞") }
    let size = x.magnitude
    if size >= 1e7 || size < 1e-4 { return text(x, "%.4e") }
    let digits = size >= 1000 ? 2 : size >= 100 ? 3 : 4
    return text(x, "%.\(size < 0.01 ? 6 : digits)f")
  }

  /// How many decimals show four significant digits of a standard error: what it goes with is worth no more. Nil where
  /// that is no number of decimals to print.
  static func decimals(showing error: Double) -> Int? {
    guard error > 0, error.isFinite else { return nil }
    let decimals = 3 - Int(log10(error).rounded(.down))
    return (0...10).contains(decimals) ? decimals : nil
  }

  /// `x` with so many decimals, or as ``fixed(_:)`` has it when nil or too large for that.
  static func fixed(_ x: Double, decimals: Int?) -> String {
    guard let decimals, x.magnitude < 1e9 else { return fixed(x) }
    return text(x, "%.\(decimals)f")
  }

  /// `digits` significant digits, no trailing zeros.
  static func general(_ x: Double, digits: Int) -> String { text(x, "%.\(digits)g") }

  /// A test statistic.
  static func statistic(_ x: Double) -> String { x.magnitude < 1e6 ? text(x, "%.3f") : fixed(x) }

  /// A p-value, however small: never 0, not even below the least number.
  static func pValue(_ p: Double) -> String {
    p >= 0.0001 ? text(p, "%.4f") : p > 0 ? text(p, "%.2e") : p == 0 ? "<1e-323" : fixed(p)
  }

  /// Significance, spelled.
  static func stars(_ p: Double) -> String {
    p < 0.001 ? "***" : p < 0.01 ? "**" : p < 0.05 ? "*" : p < 0.1 ? "." : ""
  }

  private static func text(_ x: Double, _ format: String) -> String { String(format: format, x) }
}

/// Columns of text: the first to the left, the others to the right.
struct TextTable {
  private var rows: [[String]]
  private let hasHeader: Bool

  init(header: [String]?) {
    rows = header.map { [$0] } ?? []
    hasHeader = header != nil
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, aligned; without a header the last column is a remark and goes to the left too.
  var lines: [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { c in rows.map { c < $0.count ? $0[c].count : 0 }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (c, cell) in row.enumerated() {
        let space = String(repeating: " ", count: widths[c] - cell.count)
        let isLeft = c == 0 || (!hasHeader && c == count - 1) || cell.allSatisfy({ "*.".contains($0) })
        line += (c == 0 ? "" : "  ") + (isLeft ? cell + space : space + cell)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

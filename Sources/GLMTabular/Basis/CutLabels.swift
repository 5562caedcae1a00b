import Foundation

extension CutPoints {
  /// R's names of intervals: `(0,2.5]`, or `Range_1` where twelve digits (or `least`, if more) do not tell neighbouring breaks apart.
  static func labels(
    of breaks: [Double], closesRight: Bool, includesLowest: Bool, digits least: Int = 3
  ) -> [String] {
    let count = breaks.count - 1
    for digits in least...max(12, least) {
      let texts = texts(breaks, digits: digits)
      guard zip(texts, texts.dropFirst()).allSatisfy({ $0 != $1 }) else { continue }
      return (0..<count).map { i in
        let opens = closesRight && !(includesLowest && i == 0) ? "(" : "["
        let closes = closesRight || (includesLowest && i == count - 1) ? "]" : ")"
        return opens + texts[i] + "," + texts[i + 1] + closes
      }
    }
    return (1...count).map { "Range_\($0)" }
  }

  /// The breaks with some significant digits, as C's `%g` writes them; infinities are as wide as each other.
  private static func texts(_ breaks: [Double], digits: Int) -> [String] {
    let isFramed = breaks.first == -.infinity
    return breaks.map { value in
      if value == .infinity { return isFramed ? " Inf" : "Inf" }
      if value == -.infinity { return "-Inf" }
      return String(format: "%.\(digits)g", value == 0 ? 0 : value)
    }
  }
}

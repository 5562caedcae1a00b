/// How numbers are written.
enum NumberText {
  /// Shortest round-trip form, whole numbers without a point: `4`, `0.1`, `inf`, `nan`.
  static func plain(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// As R's `as.character` writes a number: 15 significant digits, as in `-0.1` and `1e+05`.
  static func label(_ value: Double) -> String {
    if !value.isFinite { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "Inf" }
    return (value < 0 ? "-" : "") + literal(value.magnitude)
  }

  /// As R deparses a literal: 15 significant digits, scientific where that is shorter, as in `1e+05`.
  ///
  /// - Precondition: `value` is finite and not negative.
  static func literal(_ value: Double) -> String {
    precondition(value.isFinite && value >= 0, "a literal is finite and not negative")
    if value == 0 { return "0" }
    var (digits, exponent) = decimal(value)
    if digits.count > 15 {
      let roundsUp = digits[15] >= 5
      digits.removeLast(digits.count - 15)
      if roundsUp {
        var i = 14
        while i >= 0, digits[i] == 9 {
          digits[i] = 0
          i -= 1
        }
        if i >= 0 {
          digits[i] += 1
        } else {
          digits = [1]
          exponent += 1
        }
      }
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    let scientific = scientificText(digits, exponent)
    let fixedWidth =
      exponent >= 0
      ? exponent + 1 + (digits.count > exponent + 1 ? digits.count - exponent : 0)
      : 1 + digits.count - exponent
    return fixedWidth <= scientific.count ? fixedText(digits, exponent) : scientific
  }

  /// The digits of the shortest round-trip form and the power of ten of the first.
  private static func decimal(_ value: Double) -> (digits: [Int], exponent: Int) {
    let parts = value.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = mantissa[0]
    var digits = (whole + (mantissa.count > 1 ? mantissa[1] : "")).compactMap(\.wholeNumberValue)
    var exponent = whole.count - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    while digits.count > 1, digits[0] == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    return (digits, exponent)
  }

  private static func scientificText(_ digits: [Int], _ exponent: Int) -> String {
    let text = digits.map(String.init)
    let mantissa = text[0] + (text.count > 1 ? "." + text[1...].joined() : "")
    let size = abs(exponent)
    return mantissa + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + String(size)
  }

  private static func fixedText(_ digits: [Int], _ exponent: Int) -> String {
    let text = digits.map(String.init)
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + text.joined() }
    let whole = exponent + 1
    if text.count <= whole { return text.joined() + String(repeating: "0", count: whole - text.count) }
    return text[..<whole].joined() + "." + text[whole...].joined()
  }
}

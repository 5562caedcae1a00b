import Foundation

/// JSON as the tool writes it: keys sorted, numbers in shortest round-trip form, whole numbers without a point.
enum JSONText {
  static func of(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}

/// A number that is `null` in JSON where it does not exist: nil, an infinity or NaN.
@propertyWrapper
struct OrNull: Encodable {
  private var number: Double?

  var wrappedValue: Double? {
    get { number }
    set { number = newValue.flatMap { $0.isFinite ? $0 : nil } }
  }

  init(wrappedValue: Double?) { self.wrappedValue = wrappedValue }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let number {
      try container.encode(number)
    } else {
      try container.encodeNil()
    }
  }
}

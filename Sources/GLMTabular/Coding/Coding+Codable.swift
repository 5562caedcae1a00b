extension Coding {
  private enum Key: String, CodingKey { case kind, base, rows, labels }

  /// A matrix that is loaded has finite rows of one length; whether it fits the levels is for ``contrasts(levels:)``.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(String.self, forKey: .kind) {
    case "treatment": self = .treatment(base: try container.decodeIfPresent(String.self, forKey: .base))
    case "sum": self = .sum
    case "helmert": self = .helmert
    case "polynomial": self = .polynomial
    case "difference": self = .difference
    case "matrix":
      let rows = try container.decode([[Double]].self, forKey: .rows)
      guard rows.allSatisfy({ $0.count == rows[0].count && $0.allSatisfy(\.isFinite) }) else {
        throw DecodingError.dataCorruptedError(
          forKey: .rows, in: container, debugDescription: "the rows differ in length or are not finite")
      }
      self = .matrix(rows, labels: try container.decodeIfPresent([String].self, forKey: .labels))
    case let kind:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container, debugDescription: "no coding \(quoted(kind))")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .kind)
    switch self {
    case .treatment(let base): try container.encodeIfPresent(base, forKey: .base)
    case .matrix(let rows, let labels):
      try container.encode(rows, forKey: .rows)
      try container.encodeIfPresent(labels, forKey: .labels)
    case .sum, .helmert, .polynomial, .difference: break
    }
  }

  /// The name of the coding: `treatment`, `sum`, `helmert`, `polynomial`, `difference` or `matrix`.
  var name: String {
    switch self {
    case .treatment: "treatment"
    case .sum: "sum"
    case .helmert: "helmert"
    case .polynomial: "polynomial"
    case .difference: "difference"
    case .matrix: "matrix"
    }
  }
}

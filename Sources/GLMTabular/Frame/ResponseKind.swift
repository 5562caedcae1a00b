import GLMModel

/// How the response of a model frame is recorded, with the levels of a factor.
enum ResponseKind: Sendable, Equatable {
  case number
  /// Two levels, of which the second is 1.
  case binary(levels: [String])
  case classes(levels: [String])
  case successesOfTrials

  var shape: ResponseShape {
    switch self {
    case .number, .binary: .values
    case .successesOfTrials: .successesOfTrials
    case .classes(let levels): .classes(count: levels.count)
    }
  }

  var levels: [String]? {
    switch self {
    case .binary(let levels), .classes(let levels): levels
    case .number, .successesOfTrials: nil
    }
  }
}

extension ResponseKind: Codable {
  private enum Key: String, CodingKey { case kind, levels }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let levels = try container.decodeIfPresent([String].self, forKey: .levels) ?? []
    switch (try container.decode(String.self, forKey: .kind), levels.count) {
    case ("number", 0): self = .number
    case ("successes", 0): self = .successesOfTrials
    case ("binary", 2): self = .binary(levels: levels)
    case ("classes", 2...): self = .classes(levels: levels)
    case (let kind, _):
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container,
        debugDescription: "no response \(quoted(kind)) of \(levels.count) levels")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    let kind =
      switch self {
      case .number: "number"
      case .successesOfTrials: "successes"
      case .binary: "binary"
      case .classes: "classes"
      }
    try container.encode(kind, forKey: .kind)
    try container.encodeIfPresent(levels, forKey: .levels)
  }
}

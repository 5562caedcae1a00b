extension PredictionSheet {
  /// The rows as CSV, with a header; NA where there is nothing.
  func csv(_ rows: [[Cell]]) -> String {
    var text = columns.map { Self.field($0.name) }.joined(separator: ",") + "\n"
    for row in rows {
      text += row.map(Self.field).joined(separator: ",")
      text += "\n"
    }
    return text
  }

  private static func field(_ cell: Cell) -> String {
    switch cell {
    case .missing: return "NA"
    case .text(let text): return field(text)
    case .number(let value):
      guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "Inf" }
      let text = value.description
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
  }

  /// Text in quotes where a reader would otherwise take it for something else.
  private static func field(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text != "NA" && text.first != " " && text.last != " "
      && !text.contains { ",\"".contains($0) || $0.isNewline }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// A row as a JSON object.
  func object(_ row: [Cell]) -> [String: JSONCell] {
    var object: [String: JSONCell] = [:]
    for (column, cell) in zip(columns, row) {
      guard let member = column.member else {
        object[column.key] = .cell(cell)
        continue
      }
      var members: [String: JSONCell] = [:]
      if case .members(let known)? = object[column.key] { members = known }
      members[member] = .cell(cell)
      object[column.key] = .members(members)
    }
    return object
  }
}

/// A cell of a prediction, or several by name, as JSON.
enum JSONCell: Encodable {
  case cell(PredictionSheet.Cell)
  indirect case members([String: JSONCell])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .cell(.number(let value)) where value.isFinite: try container.encode(value)
    case .cell(.text(let text)): try container.encode(text)
    case .cell: try container.encodeNil()
    case .members(let members): try container.encode(members)
    }
  }
}

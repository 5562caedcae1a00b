import GLM

/// A family of the catalog as JSON, and all of them as a table.
struct FamilyReport: Encodable {
  let name: String
  let aliases: [String]
  let canonicalLink: String
  let otherLinks: [String]
  let response: String
  let variance: String

  init(_ entry: Catalog.Entry) {
    (name, aliases, canonicalLink) = (entry.name, entry.aliases, entry.canonicalLink)
    (otherLinks, response, variance) = (entry.otherLinks, entry.response, entry.variance)
  }

  static func table(_ entries: [Catalog.Entry]) -> String {
    let header = ["family", "canonical", "other links", "V(mu)", "response", "also called"]
    let rows = entries.map { entry in
      [
        entry.name, entry.canonicalLink, entry.otherLinks.joined(separator: ", "), entry.variance,
        entry.response,
        entry.aliases.joined(separator: ", "),
      ].map { $0.isEmpty ? "–" : $0 }
    }
    return aligned([header] + rows).map { $0 + "\n" }.joined()
  }
}

/// Rows of cells as lines whose columns begin one under another, two spaces apart.
func aligned(_ rows: [[String]]) -> [String] {
  let widths = (0..<(rows.map(\.count).max() ?? 0)).map { c in
    rows.map { c < $0.count ? $0[c].count : 0 }.max() ?? 0
  }
  return rows.map { row in
    row.enumerated().map { c, cell in
      c == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[c] - cell.count)
    }.joined(separator: "  ")
  }
}

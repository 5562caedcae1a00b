import GLM

/// A family of the catalog as JSON, and all of them as a table.
struct FamilyReport: Encodable {
  let name: String
  /// What stands after a colon behind the name.
  let parameter: String?
  let aliases: [String]
  let defaultLink: String
  let otherLinks: [String]
  let response: String
  let variance: String

  init(_ entry: Catalog.Entry) {
    (name, parameter, aliases, defaultLink) = (entry.name, entry.parameter, entry.aliases, entry.defaultLink)
    (otherLinks, response, variance) = (entry.otherLinks, entry.response, entry.variance)
  }

  static func table(_ entries: [Catalog.Entry]) -> String {
    let header = ["family", "default link", "V(mu)", "response", "also called"]
    let rows = entries.map { entry in
      [
        entry.spelling, entry.defaultLink, entry.variance, entry.response,
        entry.aliases.joined(separator: ", "),
      ].map { $0.isEmpty ? "–" : $0 }
    }
    // Families that share their links share a line.
    var groups: [(links: [String], families: [String])] = []
    for entry in entries {
      let links = entry.links.sorted()
      if let place = groups.firstIndex(where: { $0.links == links }) {
        groups[place].families.append(entry.name)
      } else {
        groups.append((links, [entry.name]))
      }
    }
    let links = groups.map { group in
      [group.families.joined(separator: ", "), order(group.links).joined(separator: ", ")]
    }
    return lines(aligned([header] + rows) + [""] + aligned([["families", "links"]] + links))
  }

  /// Links in the order of the catalog, those with a parameter last.
  private static func order(_ links: [String]) -> [String] {
    let known = Catalog.links.map(\.name)
    return known.filter { links.contains($0) } + links.filter { !known.contains($0) }
  }

  private static func lines(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
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

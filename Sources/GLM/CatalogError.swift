/// A family or link that is not known by name, or not to be had.
public enum CatalogError: Error, Sendable, Equatable, CustomStringConvertible {
  case unknownFamily(String, suggestion: String?)
  case unknownLink(String, suggestion: String?)
  /// A name of the field that this version does not have.
  case notBuilt(kind: String, name: String)
  /// A link that the family cannot have.
  case badPair(family: String, link: String, links: [String])
  /// A family or link whose parameter is missing, malformed or impossible: why, and what to write.
  case parameter(name: String, problem: String)

  public var description: String {
    func hint(_ suggestion: String?) -> String {
      suggestion.map { ": did you mean \($0)?" } ?? ": see glm families"
    }
    switch self {
    case .unknownFamily(let name, let suggestion): return "there is no family \(name)" + hint(suggestion)
    case .unknownLink(let name, let suggestion): return "there is no link \(name)" + hint(suggestion)
    case .notBuilt(let kind, let name): return "the \(kind) \(name) is not built yet: see glm families"
    case .badPair(let family, let link, let links):
      return "\(family) cannot have the link \(link): use \(links.joined(separator: " or "))"
    case .parameter(let name, let problem): return "\(name): \(problem)"
    }
  }
}

import GLMFamilies
import GLMModel
import GLMTabular

/// A family or link that is not known by name.
public enum CatalogError: Error, Sendable, Equatable, CustomStringConvertible {
  case unknownFamily(String, suggestion: String?)
  case unknownLink(String, suggestion: String?)
  /// A name of the field that this version does not have.
  case notBuilt(kind: String, name: String)
  /// A link that the family cannot have.
  case badPair(family: String, link: String, links: [String])
  /// A family that has no canonical link and was given none.
  case needsLink(family: String)

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
    case .needsLink(let family): return "\(family) has no canonical link: name one"
    }
  }
}

/// The families and links that have names, for the command line and for model files.
public enum Catalog {
  /// A family with its canonical link and the others that make sense for it.
  public struct Entry: Sendable {
    public let name: String
    /// Other names that are understood.
    public let aliases: [String]
    public let family: (any Family)?
    public let canonicalLink: String
    public let otherLinks: [String]
    /// What the response is.
    public let response: String
    /// V(μ).
    public let variance: String
  }

  /// What can be fitted.
  public static let families: [Entry] = [
    entry(.gaussian, links: ["log"], response: "any number", variance: "1"),
    entry(
      .bernoulli, aliases: ["binomial"], links: ["probit", "cloglog", "log", "identity"],
      response: "0 or 1, two classes, or successes of trials", variance: "mu (1 - mu)"),
    entry(.poisson, links: ["identity"], response: "counts", variance: "mu"),
    Entry(
      name: "categorical", aliases: ["multinomial", "softmax"], family: nil, canonicalLink: "logit",
      otherLinks: [], response: "one of several classes", variance: "p (1 - p)"),
  ]

  /// The links, by name.
  public static let links: [any Link] = [Identity(), Logit(), Log(), Probit(), ComplementaryLogLog()]

  /// Names of the field that later versions will have.
  static let futureFamilies = [
    "gamma", "inverse-gaussian", "negative-binomial", "tweedie", "quasi-bernoulli", "quasi-binomial",
    "quasi-poisson",
    "quasi", "ordinal", "beta",
  ]
  static let futureLinks = ["loglog", "cauchit", "inverse", "inverse-square", "sqrt", "power"]

  private static func entry<F: CanonicalFamily>(
    _ family: F, aliases: [String] = [], links: [String], response: String, variance: String
  ) -> Entry {
    Entry(
      name: family.name, aliases: aliases, family: family, canonicalLink: family.canonicalLink.name,
      otherLinks: links, response: response, variance: variance)
  }

  /// The entry of a family.
  public static func family(_ name: String) throws(CatalogError) -> Entry {
    if let found = families.first(where: { $0.name == name || $0.aliases.contains(name) }) { return found }
    let stem = String(name.prefix { $0 != ":" })
    if futureFamilies.contains(stem) { throw .notBuilt(kind: "family", name: stem) }
    throw .unknownFamily(
      name, suggestion: nearestName(to: name, in: families.flatMap { [$0.name] + $0.aliases }))
  }

  /// The model of the response that `family` and `link` name; nil for the canonical link.
  public static func responseModel(
    family name: String, link linkName: String? = nil
  ) throws(CatalogError) -> any ResponseModel {
    let entry = try family(name)
    let wanted = linkName ?? entry.canonicalLink
    let stem = String(wanted.prefix { $0 != ":" })
    guard let link = links.first(where: { $0.name == wanted }) else {
      if futureLinks.contains(stem) { throw .notBuilt(kind: "link", name: stem) }
      throw .unknownLink(wanted, suggestion: nearestName(to: wanted, in: links.map(\.name)))
    }
    let possible = [entry.canonicalLink] + entry.otherLinks
    guard possible.contains(wanted) else {
      throw .badPair(family: entry.name, link: wanted, links: possible)
    }
    guard let family = entry.family else { return Categorical() }
    return FamilyWithLink(family, link)
  }
}

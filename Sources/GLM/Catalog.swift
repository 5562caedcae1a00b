import GLMFamilies
import GLMModel
import GLMTabular

/// The families and links that have names, for the command line and for model files.
///
/// A name with a parameter has it after a colon, as in `negative-binomial:2`, `tweedie:1.5`, `quasi:mu^2` and
/// `power:0.3`. The name of every family and link that the catalog makes is one that it understands.
public enum Catalog {
  /// A family with its default link and the others that make sense for it.
  public struct Entry: Sendable {
    public let name: String
    /// Other names that are understood.
    public let aliases: [String]
    /// What stands after the colon, as in `THETA`; nil for a family without a parameter.
    public let parameter: String?
    /// The link of a model that names none.
    public let defaultLink: String
    /// Further links; one with a parameter as in `power:LAMBDA`.
    public let otherLinks: [String]
    /// What the response is.
    public let response: String
    /// V(μ).
    public let variance: String
    /// The family, given its parameter; nil for a model of the response that is not a family.
    let make: (@Sendable (_ parameter: String) throws(CatalogError) -> any Family)?

    /// The name, with the parameter that it needs.
    public var spelling: String { parameter.map { "\(name):\($0)" } ?? name }
    /// The default link and the others.
    public var links: [String] { [defaultLink] + otherLinks }
  }

  /// Names of the field that later versions will have.
  static let futureFamilies = ["ordinal", "beta"]

  /// The entry of a family, named with its parameter or without.
  ///
  /// - Throws: ``CatalogError``, with the nearest name.
  public static func family(_ name: String) throws(CatalogError) -> Entry {
    let stem = split(name).stem
    if let found = families.first(where: { $0.name == stem || $0.aliases.contains(stem) }) { return found }
    if futureFamilies.contains(stem) { throw .notBuilt(kind: "family", name: stem) }
    throw .unknownFamily(
      stem, suggestion: nearestName(to: stem, in: families.flatMap { [$0.name] + $0.aliases }))
  }

  /// The link that `name` names, with its parameter if it has one.
  ///
  /// - Throws: ``CatalogError``, with the nearest name or what to write.
  public static func link(_ name: String) throws(CatalogError) -> any Link {
    let (stem, parameter) = split(name)
    if stem == "power" {
      let exponent = try number(parameter, of: "power", called: "its exponent", example: "power:0.5") { _ in
        true
      }
      return Power(exponent)
    }
    let plain = linkAliases[name] ?? name
    if let link = links.first(where: { $0.name == plain }) { return link }
    if parameter != nil, let link = links.first(where: { $0.name == stem }) {
      throw .parameter(name: name, problem: "\(link.name) takes no parameter: write \(link.name)")
    }
    throw .unknownLink(name, suggestion: nearestName(to: name, in: links.map(\.name) + ["power"]))
  }

  /// The model of the response that `family` and `link` name; nil for the family's default link.
  ///
  /// - Throws: ``CatalogError`` for a name that is not known, a parameter that cannot be and a link that the family
  ///   cannot have.
  public static func responseModel(
    family name: String, link linkName: String? = nil
  ) throws(CatalogError) -> any ResponseModel {
    let entry = try family(name)
    let parameter = split(name).parameter
    if entry.parameter == nil, parameter != nil {
      throw .parameter(name: name, problem: "\(entry.name) takes no parameter: write \(entry.name)")
    }
    let family = try entry.make.map { (make) throws(CatalogError) in try make(parameter ?? "") }
    let link = try link(linkName ?? entry.defaultLink)
    let isPossible = entry.links.contains { split($0).stem == split(link.name).stem }
    guard isPossible else {
      throw .badPair(family: entry.name, link: link.name, links: entry.links)
    }
    guard let family else { return Categorical() }
    return FamilyWithLink(family, link)
  }

  /// `tweedie:1.5` → `tweedie` and `1.5`.
  private static func split(_ name: String) -> (stem: String, parameter: String?) {
    guard let colon = name.firstIndex(of: ":") else { return (name, nil) }
    return (String(name[..<colon]), String(name[name.index(after: colon)...]))
  }

  /// A parameter that is a number which `isPossible` allows.
  static func number(
    _ text: String?, of name: String, called what: String, example: String, _ isPossible: (Double) -> Bool
  ) throws(CatalogError) -> Double {
    guard let text, !text.isEmpty else {
      throw .parameter(name: name, problem: "it needs \(what): write \(example)")
    }
    guard let value = Double(text), value.isFinite, isPossible(value) else {
      throw .parameter(
        name: "\(name):\(text)", problem: "\(text) cannot be \(what): write one as in \(example)")
    }
    return value
  }
}

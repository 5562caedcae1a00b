import GLM
import Testing

/// Names of families and links.
@Suite struct CatalogTests {
  /// A parameter that the entry takes.
  static func name(_ entry: Catalog.Entry) -> String {
    let values = ["THETA": "2.5", "P": "1.5", "EXPR": "mu^2"]
    return entry.parameter.map { "\(entry.name):\(values[$0] ?? "")" } ?? entry.name
  }

  @Test func `every pair makes a likelihood`() throws {
    for entry in Catalog.families {
      let name = Self.name(entry)
      for link in entry.links {
        let link = link.replacing("LAMBDA", with: "0.3")
        let model = try Catalog.responseModel(family: name, link: link)
        #expect(model.familyName == name && model.linkName == link)
        _ = try model.likelihood(for: entry.name == "categorical" ? .classes(count: 3) : .values)
      }
      #expect(try Catalog.responseModel(family: name).linkName == entry.defaultLink)
      for alias in entry.aliases { #expect(try Catalog.family(alias).name == entry.name) }
    }
  }

  /// What a model says of itself is enough to make it again.
  @Test(arguments: [
    ("Gamma", "1/mu"), ("inverse.gaussian", "1/mu^2"), ("negbin:0.5", "squareroot"), ("nbinom:1e-3", "log"),
    ("negative.binomial:1e22", "power:-0.25"), ("tweedie:1.2999999999999998", "power:0"),
    ("tweedie:-1", "power:1"),
    ("quasibinomial", "power:2"), ("quasi-binomial", "loglog"), ("quasipoisson", "sqrt"),
    ("quasi: mu^2 * (1 - mu)^2", "logit"), ("quasi:mu(1-mu)", "cauchit"), ("quasi:1", "identity"),
    ("quasi:mu+0.5*mu^2", "log"), ("quasi:exp(-mu:2)", "log"),
  ]) func `names round trip`(family: String, link: String) throws {
    guard !family.contains("exp") else {
      #expect(throws: CatalogError.self) { try Catalog.responseModel(family: family, link: link) }
      return
    }
    let model = try Catalog.responseModel(family: family, link: link)
    let again = try Catalog.responseModel(family: model.familyName, link: model.linkName)
    #expect(again.familyName == model.familyName && again.linkName == model.linkName)
    #expect(!model.familyName.contains(" "))
  }

  @Test func `unknown names suggest`() throws {
    #expect(throws: CatalogError.unknownFamily("poison", suggestion: "poisson")) {
      try Catalog.responseModel(family: "poison")
    }
    #expect(throws: CatalogError.unknownFamily("tweedy", suggestion: "tweedie")) {
      try Catalog.responseModel(family: "tweedy:1.5")
    }
    #expect(throws: CatalogError.unknownLink("probti", suggestion: "probit")) {
      try Catalog.responseModel(family: "bernoulli", link: "probti")
    }
    #expect(throws: CatalogError.notBuilt(kind: "family", name: "ordinal")) {
      try Catalog.responseModel(family: "ordinal")
    }
    let links = ["log", "identity", "sqrt", "inverse", "inverse-square", "power:LAMBDA"]
    #expect(throws: CatalogError.badPair(family: "poisson", link: "logit", links: links)) {
      try Catalog.responseModel(family: "poisson", link: "logit")
    }
    #expect(throws: CatalogError.badPair(family: "categorical", link: "probit", links: ["logit"])) {
      try Catalog.responseModel(family: "categorical", link: "probit")
    }
  }

  static let refusals: [(family: String, link: String?, words: String)] = [
    (
      "negative-binomial", nil,
      "negative-binomial: it needs a theta above 0: write negative-binomial:2 (theta by maximum likelihood is not built yet)"
    ),
    ("negbin", nil, "it needs a theta above 0: write negative-binomial:2"),
    ("negative-binomial:", nil, "it needs a theta above 0"),
    ("negative-binomial:two", nil, "negative-binomial:two: two cannot be a theta above 0: write one as in"),
    ("negative-binomial:0", nil, "0 cannot be a theta above 0"),
    ("negative-binomial:-1", nil, "-1 cannot be a theta above 0"),
    ("negative-binomial:inf", nil, "inf cannot be a theta above 0"),
    ("negative-binomial:nan", nil, "nan cannot be a theta above 0"),
    ("tweedie", nil, "tweedie: it needs the power of its variance: write tweedie:1.5"),
    ("tweedie:x", nil, "x cannot be the power of its variance"),
    (
      "tweedie:0.5", nil,
      "tweedie:0.5: no distribution has a power between 0 and 1: write one as in tweedie:1.5"
    ),
    ("gamma:2", nil, "gamma:2: gamma takes no parameter: write gamma"),
    ("categorical:3", nil, "categorical takes no parameter: write categorical"),
    ("quasi", nil, "quasi: it needs a variance in mu: write quasi:mu^2 or quasi:mu(1-mu)"),
    ("quasi:  ", nil, "it needs a variance in mu"),
    (
      "quasi:mu^", nil,
      "quasi: the variance \"mu^\" stops too soon, at character 4: write the variance in mu with"
    ),
    ("quasi:mu%2", nil, "has a \"%\" out of place at character 3"),
    ("quasi:nu^2", nil, "has the unknown name \"nu\" at character 1"),
    ("quasi:-mu^2", nil, "is above 0 for no mean"),
    ("gaussian", "power", "power: it needs its exponent: write power:0.5"),
    ("gaussian", "power:", "power: it needs its exponent"),
    ("gaussian", "power:half", "power:half: half cannot be its exponent: write one as in power:0.5"),
    ("gaussian", "power:inf", "inf cannot be its exponent"),
    ("gaussian", "log:2", "log:2: log takes no parameter: write log"),
  ]

  @Test(arguments: refusals) func `parameters that cannot be`(
    family: String, link: String?, words: String
  ) throws {
    do {
      _ = try Catalog.responseModel(family: family, link: link)
      Issue.record("\(family) \(link ?? "") was accepted")
    } catch {
      let message = error.description
      #expect(message.contains(words), "\(message)")
      #expect(!message.contains("\n"))
    }
  }
}

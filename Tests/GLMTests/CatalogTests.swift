import GLM
import Testing

/// Names of families and links.
@Suite struct CatalogTests {
  @Test func everyPairMakesALikelihood() throws {
    for entry in Catalog.families {
      for link in [entry.canonicalLink] + entry.otherLinks {
        let model = try Catalog.responseModel(family: entry.name, link: link)
        #expect(model.familyName == entry.name && model.linkName == link)
        _ = try model.likelihood(for: entry.name == "categorical" ? .classes(count: 3) : .values)
      }
      for alias in entry.aliases { #expect(try Catalog.family(alias).name == entry.name) }
    }
  }

  @Test func unknownNamesSuggest() {
    #expect(throws: CatalogError.unknownFamily("poison", suggestion: "poisson")) {
      try Catalog.responseModel(family: "poison")
    }
    #expect(throws: CatalogError.unknownLink("probti", suggestion: "probit")) {
      try Catalog.responseModel(family: "bernoulli", link: "probti")
    }
    #expect(throws: CatalogError.notBuilt(kind: "family", name: "tweedie")) {
      try Catalog.responseModel(family: "tweedie:1.5")
    }
    #expect(throws: CatalogError.notBuilt(kind: "link", name: "power")) {
      try Catalog.responseModel(family: "gaussian", link: "power:2")
    }
    #expect(throws: CatalogError.badPair(family: "poisson", link: "logit", links: ["log", "identity"])) {
      try Catalog.responseModel(family: "poisson", link: "logit")
    }
  }
}

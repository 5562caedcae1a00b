import GLMFamilies
import GLMModel

extension Catalog {
  /// The links without a parameter, by name.
  public static let links: [any Link] = [
    Identity(), Log(), SquareRoot(), Inverse(), InverseSquare(), Logit(), Probit(), ComplementaryLogLog(),
    LogLog(),
    Cauchit(),
  ]

  /// Other names of links.
  static let linkAliases = [
    "1/mu": "inverse", "1/mu^2": "inverse-square", "squareroot": "sqrt", "square-root": "sqrt",
    "square.root": "sqrt",
  ]

  /// Links for means above 0.
  private static let powers = ["identity", "log", "sqrt", "inverse", "inverse-square", "power:LAMBDA"]
  private static let probabilities = ["logit", "probit", "cloglog", "loglog", "cauchit"]

  /// What can be fitted.
  public static let families: [Entry] = [
    entry(Gaussian(), link: "identity", others: powers, response: "any number", variance: "1"),
    entry(
      Bernoulli(), aliases: ["binomial"], link: "logit", others: probabilities + powers,
      response: "0 or 1, two classes, or successes of trials", variance: "mu (1 - mu)"),
    entry(Poisson(), link: "log", others: powers, response: "counts", variance: "mu"),
    entry(
      Gamma(), aliases: ["Gamma"], link: "inverse", others: powers, response: "numbers above 0",
      variance: "mu^2"),
    entry(
      InverseGaussian(), aliases: ["inverse.gaussian"], link: "inverse-square", others: powers,
      response: "numbers above 0", variance: "mu^3"),
    entry(
      "negative-binomial", aliases: ["negative.binomial", "negbin", "nbinom"], parameter: "THETA",
      link: "log",
      others: powers, response: "counts", variance: "mu + mu^2/THETA"
    ) { (text) throws(CatalogError) in
      let example = "negative-binomial:2 (theta by maximum likelihood is not built yet)"
      return NegativeBinomial(
        theta: try number(text, of: "negative-binomial", called: "a theta above 0", example: example) {
          $0 > 0
        })
    },
    entry(
      "tweedie", parameter: "P", link: "log", others: powers,
      response: "numbers from 0 for P below 2 (any for P = 0), above 0 from 2 on", variance: "mu^P"
    ) { (text) throws(CatalogError) in
      let power = try number(text, of: "tweedie", called: "the power of its variance", example: "tweedie:1.5")
      {
        _ in true
      }
      guard power <= 0 || power >= 1 else {
        throw .parameter(
          name: "tweedie:\(text)",
          problem: "no distribution has a power between 0 and 1: write one as in tweedie:1.5")
      }
      return Tweedie(power: power)
    },
    entry(
      QuasiBernoulli(), aliases: ["quasi-binomial", "quasibinomial", "quasibernoulli"], link: "logit",
      others: probabilities + powers, response: "numbers from 0 to 1, or successes of trials",
      variance: "mu (1 - mu)"),
    entry(
      QuasiPoisson(), aliases: ["quasipoisson"], link: "log", others: powers, response: "numbers from 0",
      variance: "mu"),
    entry(
      "quasi", parameter: "EXPR", link: "identity", others: powers + probabilities,
      response: "numbers where EXPR is above 0", variance: "EXPR, as in mu^2 or mu(1-mu)"
    ) { (text) throws(CatalogError) in
      if text.allSatisfy({ $0 == " " || $0 == "\t" }) {
        throw .parameter(
          name: "quasi", problem: "it needs a variance in mu: write quasi:mu^2 or quasi:mu(1-mu)")
      }
      do throws(VarianceError) {
        return try Quasi(variance: text)
      } catch {
        throw .parameter(name: "quasi", problem: error.description)
      }
    },
    Entry(
      name: "categorical", aliases: ["multinomial", "softmax"], parameter: nil, defaultLink: "logit",
      otherLinks: [], response: "one of several classes", variance: "p (1 - p)", make: nil),
  ]

  /// A family without a parameter.
  private static func entry(
    _ family: some Family, aliases: [String] = [], link: String, others: [String], response: String,
    variance: String
  ) -> Entry {
    entry(family.name, aliases: aliases, link: link, others: others, response: response, variance: variance) {
      _ in
      family
    }
  }

  private static func entry(
    _ name: String, aliases: [String] = [], parameter: String? = nil, link: String, others: [String],
    response: String, variance: String,
    make: @escaping @Sendable (_ parameter: String) throws(CatalogError) -> any Family
  ) -> Entry {
    Entry(
      name: name, aliases: aliases, parameter: parameter, defaultLink: link,
      otherLinks: others.filter { $0 != link }, response: response, variance: variance, make: make)
  }
}

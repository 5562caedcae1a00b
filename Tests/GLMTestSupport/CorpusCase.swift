import Foundation

/// A model with a known answer; `Tests/Fixtures/corpus_cases.py` says what the fields are.
public struct CorpusCase: Decodable, Sendable {
  public let formula: String
  public let family: String
  public let link: String
  public let levels: [String: [String]]
  public let trials: String?
  public let exposure: String?
  public let offset: String?
  public let contrasts: [String: String]
  public let weights: String?
  public let start: [Double]?
  public let responses: [String]?
  public let terms: [String]
  /// Nil for an aliased one, as are the standard errors.
  public let coefficients: [String?]
  public let standardErrors: [String?]
  public let deviance: String
  public let logLikelihood: String?
  public let aic: String?
  public let dispersion: String?

  public static let names = [
    "beetle_cloglog", "beetle_probit_prop", "birthwt_logit", "menarche_logit", "swisslabor_probit",
    "warpbreaks_poisson", "ships_poisson_offset", "womenlf_multinomial", "airquality_gamma_log",
    "airquality_invgauss_log", "airquality_tweedie25", "beetle_loglog", "birthwt_identity",
    "carrots_quasibinomial",
    "clotting_gamma_inverse", "clotting_invgauss", "epil_negbin_fixed", "insectsprays_poisson_sqrt",
    "menarche_cauchit", "mtcars_gamma_identity", "mtcars_invgauss_inverse", "puromycin_gaussian_inverse",
    "quine_quasipoisson", "quine_tweedie13", "trees_gaussian_log", "ucb_logbinomial",
    "warpbreaks_poisson_identity", "warpbreaks_quasi_identity_mu", "whitmore_invgauss_identity",
    "anorexia_gaussian_offset", "mtcars_gaussian_poly", "mtcars_nointercept", "quine_poisson_rankdef",
    "savings_weighted_gaussian", "warpbreaks_poisson_sum",
  ]

  /// Where the cases and their data are.
  public static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "ToolTests/Fixtures/corpus")

  public init(named name: String) throws {
    let file = Self.folder.appending(path: "\(name).json")
    self = try JSONDecoder().decode(CorpusCase.self, from: Data(contentsOf: file))
  }

  /// The flags of `glm fit` that state the model.
  public var flags: [String] {
    var flags = ["--family", family, "--link", link]
    for (column, names) in levels.sorted(by: { $0.key < $1.key }) {
      flags += ["--levels", "\(column)=\(names.joined(separator: ","))"]
    }
    if let trials { flags += ["--trials", trials] }
    if let offset { flags += ["--offset", offset] }
    for (column, coding) in contrasts.sorted(by: { $0.key < $1.key }) {
      flags += ["--contrasts", "\(column)=\(coding)"]
    }
    if let exposure { flags += ["--exposure", exposure] }
    if let weights { flags += ["--weights", "precision:\(weights)"] }
    if let start { flags += ["--start", start.map { "\($0)" }.joined(separator: ",")] }
    return flags
  }
}

import Foundation

/// A model with a known answer; `Tests/Fixtures/corpus_cases.py` says what the fields are.
struct CorpusCase: Decodable {
  let formula: String
  let family: String
  let link: String
  let levels: [String: [String]]
  let trials: String?
  let exposure: String?
  let responses: [String]?
  let terms: [String]
  let coefficients: [String]
  let standardErrors: [String]
  let deviance: String
  let logLikelihood: String
  let aic: String

  static let names = [
    "beetle_cloglog", "beetle_probit_prop", "birthwt_logit", "menarche_logit", "swisslabor_probit",
    "warpbreaks_poisson", "ships_poisson_offset", "womenlf_multinomial",
  ]

  init(named name: String) throws {
    let file = GLMCommand.fixtures.appending(path: "corpus/\(name).json")
    self = try JSONDecoder().decode(CorpusCase.self, from: Data(contentsOf: file))
  }

  /// The flags of `glm fit` that state the model.
  var flags: [String] {
    ["--family", family, "--link", link]
      + levels.sorted { $0.key < $1.key }.flatMap {
        ["--levels", "\($0.key)=\($0.value.joined(separator: ","))"]
      }
      + (trials.map { ["--trials", $0] } ?? []) + (exposure.map { ["--exposure", $0] } ?? [])
  }
}

/// What `glm fit --format json` prints, as far as the tests ask.
struct FitJSON: Decodable {
  struct Coefficient: Decodable {
    let term: String
    let response: String?
    let estimate: Double?
    let standardError: Double?
    let pValue: Double?
    let lower: Double?
    let upper: Double?
    let aliased: Bool
  }

  struct Separation: Decodable, Equatable {
    let kind: String
    let terms: [String]
    let direction: [Double]
  }

  let outcome: String
  let global: Bool
  let rank: Int
  let iterations: Int
  let coefficients: [Coefficient]
  let covariance: [[Double?]]
  let deviance: Double
  let logLikelihood: Double?
  let aic: Double?
  let bic: Double?
  let separation: Separation?
  let optimalityResidual: Double?
  let prior: String
  let solver: String

  init(_ command: GLMCommand) throws {
    self = try JSONDecoder().decode(FitJSON.self, from: Data(command.output.utf8))
  }
}

import Foundation

/// A model with a known answer; `Tests/Fixtures/corpus_cases.py` says what the fields are.
public struct CorpusCase: Decodable, Sendable {
  public let formula: String
  public let family: String
  public let link: String
  public let levels: [String: [String]]
  public let trials: String?
  public let exposure: String?
  public let responses: [String]?
  public let terms: [String]
  public let coefficients: [String]
  public let standardErrors: [String]
  public let deviance: String
  public let logLikelihood: String
  public let aic: String

  public static let names = [
    "beetle_cloglog", "beetle_probit_prop", "birthwt_logit", "menarche_logit", "swisslabor_probit",
    "warpbreaks_poisson", "ships_poisson_offset", "womenlf_multinomial",
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
    ["--family", family, "--link", link]
      + levels.sorted { $0.key < $1.key }.flatMap {
        ["--levels", "\($0.key)=\($0.value.joined(separator: ","))"]
      }
      + (trials.map { ["--trials", $0] } ?? []) + (exposure.map { ["--exposure", $0] } ?? [])
  }
}

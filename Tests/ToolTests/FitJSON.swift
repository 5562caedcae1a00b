import Foundation

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
    struct Limit: Decodable, Equatable {
      struct Coefficient: Decodable, Equatable {
        let term: String
        let response: String?
        let estimate: Double?
        let standardError: Double?
      }

      let coefficients: [Coefficient]
      let logLikelihood: Double?
      let deviance: Double?
      let rows: Int
      let rank: Int
    }

    let kind: String
    let exact: Bool
    let terms: [String]
    let direction: [Double]
    let limits: [String?]
    let rows: [Int]
    let limit: Limit?
  }

  struct Boundary: Decodable, Equatable {
    let optimum: Bool
    let rows: [Int]
  }

  struct Dispersion: Decodable, Equatable {
    let value: Double?
    let estimated: Bool
  }

  let outcome: String
  let dispersion: Dispersion
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
  let boundary: Boundary?
  let optimalityResidual: Double?
  let pearson: Double?
  let estimator: String
  let prior: String
  let solver: String

  init(_ command: GLMCommand) throws {
    self = try JSONDecoder().decode(FitJSON.self, from: Data(command.output.utf8))
  }
}

import Foundation
import GLMAlgebra
import GLMEstimation
import GLMInference
import GLMModel
import GLMTabular

/// What is left of a fit without its rows: it predicts, and can be saved as JSON.
public struct FittedModel: Sendable, Codable, Equatable {
  /// One coefficient.
  public struct Coefficient: Sendable, Codable, Equatable {
    /// The column of the model matrix, as in `tension[M]`.
    public var term: String
    /// The class it is for, when there are several linear predictors.
    public var response: String?
    /// 0 when aliased.
    public var estimate: Double
    /// Whether earlier columns determine this one.
    public var isAliased: Bool
    /// What an aliased column is made of, as in `2·x1 − x2`; nil for the others.
    public var relation: String?
  }

  /// The version of the file format.
  public static let currentFormat = 2

  public let format: Int
  public let family: String
  public let link: String
  /// The formula with what it learned from the data; nil for a fit to a matrix.
  public let specification: ModelFrameSpecification?
  /// The columns of the model matrix.
  public let columns: [ColumnDescription]
  /// The classes of the response, the reference (or the failure) first.
  public let classes: [String]?
  /// Linear predictors.
  public let predictorCount: Int
  /// Whether the response is successes of trials.
  public let hasTrials: Bool
  /// Plane by plane.
  public let coefficients: [Coefficient]
  /// The packed lower triangle of the covariance, null for aliased coefficients; nil when there is none.
  public let covariance: [Double?]?
  /// The coordinates of the fit, which predictions are exact in; nil where there are none.
  public let coordinates: PredictionCoordinates?
  public let dispersion: Double?
  /// Of the t distribution; nil for the normal.
  public let degreesOfFreedom: Double?
  /// The estimator, as in `mean-br`; nil in files of programs that knew maximum likelihood only.
  public let estimator: String?
  /// The prior, as in `normal:1`.
  public let prior: String
  /// One word: `optimum` and so on.
  public let outcome: String

  init(
    _ estimate: Estimate, _ statistics: Statistics, familyName: String, linkName: String,
    specification: ModelFrameSpecification?, classes: [String]?, shape: ResponseShape?
  ) {
    format = Self.currentFormat
    family = familyName
    link = linkName
    self.specification = specification
    columns = estimate.layout.columns
    self.classes = classes
    predictorCount = estimate.likelihood.predictorCount
    hasTrials = estimate.likelihood.responseCount == 2
    let aliased = Set(estimate.aliased)
    let several = predictorCount > 1
    let named = classes ?? (0...estimate.likelihood.predictorCount).map(String.init)
    let places = estimate.layout.places
    let model = estimate.layout
    var relations: [Int: String] = [:]
    for relation in estimate.aliasRelations { relations[relation.column] = relation.text(model.columns) }
    coefficients = estimate.coefficients.indices.map { i in
      let column = places[i][0].column
      return Coefficient(
        term: model.columns[column].name, response: several ? named[places[i][0].plane + 1] : nil,
        estimate: estimate.coefficients[i], isAliased: aliased.contains(i),
        relation: aliased.contains(i) ? relations[column] : nil)
    }
    let wald = try? estimate.wald(dispersion: statistics.dispersion)
    covariance = wald?.covariance.entries.map { $0.isFinite ? $0 : nil }
    coordinates = PredictionCoordinates(estimate, dispersion: wald == nil ? nil : statistics.dispersion)
    dispersion = statistics.dispersion
    degreesOfFreedom = wald?.degreesOfFreedom
    estimator = estimate.method.rawValue
    prior = estimate.prior.name
    outcome = estimate.outcome.name
  }

  /// How the response is recorded.
  public var shape: ResponseShape {
    if predictorCount > 1 || specification?.shape == .classes(count: 2) {
      return .classes(count: predictorCount + 1)
    }
    return hasTrials ? .successesOfTrials : .values
  }

  /// Predicts the rows of a table; rows with a missing cell have no prediction. A response that counts successes is
  /// of the trials of the column that the model was fitted with, where the table has it, and of one trial otherwise.
  ///
  /// - Parameters:
  ///   - likelihood: that of the fit, needed for a family that the catalog does not know; nil to look it up by name.
  ///   - level: the coverage of an interval for the mean; nil for none.
  ///   - observationLevel: the coverage of an interval for a new observation; nil for none.
  ///   - unseen: whether a level that the model was not fitted with is an error or a missing cell.
  ///   - missing: whether a missing cell is an error.
  /// - Throws: ``FrameError`` for a table that cannot be used, ``CatalogError`` for a family that is not known.
  public func predict(
    _ table: Table, likelihood: (any Likelihood)? = nil, level: Double? = nil,
    observationLevel: Double? = nil,
    unseen: UnseenLevels = .fail, missing: MissingPolicy = .keep
  ) throws -> TablePredictions {
    guard let specification else { throw ModelFileError.noFormula }
    let frame = try specification.frame(for: table, unseen: unseen, missing: missing)
    let predictor = try predictor(likelihood)
    return TablePredictions(
      predictions: try predictor.predict(
        frame.source, level: level, observationLevel: observationLevel), rows: frame.rows,
      rowCount: frame.rowCount, classes: predictorCount > 1 ? classes : nil)
  }

  /// What predicts rows of the same columns.
  public func predictor(_ likelihood: (any Likelihood)? = nil) throws -> Predictor {
    let likelihood =
      try likelihood ?? Catalog.responseModel(family: family, link: link).likelihood(for: shape)
    let layout = CoefficientLayout(columns: columns, planes: predictorCount)
    let matrix = covariance.map { entries in
      PackedSymmetric(order: layout.count, entries: entries.map { $0 ?? .nan })
    }
    return Predictor(
      likelihood: likelihood, layout: layout, coefficients: coefficients.map(\.estimate),
      covariance: matrix, degreesOfFreedom: degreesOfFreedom, dispersion: dispersion,
      coordinates: coordinates)
  }
}

/// Predictions for the rows of a table.
public struct TablePredictions: Sendable, Equatable {
  /// Those of the rows that could be predicted.
  public var predictions: Predictions
  /// The rows of the table that `predictions` is of, counting from 0.
  public var rows: [Int]
  /// Rows of the table.
  public var rowCount: Int
  /// The names of the means, for a response of classes.
  public var classes: [String]?
}

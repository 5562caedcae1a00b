import GLMAlgebra
import GLMEstimation
import GLMInference
import GLMModel
import GLMTabular

/// A fitted model with its rows: coefficients, statistics, inference and a report.
public struct Fit: Sendable {
  /// The detached part, which can be saved and predicts.
  public let model: FittedModel
  /// The engine's result; it keeps the rows.
  public let estimate: Estimate
  /// Deviance, log-likelihood, AIC and the like.
  public let statistics: Statistics
  /// The model frame, when the model was fitted to a table.
  public let frame: ModelFrame?
  /// For a fit at infinity, what it tends to: inference can be asked of that. Nil for other fits, and where every row is
  /// separated, so that nothing is left to fit.
  public let limit: FitLimit?

  init(
    _ estimate: Estimate, response: any ResponseModel, frame: ModelFrame?, classes: [String]?,
    dispersion: DispersionEstimate = .pearson
  ) throws {
    self.estimate = estimate
    self.frame = frame
    statistics = try estimate.statistics(dispersion: dispersion)
    model = FittedModel(
      estimate, statistics, familyName: response.familyName, linkName: response.linkName,
      specification: frame?.specification, classes: classes, shape: frame?.shape)
    limit = try FitLimit(estimate, names: model.coefficients, dispersion: dispersion)
  }

  /// How the fit ended. Inference can be asked of an optimum, and of the ``limit`` of one at infinity.
  public var outcome: Outcome { estimate.outcome }

  /// The coefficients by name, as in `fit["logdose"]`; with several linear predictors, `fit["hincome", "fulltime"]`. Nil for a
  /// name that is not there and for an aliased coefficient. Of a fit at infinity what the coefficient tends to, +∞ and −∞
  /// included, and nil for one that the data leave undetermined.
  public subscript(term: String, response: String? = nil) -> Double? {
    guard
      let i = model.coefficients.firstIndex(where: {
        $0.term == term && (response == nil || $0.response == response)
      })
    else { return nil }
    return coefficient(i)
  }

  /// Coefficient `i` of the model, as the subscript tells it.
  public func coefficient(_ i: Int) -> Double? {
    let own = model.coefficients[i]
    if own.isAliased { return nil }
    guard case .infinite(let recession) = outcome else { return own.estimate }
    switch recession.limits[i] {
    case .plusInfinity: return .infinity
    case .minusInfinity: return -.infinity
    case .undetermined: return nil
    case .finite: return limit?[own.term, own.response]
    }
  }

  /// Standard errors, tests and intervals.
  ///
  /// - Throws: ``InferenceError`` for anything but an optimum under a flat prior.
  public func inference(level: Double = 0.95) throws(InferenceError) -> WaldInference {
    try estimate.wald(level: level, dispersion: statistics.dispersion)
  }

  /// The fitted means, one a row, or one a row and class: of the rows used, or, where missing cells are kept
  /// (``MissingPolicy/keep``), of every row of the table, NaN for those that were dropped.
  public func fittedMeans() throws -> [[Double]] {
    let means = try Predictor(
      likelihood: estimate.likelihood, layout: estimate.layout, coefficients: estimate.coefficients,
      coordinates: PredictionCoordinates(estimate, dispersion: nil)
    ).predict(estimate.source).means
    guard let frame else { return means }
    let nothing = Array(repeating: Double.nan, count: estimate.likelihood.meanCount)
    return frame.told(means).map { $0 ?? nothing }
  }

  /// Predicts the rows of another table.
  ///
  /// - Parameters:
  ///   - level: the coverage of an interval for the mean; nil for none.
  ///   - observationLevel: the coverage of an interval for a new observation; nil for none.
  ///   - unseen: whether a level that the model was not fitted with is an error or a missing cell.
  ///   - missing: whether a missing cell is an error.
  public func predict(
    _ table: Table, level: Double? = nil, observationLevel: Double? = nil, unseen: UnseenLevels = .fail,
    missing: MissingPolicy = .keep
  ) throws -> TablePredictions {
    try model.predict(
      table, likelihood: estimate.likelihood, level: level, observationLevel: observationLevel,
      unseen: unseen, missing: missing)
  }

  /// Where rows of the source are in the data, as in `line 15`; `row 14`, counting from 1, where the data have no lines.
  func places(ofRows rows: [Int]) -> [String] {
    rows.map { row in
      if let line = estimate.source.line(ofRow: row) { return "line \(line)" }
      return "row \((frame?.rows[row] ?? row) + 1)"
    }
  }

  /// The report as text, for people.
  public func summary(level: Double = 0.95) -> String { Summary(self, level: level).text }
}

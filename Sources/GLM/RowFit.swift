import GLMInference
import GLMTabular

/// A ``Fit`` to rows of a user's own type, which predicts rows of that type.
///
/// It has the properties of the fit, as in `fit.outcome` and `fit.statistics`; what else a fit can do, ``fit`` does.
@dynamicMemberLookup
public struct RowFit<Row>: Sendable {
  /// The fit, with its coefficients and statistics.
  public let fit: Fit
  /// The response and the terms.
  public let formula: RowFormula<Row>

  public subscript<Value>(dynamicMember property: KeyPath<Fit, Value>) -> Value { fit[keyPath: property] }

  /// The coefficients by name, as ``Fit`` has them.
  public subscript(term: String, response: String? = nil) -> Double? { fit[term, response] }

  /// Standard errors, tests and intervals.
  ///
  /// - Throws: ``InferenceError`` for anything but an optimum under a flat prior.
  public func inference(level: Double = 0.95) throws(InferenceError) -> WaldInference {
    try fit.inference(level: level)
  }

  /// The report as text, for people.
  public func summary(level: Double = 0.95) -> String { fit.summary(level: level) }

  /// Predicts other rows; those with a missing value have no prediction.
  ///
  /// - Parameter level: the coverage of an interval for the mean; nil for none.
  /// - Throws: as ``Fit/predict(_:level:)`` does.
  public func predict(_ rows: [Row], level: Double? = nil) throws -> TablePredictions {
    try fit.predict(formula.predictors(of: rows), level: level)
  }
}

import GLMEstimation
import GLMInference
import GLMModel

/// What a fit at infinity tends to: which coefficients have a finite limit and what it is, with standard errors, and what
/// the log-likelihood rises to.
///
/// It is the maximum-likelihood fit of the rows that are not separated (Docs/Mathematics.md, "When the estimate
/// does not exist").
public struct FitLimit: Sendable {
  /// The fit of those rows. Coefficients that are not finite in the limit have no meaning there by themselves.
  public let estimate: Estimate
  /// The statistics of those rows; the log-likelihood and the deviance are what those of all rows tend to.
  public let statistics: Statistics
  /// What becomes of each coefficient, as ``Recession/limits``.
  public let limits: [CoefficientLimit]
  private let names: [FittedModel.Coefficient]

  /// Nil for a fit that is not at infinity, or of which no row is left.
  init?(_ estimate: Estimate, names: [FittedModel.Coefficient], dispersion: DispersionEstimate) throws {
    guard case .infinite(let recession) = estimate.outcome, let limit = estimate.limit else { return nil }
    self.estimate = limit
    self.names = names
    statistics = try limit.statistics(dispersion: dispersion)
    limits = recession.limits
  }

  /// Whether coefficient `i` has a finite limit that is known.
  func isKnown(_ i: Int) -> Bool {
    limits[i] == .finite && !names[i].isAliased && !estimate.aliased.contains(i)
  }

  /// The limit of a coefficient by name, as in `limit["logdose"]`; +∞ or −∞ where it goes there. Nil for a name that is not
  /// there, for an aliased coefficient, and for one that the data leave undetermined.
  public subscript(term: String, response: String? = nil) -> Double? {
    guard
      let i = names.firstIndex(where: {
        $0.term == term && (response == nil || $0.response == response)
      })
    else { return nil }
    switch limits[i] {
    case .finite: return isKnown(i) ? estimate.coefficients[i] : nil
    case .plusInfinity: return .infinity
    case .minusInfinity: return -.infinity
    case .undetermined: return nil
    }
  }

  /// Standard errors, tests and intervals of the coefficients that have a finite limit; nil for the others.
  ///
  /// - Throws: ``InferenceError`` for a level that is none, and for a fit with a prior.
  public func inference(level: Double = 0.95) throws(InferenceError) -> WaldInference {
    try estimate.wald(level: level, dispersion: statistics.dispersion).keeping { isKnown($0) }
  }
}
